// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { time_of_day } from '../shared/language';
import type { Id } from '../shared/types';
import { find_on_air, is_on, layers, named_contestant, same_bind } from './air';
import { ClockPanel } from './clock_panel';
import { Commands, type Area } from './commands';
import { ConnectionBanner, TopBar } from './header';
import { listen_to_keys } from './keys';
import { OnAirList } from './on_air';
import { AdHocPanel, LowerThirdPanel, RankingPanel, StagePanel } from './panels';
import { PanicButton, useHold } from './panic';
import { Panel, ReportLine, type Reports } from './parts';
import { Preview } from './preview';
import { Roster } from './roster';
import { default_round, rounds_in_order, running_order, search, up_next } from './roster_model';
import type { Session } from './session';
import type { Strings } from './strings';

interface Props {
  session: Session;
  text: Strings;
  switch_language: () => void;
  forget: () => void;
}

/** Redraws whenever the session's copy of the show changes. */
function useSession(session: Session): void {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => session.subscribe(() => redraw(undefined)), [session]);
}

function useCommands(session: Session) {
  const [reports, set_reports] = useState<Reports>({});
  const commands = useMemo(
    () =>
      new Commands(session, (area, report) =>
        set_reports((before) => {
          const after = { ...before };
          if (report) after[area] = report;
          else delete after[area];
          return after;
        }),
      ),
    [session],
  );
  const close = (area: Area) => set_reports(({ [area]: _, ...rest }) => rest);
  return { commands, reports, close };
}

