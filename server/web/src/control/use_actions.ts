// SPDX-License-Identifier: GPL-2.0-or-later
// What each key and button does.
import { useEffect, useRef } from 'preact/hooks';
import type { Id } from '../shared/types';
import type { ConsoleModel } from './console_model';
import { find_draft } from './drafts';
import { listen_to_keys } from './keys';
import type { Action } from './keymap';
import { on_air_of, type Subject } from './subject';
import { without_id } from './rundown_commands';
import type { Listed } from './use_people';

export type Perform = (action: Action) => void;

/** The lower third of somebody in the list. */
export function lower_third_of(listed: Listed, name: string): Subject {
  const bind = listed.type === 'contestants' ? { contestant: listed.id } : { person: listed.id };
  return find_draft('lower-third', { bind }, name);
}

/** When what was just asked for is on the page, and before the next key is: Preact renders in a microtask. */
function when_shown(act: () => void): void {
  queueMicrotask(act);
}

/** Puts the cursor into a field that may have to be shown first. */
function focus_soon(selector: string): void {
  when_shown(() => document.querySelector<HTMLElement>(selector)?.focus());
}

export function make_perform(model: ConsoleModel): Perform {
  const handlers: Partial<Record<Action, () => void>> = {
    ...air_handlers(model),
    ...rundown_handlers(model),
    ...contest_handlers(model),
    ...page_handlers(model),
  };
  return (action) => handlers[action]?.();
}

type Handlers = Partial<Record<Action, () => void>>;

function air_handlers(model: ConsoleModel): Handlers {
  const { subject, commands, selection } = model;
  // Who works on a cue stays with it: the selection follows the play head no longer, until the next is taken.
  const with_subject = (act: (one: Subject) => void) => () => {
    if (!subject) return;
    if (subject.kind === 'cue') selection.choose(subject);
    act(subject);
  };
  return {
    take: with_subject((one) => void commands.toggle('take', one)),
    play: with_subject((one) => void commands.play(one)),
    stop: with_subject((one) => void commands.stop(one)),
    update: with_subject((one) => void commands.update(one)),
    step: with_subject((one) => void commands.step(one)),
    clear: with_subject((one) => {
      for (const { channel, layer } of on_air_of(one, model.mirror.tables, model.air)) void commands.cut(channel, layer);
    }),
    hold: with_subject((one) => {
      for (const { channel, layer, item } of on_air_of(one, model.mirror.tables, model.air))
        void commands.hold(channel, layer, !item.held);
    }),
    take_next: () => {
      void commands.take_next(selection.next).then((done) => {
        // The preview goes on to what comes then.
        if (done) selection.choose(null);
      });
    },
    undo: () => void commands.undo('undo'),
    redo: () => void commands.undo('redo'),
    take_over: () => void model.lease.take_over(),
  };
}

function rundown_handlers(model: ConsoleModel): Handlers {
  const { selection, rundown_commands: rundown, mirror, edit, commands } = model;
  const { cue, lines, marked } = selection;
  const choose = (id: Id | null) => {
    if (id) selection.choose({ kind: 'cue', id });
  };
  const with_cue = (act: (id: Id) => void) => () => {
    choose(cue);
    if (cue) act(cue);
  };
  const move = (by: number) => () => {
    if (model.left === 'people') move_people(model, by);
    else move_cue(model, by);
  };
  return {
    up: move(-1),
    down: move(1),
    move_up: with_cue((id) => void rundown.move(id, -1)),
    move_down: with_cue((id) => void rundown.move(id, 1)),
    make_next: with_cue((id) => void commands.make_next(selection.next === id ? null : id)),
    duplicate: with_cue((id) => void rundown.duplicate(id).then(choose)),
    skip: with_cue((id) => void rundown.skip(id)),
    mark: with_cue((id) => selection.mark(id)),
    lock: () => void rundown.lock(!mirror.tables.find('rundown', 'rundown')?.locked),
    group: () => {
      const members = lines.filter((line) => marked.has(line.id) && !line.cue.cues).map((line) => line.id);
      const grouped = cue && mirror.tables.find('cues', cue)?.cues;
      if (members.length > 1) {
        const name = model.name_of_subject({ kind: 'cue', id: members[0] as Id });
        void rundown.group(members, `${name} +${members.length - 1}`).then(choose);
        selection.unmark();
      } else if (cue && grouped) void rundown.ungroup(cue);
    },
    edit: () => {
      const found = mirror.tables.find('cues', cue);
      if (cue && found && selection.rested?.kind === 'cue') edit({ id: cue, cue: without_id(found) });
      else if (selection.rested?.kind === 'draft') edit({ id: null, cue: { ...selection.rested.body } });
      focus_soon('.editor input, .editor select');
    },
    new_cue: () => {
      edit({ id: null, cue: { template: 'lower-third' } });
      focus_soon('.editor input, .editor select');
    },
  };
}

