// SPDX-License-Identifier: GPL-2.0-or-later
// The panels that put things on air.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Contestant, Group, Id, Stage } from '../shared/types';
import { belonging, called, Key, Panel } from './parts';
import type { Entry } from './roster_model';
import type { Strings } from './strings';

interface TakeProps {
  on: boolean;
  live: boolean;
  text: Strings;
  name: string;
  shortcut?: string;
  disabled?: boolean;
  toggle: () => void;
}

/** Takes, or outs what is on. Red says: on air, and pressing takes it off. */
export function TakeButton({ on, live, text, name, shortcut, disabled, toggle }: TakeProps) {
  return (
    <button
      type="button"
      class={on ? 'take on' : 'take'}
      data-take={name}
      aria-pressed={on}
      disabled={!live || disabled}
      onClick={toggle}
    >
      <span>{on ? text.out : text.take}</span>
      {shortcut && <Key name={shortcut} />}
    </button>
  );
}

interface StageProps {
  text: Strings;
  live: boolean;
  stage: Stage | undefined;
  person: Contestant | undefined;
  segments: { id: Id; name?: string }[];
  next: Entry | undefined;
  call_next: () => void;
  choose_segment: (segment: Id) => void;
  report: ComponentChildren;
}

export function StagePanel({ text, live, stage, person, segments, next, call_next, choose_segment, report }: StageProps) {
  return (
    <Panel name="stage" title={text.on_stage}>
      <p class="person" data-on-stage={stage?.contestant ?? ''}>
        {person ? (
          <b>{called(person)}</b>
        ) : (
          <span class="muted">{text.nobody_on_stage}</span>
        )}
      </p>
      {person && segments.length > 1 && (
        <div class="buttons">
          {segments.map((segment) => (
            <button
              type="button"
              key={segment.id}
              class={segment.id === stage?.segment ? 'chosen' : ''}
              disabled={!live}
              onClick={() => choose_segment(segment.id)}
            >
              {segment.name ?? segment.id}
            </button>
          ))}
        </div>
      )}
      <button type="button" class="wide" data-action="next" disabled={!live || !next} onClick={call_next}>
        <span>
          {text.next}
          {next && <span class="muted"> {called(next.contestant)}</span>}
        </span>
        <Key name="N" />
      </button>
      {report}
    </Panel>
  );
}

interface LowerThirdProps {
  text: Strings;
  live: boolean;
  person: Contestant | undefined;
  on: boolean;
  follows: boolean;
  follow: (on: boolean) => void;
  toggle: () => void;
  report: ComponentChildren;
}

export function LowerThirdPanel({ text, live, person, on, follows, follow, toggle, report }: LowerThirdProps) {
  const box = (
    <label class="check">
      <input type="checkbox" checked={follows} onChange={(event) => follow(event.currentTarget.checked)} /> {text.for_stage}
    </label>
  );
  return (
    <Panel name="lower-third" title={text.lower_third} aside={box}>
      <div class="action">
        {person ? (
          <p class="person">
            <b>{called(person)}</b>
            <span class="muted small block">{belonging(person)}</span>
          </p>
        ) : (
          <p class="person muted">{text.select_someone}</p>
        )}
        <TakeButton name="lower-third" shortcut="Space" on={on} live={live} text={text} disabled={!person} toggle={toggle} />
      </div>
      {report}
    </Panel>
  );
}

interface RankingProps {
  text: Strings;
  live: boolean;
  on: boolean;
  round_name: string;
  has_round: boolean;
  groups: ReadonlyMap<Id, Group>;
  group: Id | null;
  choose_group: (group: Id | null) => void;
  toggle: () => void;
  report: ComponentChildren;
}

export function RankingPanel({ text, live, on, round_name, has_round, groups, group, choose_group, toggle, report }: RankingProps) {
  return (
    <Panel name="ranking" title={text.ranking}>
      <div class="action">
        <p class="person">
          {round_name}
          {groups.size > 0 && (
            <select
              class="block"
              aria-label={text.ranking}
              value={group ?? ''}
              onChange={(event) => choose_group(event.currentTarget.value || null)}
            >
              <option value="">{text.whole_round}</option>
              {[...groups].map(([id, one]) => (
                <option key={id} value={id}>
                  {one.name ?? id}
                </option>
              ))}
            </select>
          )}
        </p>
        <TakeButton name="ranking" shortcut="R" on={on} live={live} text={text} disabled={!has_round} toggle={toggle} />
      </div>
      {report}
    </Panel>
  );
}

interface AdHocProps {
  text: Strings;
  live: boolean;
  take: (title: string, subtitle: string) => void;
  report: ComponentChildren;
}

export function AdHocPanel({ text, live, take, report }: AdHocProps) {
  const [title, set_title] = useState('');
  const [subtitle, set_subtitle] = useState('');
  return (
    <Panel name="ad-hoc" title={text.ad_hoc}>
      <form
        class="ad-hoc"
        onSubmit={(event) => {
          event.preventDefault();
          if (live && title.trim()) take(title.trim(), subtitle.trim());
        }}
      >
        <input
          aria-label={text.title}
          placeholder={text.title}
          name="title"
          value={title}
          maxLength={200}
          autocomplete="off"
          onInput={(event) => set_title(event.currentTarget.value)}
        />
        <input
          aria-label={text.subtitle}
          placeholder={text.subtitle}
          name="subtitle"
          value={subtitle}
          maxLength={200}
          autocomplete="off"
          onInput={(event) => set_subtitle(event.currentTarget.value)}
        />
        <button type="submit" class="take" data-take="ad-hoc" disabled={!live || !title.trim()}>
          <span>{text.take}</span>
          <Key name="↵" />
        </button>
      </form>
      {report}
    </Panel>
  );
}
