// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'preact/hooks';
import type { Mirror } from './mirror';
import type { Strings } from './strings';

interface BarProps {
  mirror: Mirror;
  text: Strings;
  switch_language: () => void;
  forget: () => void;
}

export function TopBar({ mirror, text, switch_language, forget }: BarProps) {
  const { phase, health } = mirror;
  const contest = mirror.tables.find('contest', 'contest');
  const word = phase === 'live' ? text.live : phase === 'connecting' ? text.connecting : text.lost;
  return (
    <header class="top">
      <h1>{contest?.name || text.control}</h1>
      {health?.mode && (
        <span class={`mode ${health.mode}`}>{health.mode === 'rehearsal' ? text.rehearsal : text.show_mode}</span>
      )}
      <span class="grow" />
      <span class={`link ${phase}`} role="status" data-link={phase}>
        <i aria-hidden="true" /> {word}
      </span>
      <button type="button" class="plain" data-action="language" onClick={switch_language}>
        {text.other_language}
      </button>
      <ForgetButton text={text} forget={forget} />
    </header>
  );
}

/** Asks once more: without its token the page is of no use in the middle of a show. */
function ForgetButton({ text, forget }: { text: Strings; forget: () => void }) {
  const [asked, ask] = useState(false);
  return (
    <button
      type="button"
      class={asked ? 'plain forget asked' : 'plain forget'}
      data-action="forget"
      onBlur={() => ask(false)}
      onPointerLeave={() => ask(false)}
      onClick={() => (asked ? forget() : ask(true))}
    >
      {asked ? text.forget_really : text.forget}
    </button>
  );
}

/** Takes the width of the page, so that nobody in the dark overlooks it. */
export function ConnectionBanner({ mirror, text, when }: { mirror: Mirror; text: Strings; when: string | null }) {
  if (mirror.phase === 'live' || (mirror.phase === 'connecting' && !when)) return null;
  return (
    <div class="banner" role="alert">
      <b>{when ? text.lost_more(when) : text.lost}</b>
    </div>
  );
}
