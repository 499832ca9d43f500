// SPDX-License-Identifier: GPL-2.0-or-later
// What the console shows and does, derived from the mirrored show and from what the operator chose.
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { time_of_day } from '../shared/language';
import type { Id } from '../shared/types';
import { find_on_air, is_on, layers, named_contestant, same_bind } from './air';
import { Commands, type Area } from './commands';
import { listen_to_keys } from './keys';
import type { Mirror } from './mirror';
import { useHold } from './panic';
import { ReportLine, type Reports } from './parts';
import { default_round, rounds_in_order, running_order, search, up_next } from './roster_model';
import type { Strings } from './strings';

export type ConsoleModel = ReturnType<typeof useConsole>;

export function useConsole(mirror: Mirror, text: Strings) {
  useMirror(mirror);
  const { commands, report } = useCommands(mirror, text);
  const roster = useRoster(mirror);
  const on_air = useOnAir(mirror, roster);
  const actions = useActions(commands, roster, on_air.group);
  const hold = useHold(() => void commands.panic());
  useKeys(actions, hold);

  const live = mirror.phase === 'live';
  const when = mirror.current_at ? time_of_day(mirror.current_at, true) : null;
  /** Show time now, or where the page is not live, when it last was. */
  const now = () => (live ? mirror.clock.now() : mirror.current_at + mirror.clock.offset());
  return { mirror, text, live, when, now, commands, report, roster, on_air, actions, hold };
}

/** Redraws whenever the copy of the show changes. */
function useMirror(mirror: Mirror): void {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => mirror.subscribe(() => redraw(undefined)), [mirror]);
}

function useCommands(mirror: Mirror, text: Strings) {
  const [reports, set_reports] = useState<Reports>({});
  const close = (area: Area) => set_reports(({ [area]: _, ...rest }) => rest);
  const commands = useMemo(() => {
    return new Commands(mirror, (area, report) => {
      if (report) set_reports((before) => ({ ...before, [area]: report }));
      else close(area);
    });
  }, [mirror]);
  const report = (area: Area) => <ReportLine report={reports[area]} text={text} on_close={() => close(area)} />;
  return { commands, report };
}

/** Who is listed, selected, on stage and next. */
function useRoster(mirror: Mirror) {
  const { tables } = mirror;
  const [chosen_round, choose_round] = useState<Id | null>(null);
  const [picked, pick] = useState<Id | null>(null);
  const [follows, follow] = useState(true);
  const [query, type_query] = useState('');
  const [group, choose_group] = useState<Id | null>(null);
  const search_box = useRef<HTMLInputElement>(null);

  const round = tables.find('rounds', chosen_round) ? chosen_round : default_round(tables);
  useEffect(() => mirror.watch_round(round), [mirror, round]);
  const stage = tables.find('stage', 'stage');
  const on_stage = stage?.contestant ?? null;
  const selected = follows && on_stage ? on_stage : picked;
  const order = running_order(tables, round);
  const entries = search(order, query, group);
  const next = up_next(running_order(tables, stage?.round ?? round), on_stage);

  const select = (id: Id) => {
    pick(id);
    follow(id === on_stage);
  };
  const set_follow = (on: boolean) => {
    follow(on);
    if (!on) pick(selected);
  };
  const accept_query = () => {
    if (entries[0]) select(entries[0].id);
    type_query('');
    search_box.current?.blur();
  };
  return {
    rounds: rounds_in_order(tables),
    ...{ round, choose_round, stage, on_stage, next, order, entries, selected, select, follows, set_follow },
    ...{ query, type_query, accept_query, group, choose_group, search_box },
  };
}
type RosterModel = ReturnType<typeof useRoster>;

/** Which of the templates is on with exactly what the panels would take. Nothing is, while not live. */
function useOnAir(mirror: Mirror, { round, selected, on_stage }: RosterModel) {
  const [chosen_group, choose_group] = useState<Id | null>(null);
  const air = mirror.phase === 'live' ? mirror.air : null;
  const group = mirror.tables.find('groups', chosen_group) ? chosen_group : null;
  const ranking = round ? (group ? { round, group } : { round }) : null;
  const names = (id: Id) => find_on_air(air, 'lower-third', (item) => named_contestant(item, on_stage) === id);
  return {
    lower_third: Boolean(selected && names(selected)),
    timer: Boolean(find_on_air(air, 'timer', (item) => same_bind(item, { timer: 'stage' }))),
    ranking: Boolean(ranking && find_on_air(air, 'ranking', (item) => same_bind(item, ranking))),
    contestants: new Set(
      layers(air).flatMap(({ item }) => (is_on(item) ? (named_contestant(item, on_stage) ?? []) : [])),
    ),
    group,
    choose_group,
  };
}

function useActions(commands: Commands, roster: RosterModel, ranking_group: Id | null) {
  const { round, selected, entries, select, set_follow, search_box } = roster;
  return {
    lower_third: () => {
      if (selected) void commands.toggle_lower_third(selected);
    },
    ranking: () => {
      if (round) void commands.toggle_ranking(round, ranking_group);
    },
    clock: () => void commands.toggle_clock(),
    next: () => {
      set_follow(true);
      void commands.next_contestant();
    },
    put_on_stage: (contestant: Id) => {
      set_follow(true);
      if (round) void commands.put_on_stage(round, contestant);
    },
    move: (by: number) => {
      const at = entries.findIndex((entry) => entry.id === selected);
      const start = by > 0 ? 0 : entries.length - 1;
      const to = entries[at < 0 ? start : Math.max(0, Math.min(entries.length - 1, at + by))];
      if (to) select(to.id);
    },
    search: () => search_box.current?.focus(),
  };
}

function useKeys(actions: ReturnType<typeof useActions>, hold: { press: () => void; release: () => void }): void {
  const keys = { ...actions, panic_down: hold.press, panic_up: hold.release };
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => listen_to_keys(() => latest.current), []);
}
