// SPDX-License-Identifier: GPL-2.0-or-later
// Who may do what: tokens made, listed and revoked; and what this desk is called.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isObject, Problem } from '../shared/problem';
import { Dialog } from './dialog';
import { AskedButton, type View } from './parts';

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
  /** The address that logs a page in, and that as a QR code (SVG). */
  login: string;
  qr: string;
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
    if (isObject(answer)) set_made({ name, login: String(answer['login'] ?? ''), qr: String(answer['login_qr'] ?? '') });
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
  const link = useRef<HTMLInputElement>(null);
  const [copied, set_copied] = useState('');
  const copy = async () => {
    if (await copy_text(made.login, link.current)) set_copied(made.login);
  };
  return (
    <div class="made" data-made={made.name}>
      {made.qr && <img class="qr" alt={`${text.login_link}: ${made.name}`} src={`data:image/svg+xml,${encodeURIComponent(made.qr)}`} />}
      <label class="field">
        {text.login_link}: {made.name}
        <input ref={link} readOnly value={made.login} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" class={copied === made.login ? 'chosen' : ''} data-action="copy-link" onClick={() => void copy()}>
        {copied === made.login ? text.copied : text.copy_link}
      </button>
    </div>
  );
}

/** Pages that are not on this machine are told of no clipboard, where they came without TLS: there the field's text is
 *  copied as by hand. */
async function copy_text(words: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    field?.select();
    return document.execCommand('copy');
  }
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
