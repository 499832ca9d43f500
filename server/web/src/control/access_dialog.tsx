// SPDX-License-Identifier: GPL-2.0-or-later
// Who may do what: tokens made, listed and revoked; and what this desk is called.
import { useEffect, useState } from 'preact/hooks';
import { isObject, Problem } from '../shared/problem';
import { Dialog } from './dialog';
import { AskedButton, type View } from './parts';
import { QrCode } from './qr_code';

type Role = 'operator' | 'scorer' | 'backstage';
const kRoles: Role[] = ['operator', 'scorer', 'backstage'];

interface Token {
  id: string;
  name?: string;
  role?: Role;
}

/** Told once. */
interface Made {
  name: string;
  login: string;
}

export function AccessDialog({ model }: { model: View['model'] }) {
  const { text, mirror, sender } = model;
  const [tokens, set_tokens] = useState<Token[]>([]);
  const [made, set_made] = useState<Made | null>(null);
  const [problem, set_problem] = useState('');
  const list = async () => {
    try {
      const answer = await mirror.api.find<unknown>('/api/v1/tokens');
      set_tokens(Array.isArray(answer) ? (answer.filter(isObject) as unknown as Token[]) : []);
    } catch (error) {
      set_problem(error instanceof Problem ? error.message : '');
    }
  };
  useEffect(() => void list(), []);
  const make = async (name: string, role: Role) => {
    const answer = await sender.once('access', 'tokens', { name, role });
    if (isObject(answer)) set_made({ name, login: login_link(answer) });
    await list();
  };
  const revoke = async (id: string) => {
    await sender.guarded('access', 'DELETE', `tokens/${encodeURIComponent(id)}`);
    await list();
  };
  return (
    <Dialog name="access" title={text.access} close_words={text.dismiss} close={() => model.show_dialog(null)}>
      <p class="muted">{text.access_hint}</p>
      {problem && <p role="alert">{problem}</p>}
      <MakeToken model={model} make={make} />
      {made && <MadeToken model={model} made={made} />}
      {tokens.length === 0 && <p class="empty">{text.no_tokens}</p>}
      <ul class="tokens">
        {tokens.map((token) => (
          <li key={token.id} data-token={token.name}>
            <b>{token.name ?? token.id}</b>
            <span class="chip">{token.role ? text[`role_${token.role}`] : ''}</span>
            <AskedButton
              class="small"
              action="revoke"
              words={text.revoke}
              really={text.revoke_really}
              act={() => void revoke(token.id)}
            />
          </li>
        ))}
      </ul>
      {model.report('access')}
      <DeskName model={model} />
    </Dialog>
  );
}

/** At this page's own address: the server may not know by which name the phones call it. */
function login_link(answer: Record<string, unknown>): string {
  const token = typeof answer['token'] === 'string' ? answer['token'] : '';
  const login = typeof answer['login'] === 'string' ? answer['login'] : '/control';
  const path = new URL(login, location.origin).pathname;
  return `${location.origin}${path}#token=${encodeURIComponent(token)}`;
}

function MakeToken({ model, make }: { model: View['model']; make: (name: string, role: Role) => Promise<void> }) {
  const { text } = model;
  const [name, set_name] = useState('');
  const [role, set_role] = useState<Role>('scorer');
  return (
    <form
      class="tools"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void make(name.trim(), role).then(() => set_name(''));
      }}
    >
      <input aria-label={text.who} placeholder={text.who} value={name} maxLength={60} onInput={(event) => set_name(event.currentTarget.value)} />
      <select aria-label={text.role} value={role} onChange={(event) => set_role(event.currentTarget.value as Role)}>
        {kRoles.map((one) => (
          <option key={one} value={one}>
            {text[`role_${one}`]}
          </option>
        ))}
      </select>
      <button type="submit" disabled={!model.live || !name.trim()}>
        {text.make_token}
      </button>
    </form>
  );
}

function MadeToken({ model, made }: { model: View['model']; made: Made }) {
  const { text } = model;
  return (
    <div class="made" data-made={made.name}>
      <QrCode text={made.login} label={`${text.login_link}: ${made.name}`} />
      <label class="field">
        {text.login_link}: {made.name}
        <input readOnly value={made.login} onFocus={(event) => event.currentTarget.select()} />
      </label>
    </div>
  );
}

function DeskName({ model }: { model: View['model'] }) {
  const { text, lease } = model;
  const [name, set_name] = useState(lease.name);
  return (
    <form
      class="tools"
      onSubmit={(event) => {
        event.preventDefault();
        lease.rename(name);
      }}
    >
      <label class="field">
        {text.desk}
        <input value={name} maxLength={40} onInput={(event) => set_name(event.currentTarget.value)} onBlur={() => lease.rename(name)} />
      </label>
    </form>
  );
}
