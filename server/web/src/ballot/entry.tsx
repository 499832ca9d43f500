// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, useState } from 'preact/hooks';
import { Backoff, sleep } from '../shared/backoff';
import { Problem } from '../shared/problem';
import { ask, Later, state_in } from './api';
import { device, keep_code, Shelf, type Session } from './shelf';
import type { Strings } from './strings';

interface Props {
  text: Strings;
  /** From the link; null: it is to be typed. */
  code: string | null;
  ended: Session | null;
  can_return: boolean;
  switch_language: () => void;
  opened: (session: Session) => void;
  dismissed: () => void;
}

const kMostDigits = 8;

interface Entered {
  ballot: string;
  token: string;
  person?: string;
  round?: string;
}

export function Entry({ text, code, ended, can_return, switch_language, opened, dismissed }: Props) {
  const [value, set_value] = useState('');
  const [busy, set_busy] = useState(false);
  const [report, set_report] = useState('');
  const running = useRef(new AbortController());

  const enter = async (given: string) => {
    running.current.abort();
    const turn = new AbortController();
    running.current = turn;
    set_busy(true);
    set_report('');
    const session = await try_until_answered(given, turn.signal, () => set_report(text.no_connection_yet));
    if (turn.signal.aborted) return;
    set_busy(false);
    if (session instanceof Problem) {
      set_report(words_for(session, text));
      keep_code(null);
    } else if (session) {
      opened(session);
    }
  };
  useEffect(() => {
    if (code) void enter(code);
    return () => running.current.abort();
  }, [code]);

  const unsent = ended ? new Shelf(ended.ballot).all_outgoing().length : 0;
  return (
    <main class="entry">
      <button type="button" class="plain language" data-action="language" onClick={switch_language}>
        {text.other_language}
      </button>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value) void enter(value);
        }}
      >
        <h1>{text.enter_title}</h1>
        {ended && !report && (
          <p class="note trouble" role="alert">
            {text.ended} {unsent > 0 && text.ended_unsent(unsent)}
          </p>
        )}
        <label for="code">{text.enter_hint}</label>
        <input
          id="code"
          name="code"
          class="digits"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={kMostDigits + 2}
          aria-describedby="entry-report"
          placeholder="••••••"
          value={value}
          onInput={(event) => set_value(event.currentTarget.value.normalize('NFKC').replace(/[^0-9]/g, '').slice(0, kMostDigits))}
        />
        <p id="entry-report" class={report ? 'note trouble' : ''} role="alert" data-report>
          {report}
        </p>
        <button type="submit" class="main" disabled={busy || value.length < 6}>
          {busy ? text.entering : text.enter}
        </button>
        {can_return && (
          <button type="button" class="plain" data-action="back" onClick={dismissed}>
            {text.back}
          </button>
        )}
      </form>
    </main>
  );
}

/** A dead spot is waited out; any other refusal is told. Null: given up. */
async function try_until_answered(code: string, ended: AbortSignal, no_answer: () => void): Promise<Session | Problem | null> {
  const backoff = new Backoff(500, 5000);
  while (!ended.aborted) {
    try {
      const answer = await ask<Entered>('POST', '/api/v1/ballots/enter', { body: { code, device: device() } });
      if (!answer) return null;
      const { ballot, token, person, round } = answer.body;
      return { ballot, token, whose: person === undefined ? `round/${round ?? ''}` : `person/${person}` };
    } catch (error) {
      const problem = error instanceof Problem ? error : Problem.unreachable();
      if (problem.status !== 0 && problem.status < 500) return problem;
      no_answer();
      await sleep(backoff.next_ms() + 300, ended);
    }
  }
  return null;
}

function words_for(problem: Problem, text: Strings): string {
  if (problem instanceof Later) return text.too_often(Math.ceil(problem.after_ms / 1000));
  const words: Record<string, string> = {
    wrong: text.wrong,
    elsewhere: text.elsewhere,
    expired: text.expired,
    second: text.second,
  };
  return words[state_in(problem)] ?? (problem.status === 422 ? text.wrong : text.failed);
}