export function Console({ session, text, switch_language, forget }: Props) {
  useSession(session);
  const { commands, reports, close } = useCommands(session);
  const [chosen_round, choose_round] = useState<Id | null>(null);
  const [picked, pick] = useState<Id | null>(null);
  const [follows, follow] = useState(true);
  const [query, type_query] = useState('');
  const [roster_group, choose_roster_group] = useState<Id | null>(null);
  const [ranking_group, choose_ranking_group] = useState<Id | null>(null);
  const search_box = useRef<HTMLInputElement>(null);

  const { tables, air } = session;
  const live = session.phase === 'live';
  const round = tables.find('rounds', chosen_round) ? chosen_round : default_round(tables);
  useEffect(() => session.watch_round(round), [session, round]);

  const stage = tables.find('stage', 'stage');
  const on_stage = stage?.contestant ?? null;
  const selected = follows && on_stage ? on_stage : picked;
  const order = running_order(tables, round);
  const shown = search(order, query, roster_group);
  const next = up_next(running_order(tables, stage?.round ?? round), on_stage);
  const groups = tables.all('groups');
  const group = ranking_group && groups.has(ranking_group) ? ranking_group : null;
  const ranking_bind = round ? (group ? { round, group } : { round }) : null;

  const lower_third_on = (id: Id | null) =>
    Boolean(id && find_on_air(air, 'lower-third', (item) => named_contestant(item, on_stage) === id));
  const timer_on = Boolean(find_on_air(air, 'timer', (item) => same_bind(item, { timer: 'stage' })));
  const ranking_on = Boolean(ranking_bind && find_on_air(air, 'ranking', (item) => same_bind(item, ranking_bind)));
  const on_now = live ? layers(air).filter(({ item }) => is_on(item)) : [];
  const airing = new Set(on_now.flatMap(({ item }) => named_contestant(item, on_stage) ?? []));

  const select = (id: Id) => {
    pick(id);
    follow(id === on_stage);
  };
  const toggle_lower_third = () => {
    if (selected) void commands.toggle_lower_third(selected);
  };
  const toggle_ranking = () => {
    if (round) void commands.toggle_ranking(round, group);
  };
  const call_next = () => {
    follow(true);
    void commands.next_contestant();
  };
  const move = (by: number) => {
    const at = shown.findIndex((entry) => entry.id === selected);
    const to = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by))];
    if (to) select(to.id);
  };
  const accept_query = () => {
    const first = shown[0];
    if (first) select(first.id);
    type_query('');
    search_box.current?.blur();
  };
  const hold = useHold(() => void commands.panic());

  const actions = useRef({});
  const keys = {
    lower_third: toggle_lower_third,
    next: call_next,
    clock: () => void commands.toggle_clock(),
    ranking: toggle_ranking,
    move,
    search: () => search_box.current?.focus(),
    panic_down: hold.press,
    panic_up: hold.release,
  };
  actions.current = keys;
  useEffect(() => listen_to_keys(() => actions.current as typeof keys), []);

  const report = (area: Area) => <ReportLine report={reports[area]} text={text} on_close={() => close(area)} />;
  const when = session.current_at ? time_of_day(session.current_at, true) : null;
  const stale = live || !when ? null : text.was_on_air(when);
  const now = () => (live ? session.clock.now() : session.current_at + session.clock.offset());
  const wrong = new Set(reports['ad-hoc']?.problem?.errors.map((error) => error.pointer));

  return (
    <div class={`console ${session.phase}`} data-phase={session.phase}>
      <TopBar session={session} text={text} switch_language={switch_language} forget={forget} />
      <ConnectionBanner session={session} text={text} when={when} />
      <main>
        <div class="column left">
          <Roster
            {...{ text, tables, round, selected, on_stage, query, search_box, choose_round, type_query, accept_query, select }}
            rounds={rounds_in_order(tables)}
            entries={shown}
            total_entries={order.length}
            standings={session.standings}
            next={next?.id ?? null}
            on_air={airing}
            group={roster_group}
            choose_group={choose_roster_group}
            put_on_stage={(id) => {
              follow(true);
              if (round) void commands.put_on_stage(round, id);
            }}
          />
        </div>
        <div class="column middle">
          <Panel name="air" title={text.program}>
            <Preview session={session} text={text} stale={stale} />
            <OnAirList
              air={air}
              text={text}
              live={live}
              out={(layer) => void commands.out(layer)}
              cut={(layer) => void commands.cut(layer)}
            />
            {report('air')}
          </Panel>
          <AdHocPanel
            {...{ text, live, wrong }}
            take={(title, subtitle) => void commands.take_ad_hoc(title, subtitle)}
            report={report('ad-hoc')}
          />
        </div>
        <div class="column right">
          <StagePanel
            {...{ text, live, stage, next, call_next }}
            person={tables.find('contestants', on_stage)}
            segments={tables.find('rounds', stage?.round)?.segments ?? []}
            choose_segment={(segment) => {
              if (stage?.round && on_stage) void commands.put_on_stage(stage.round, on_stage, segment);
            }}
            report={report('stage')}
          />
          <LowerThirdPanel
            {...{ text, live, follows }}
            person={tables.find('contestants', selected)}
            on={live && lower_third_on(selected)}
            follow={(on) => {
              follow(on);
              if (!on) pick(selected);
            }}
            toggle={toggle_lower_third}
            report={report('lower-third')}
          />
          <ClockPanel
            {...{ text, live, now }}
            timer={tables.find('timers', 'stage')}
            on={live && timer_on}
            toggle_air={() => void commands.toggle_timer()}
            toggle={() => void commands.toggle_clock()}
            reset={() => void commands.reset_clock()}
            add={(ms) => void commands.add_to_clock(ms)}
            set={(ms) => void commands.set_clock(ms)}
            report={report('clock')}
          />
          <RankingPanel
            {...{ text, live, groups, group }}
            on={live && ranking_on}
            round_name={tables.find('rounds', round)?.name ?? round ?? ''}
            has_round={round !== null}
            choose_group={choose_ranking_group}
            toggle={toggle_ranking}
            report={report('ranking')}
          />
        </div>
      </main>
      <footer>
        {report('panic')}
        {live && air?.automation === 'held' && (
          <p class="held" role="status">
            {text.automation_held}
            <button type="button" class="small" onClick={() => void commands.release_automation()}>
              {text.release}
            </button>
          </p>
        )}
        <PanicButton text={text} holding={hold.holding} press={hold.press} release={hold.release} />
      </footer>
    </div>
  );
}
