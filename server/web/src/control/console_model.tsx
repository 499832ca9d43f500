// SPDX-License-Identifier: GPL-2.0-or-later
// What the console shows and does, derived from the mirrored show and from what the operator chose.
import { useEffect, useState } from 'preact/hooks';
import { time_of_day } from '../shared/language';
import type { Mirror } from '../shared/mirror';
import { useMirror } from '../shared/session';
import type { Cue, Id } from '../shared/types';
import { kChannel, is_on, layers, named_contestant } from './air';
import { field_words } from './field_words';
import { kept_keys, keep_keys, key_sign, type Action, type Keymap } from './keymap';
import { lines_of, next_cue } from './rundown_model';
import { bound_name, cue_name, is_on_air, on_air_of, type Subject } from './subject';
import type { Strings } from './strings';
import { useDesk } from './use_desk';
import { usePeople } from './use_people';

export type LeftTab = 'rundown' | 'people';
export type WorkTab = 'graphics' | 'reveal' | 'ticker' | 'rules';
/** A cue being written; `id` null: a new one. */
export interface Editing {
  id: Id | null;
  cue: Cue;
}

export type ConsoleModel = ReturnType<typeof useConsole>;

export function useConsole(mirror: Mirror, text: Strings) {
  useMirror(mirror);
  const desk = useDesk(mirror, text);
  const people = usePeople(mirror);
  const keys = useKeymap();
  const [left, show_left] = useState<LeftTab>('rundown');
  const [work, show_work] = useState<WorkTab>('graphics');
  const [dialog, show_dialog] = useState<'keys' | 'access' | 'contest' | 'order' | 'ballots' | null>(null);
  const [editing, edit] = useState<Editing | null>(null);
  const [clock_id, choose_clock] = useState<Id>('stage');
  const selection = useSelection(mirror, editing);
  const live = mirror.phase === 'live';
  const when = mirror.current_at ? time_of_day(mirror.current_at, true) : null;
  /** Show time now, or where the page is not live, when it last was. */
  const now = () => (live ? mirror.clock.now() : mirror.current_at + mirror.clock.offset());
  /** Nothing is on air, while not live. */
  const air = live ? mirror.air : null;
  const template_name = (id: Id | null | undefined) => {
    const name = desk.templates.find((one) => one.id === id)?.name ?? id ?? '';
    return field_words(name, text);
  };
  const words = { template: template_name, on_stage: text.whoever_on_stage };
  const name_of_subject = (subject: Subject | null): string => {
    if (!subject) return '';
    if (subject.kind === 'cue') return cue_name(mirror.tables.find('cues', subject.id), mirror.tables, words);
    const bound = bound_name(subject.body.bind, mirror.tables, words);
    return subject.name || [template_name(subject.body.template), bound].filter(Boolean).join(' · ');
  };
  useWatchedRounds(mirror, [people.staged_round, people.round]);
  const { subject } = selection;
  return {
    ...{ mirror, text, live, when, now, air, people, selection, subject, keys },
    ...{ left, show_left, work, show_work, dialog, show_dialog, editing, edit, clock_id, choose_clock },
    ...desk,
    template_name,
    name_of_subject,
    leads: desk.lease.state.kind !== 'theirs',
    subject_on_air: Boolean(subject && is_on_air(subject, mirror.tables, air)),
    subject_partly_on_air: Boolean(subject && on_air_of(subject, mirror.tables, air).length > 0),
    named_on_air: new Set(
      layers(air).flatMap(({ item, channel }) =>
        channel === kChannel && is_on(item) ? (named_contestant(item, people.on_stage) ?? []) : [],
      ),
    ),
  };
}

/** What the operator looks at. Nothing chosen: the next cue, so that the preview runs ahead of the program. */
function useSelection(mirror: Mirror, editing: Editing | null) {
  const [chosen, choose] = useState<Subject | null>(null);
  const [marked, set_marked] = useState<ReadonlySet<Id>>(new Set());
  const lines = lines_of(mirror.tables);
  const next = next_cue(lines, mirror.tables, mirror.phase === 'live' ? mirror.air : null);
  const gone = chosen?.kind === 'cue' && !mirror.tables.find('cues', chosen.id);
  const followed = next ?? lines[0]?.id;
  const rested: Subject | null = chosen && !gone ? chosen : followed ? { kind: 'cue', id: followed } : null;
  const subject: Subject | null =
    editing && editing.cue.template ? { kind: 'draft', name: editing.cue.name ?? '', body: editing.cue } : rested;
  const mark = (id: Id) => {
    const after = new Set(marked);
    if (!after.delete(id)) after.add(id);
    set_marked(after);
  };
  return {
    ...{ lines, next, choose, mark },
    rested,
    subject: subject,
    follows: !chosen || gone,
    marked: new Set([...marked].filter((id) => lines.some((line) => line.id === id))),
    unmark: () => set_marked(new Set()),
    cue: rested?.kind === 'cue' ? rested.id : null,
  };
}

function useKeymap() {
  const [map, set_map] = useState<Keymap>(kept_keys);
  return {
    map,
    sign: (action: Action) => key_sign(map[action]),
    remap: (fresh: Keymap) => {
      keep_keys(fresh);
      set_map(fresh);
    },
  };
}

function useWatchedRounds(mirror: Mirror, rounds: (Id | null)[]): void {
  const wanted = [...new Set(rounds.filter((id): id is Id => id !== null))];
  useEffect(() => mirror.watch_rounds(wanted), [mirror, wanted.join()]);
}
