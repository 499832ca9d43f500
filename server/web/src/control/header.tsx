// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'preact/hooks';
import { time_of_day } from '../shared/language';
import { ballots_strings } from './ballots_strings';
import { ActionButton, AskedButton, type View } from './parts';
import { MediaPicture } from './picture_chooser';

interface BarProps extends View {
  switch_language: () => void;
  forget: () => void;
}

export function TopBar({ model, perform, switch_language, forget }: BarProps) {
  const { mirror, text } = model;
  const { phase } = mirror;
  const contest = mirror.tables.find('contest', 'contest');
  const word = phase === 'live' ? text.live : phase === 'connecting' ? text.connecting : text.lost;
  return (
    <header class="top">
      {contest?.logo && <MediaPicture class="logo-small" name={contest.logo} alt={text.logo_of(contest.name ?? '')} />}
      <h1>{contest?.name || text.control}</h1>
      <span class="grow" />
      <ActionButton {...{ model, perform }} action="undo" class="plain">
        {text.undo}
      </ActionButton>
      <ActionButton {...{ model, perform }} action="redo" class="plain">
        {text.redo}
      </ActionButton>
      <LeaseState model={model} perform={perform} />
      <span class={`link ${phase}`} role="status" data-link={phase}>
        <i aria-hidden="true" /> {word}
      </span>
      <TimeOfDay model={model} />
      <Menu {...{ model, switch_language, forget }} />
    </header>
  );
}

function LeaseState({ model }: View) {
  const { text, lease } = model;
  if (lease.state.kind === 'none') return null;
  const mine = lease.state.kind === 'mine';
  return (
    <span class={mine ? 'lead mine' : 'lead theirs'} data-lease={lease.state.kind}>
      {lease.state.kind === 'theirs' ? text.they_lead(lease.state.name) : text.you_lead}
    </span>
  );
}

/** Show time, which every clock of the show follows. */
function TimeOfDay({ model }: { model: View['model'] }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const interval = setInterval(() => tick((n) => n + 1), 500);
    return () => clearInterval(interval);
  }, []);
  return <span class={model.live ? 'time' : 'time unknown'}>{time_of_day(model.now(), true)}</span>;
}

function Menu({ model, switch_language, forget }: Omit<BarProps, 'perform'>) {
  const { text, lease, show_dialog } = model;
  return (
    <details class="menu">
      <summary aria-label={text.menu}>☰</summary>
      <div class="menu-list">
        <button type="button" class="plain" data-action="language" onClick={switch_language}>
          {text.other_language}
        </button>
        <button type="button" class="plain" data-action="keys" onClick={() => show_dialog('keys')}>
          {text.keys}
        </button>
        <button type="button" class="plain" data-action="contest" onClick={() => show_dialog('contest')}>
          {text.contest_open}
        </button>
        <button type="button" class="plain" data-action="ballots" onClick={() => show_dialog('ballots')}>
          {ballots_strings().title}
        </button>
        <button type="button" class="plain" data-action="access" onClick={() => show_dialog('access')}>
          {text.access}
        </button>
        {lease.state.kind === 'mine' && (
          <button type="button" class="plain" data-action="give-back" onClick={() => void lease.give_back()}>
            {text.give_back}
          </button>
        )}
        <AskedButton class="plain" action="forget" words={text.forget} really={text.forget_really} act={forget} />
      </div>
    </details>
  );
}

/** What takes the width of the page, so that nobody in the dark overlooks it. */
export function Banners({ model, perform }: View) {
  const { mirror, text, when, lease, live, leads } = model;
  const cut_off = mirror.phase !== 'live' && !(mirror.phase === 'connecting' && !when);
  return (
    <>
      {mirror.health?.mode === 'rehearsal' && (
        <div class="banner rehearsal" data-mode="rehearsal">
          <b>{text.rehearsal}</b>
        </div>
      )}
      {cut_off && (
        <div class="banner lost" role="alert">
          <b>{when ? text.lost_more(when) : text.lost}</b>
        </div>
      )}
      {live && lease.state.kind === 'theirs' && (
        <div class="banner theirs" role="alert">
          <b>{text.they_lead_more(lease.state.name)}</b>
          <button type="button" data-action="take_over" onClick={() => perform('take_over')}>
            {text.take_over} <kbd aria-hidden="true">{model.keys.sign('take_over')}</kbd>
          </button>
        </div>
      )}
      {live && mirror.air?.automation === 'held' && (
        <div class="banner held" role="status">
          <b>{text.automation_held}</b>
          <button
            type="button"
            data-action="release_automation"
            disabled={!leads}
            onClick={() => void model.commands.release_automation()}
          >
            {text.release}
          </button>
        </div>
      )}
    </>
  );
}