function move_cue({ selection }: ConsoleModel, by: number): void {
  const { lines, cue, choose } = selection;
  const at = lines.findIndex((line) => line.id === cue);
  const to = at < 0 ? lines[by > 0 ? 0 : lines.length - 1] : lines[Math.max(0, Math.min(lines.length - 1, at + by))];
  if (to) choose({ kind: 'cue', id: to.id });
}

function move_people(model: ConsoleModel, by: number): void {
  const { entries, picked } = model.people;
  const at = entries.findIndex(({ type, id }) => type === picked?.type && id === picked.id);
  const start = by > 0 ? 0 : entries.length - 1;
  const to = entries[at < 0 ? start : Math.max(0, Math.min(entries.length - 1, at + by))];
  if (to) pick_person(model, to);
}

/** Selected means: in the preview, and taken by the next take. */
export function pick_person(model: ConsoleModel, listed: Listed): void {
  model.people.pick(listed);
  model.selection.choose(lower_third_of(listed, ''));
}

function contest_handlers(model: ConsoleModel): Handlers {
  const { people, commands, clock_id } = model;
  const { on_stage, staged_round, round } = people;
  return {
    next_contestant: () => {
      // The first of a round is called by name: nobody is on stage yet whom somebody could follow.
      if (on_stage || !staged_round || !people.next) void commands.next_contestant();
      else void commands.first_contestant(staged_round, people.next.id);
    },
    lower_third: () => {
      if (on_stage) void commands.toggle_bound('stage', 'lower-third', { contestant: on_stage });
    },
    score_card: () => {
      if (on_stage && staged_round)
        void commands.toggle_bound('marks', 'score-card', { score: { round: staged_round, contestant: on_stage } });
    },
    clock: () => void commands.toggle_clock(clock_id),
    clock_reset: () => void commands.clock(clock_id, 'reset', {}),
    minus: () => void commands.clock(clock_id, 'add', { ms: -10_000 }),
    plus: () => void commands.clock(clock_id, 'add', { ms: 10_000 }),
    clock_air: () => void commands.toggle_bound('clock', 'timer', { timer: clock_id }),
    ranking: () => {
      if (staged_round) void commands.toggle_bound('marks', 'ranking', { round: staged_round });
    },
    reveal_next: () => {
      if (round) void commands.reveal(round, { next: true });
    },
    reveal_back: () => {
      if (round) void commands.reveal(round, { back: true });
    },
  };
}

function page_handlers(model: ConsoleModel): Handlers {
  const { show_left, show_work, show_dialog, people } = model;
  return {
    search: () => {
      show_left('people');
      when_shown(() => {
        people.box.current?.focus();
        people.box.current?.select();
      });
    },
    ad_hoc: () => focus_soon('.ad-hoc input'),
    message: () => {
      show_work('ticker');
      focus_soon('.message-form input');
    },
    show_rundown: () => show_left('rundown'),
    show_people: () => show_left('people'),
    show_graphics: () => show_work('graphics'),
    show_reveal: () => show_work('reveal'),
    show_ticker: () => show_work('ticker'),
    show_rules: () => show_work('rules'),
    help: () => show_dialog('keys'),
  };
}

export function useKeys(model: ConsoleModel, perform: Perform, hold: { press: () => void; release: () => void }): void {
  const target = {
    keys: model.keys.map,
    run: perform,
    panic_down: hold.press,
    panic_up: hold.release,
    covered: model.dialog !== null,
  };
  const latest = useRef(target);
  latest.current = target;
  useEffect(() => listen_to_keys(() => latest.current), []);
}
