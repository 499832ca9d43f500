// SPDX-License-Identifier: GPL-2.0-or-later
import { ClockPanel } from './clock_panel';
import { useConsole, type ConsoleModel } from './console_model';
import { ConnectionBanner, TopBar } from './header';
import type { Mirror } from './mirror';
import { OnAirList } from './on_air';
import { AdHocPanel, LowerThirdPanel, RankingPanel, StagePanel } from './panels';
import { PanicButton } from './panic';
import { Panel } from './parts';
import { Preview } from './preview';
import { Roster } from './roster';
import type { Strings } from './strings';

interface Props {
  mirror: Mirror;
  text: Strings;
  switch_language: () => void;
  forget: () => void;
}

export function Console({ mirror, text, switch_language, forget }: Props) {
  const model = useConsole(mirror, text);
  return (
    <div class={`console ${mirror.phase}`} data-phase={mirror.phase}>
      <TopBar mirror={mirror} text={text} switch_language={switch_language} forget={forget} />
      <ConnectionBanner mirror={mirror} text={text} when={model.when} />
      <main>
        <div class="column left">
          <Roster {...{ mirror, text }} {...model.roster} on_air={model.on_air.contestants} put_on_stage={model.actions.put_on_stage} />
        </div>
        <div class="column middle">
          <Program {...model} />
        </div>
        <div class="column right">
          <Takes {...model} />
        </div>
      </main>
      <Foot {...model} />
    </div>
  );
}

function Program({ mirror, text, live, when, commands, report }: ConsoleModel) {
  return (
    <>
      <Panel name="air" title={text.program}>
        <Preview mirror={mirror} text={text} stale={live || !when ? null : text.was_on_air(when)} />
        <OnAirList
          {...{ text, live }}
          air={mirror.air}
          out={(layer) => void commands.out(layer)}
          cut={(layer) => void commands.cut(layer)}
        />
        {report('air')}
      </Panel>
      <AdHocPanel
        {...{ text, live }}
        take={(title, subtitle) => void commands.take_ad_hoc(title, subtitle)}
        report={report('ad-hoc')}
      />
    </>
  );
}

function Takes({ mirror, text, live, now, roster, on_air, actions, commands, report }: ConsoleModel) {
  const { tables } = mirror;
  const { stage, on_stage, round } = roster;
  return (
    <>
      <StagePanel
        {...{ text, live, stage }}
        next={roster.next}
        call_next={actions.next}
        person={tables.find('contestants', on_stage)}
        segments={tables.find('rounds', stage?.round)?.segments ?? []}
        choose_segment={(segment) => {
          if (stage?.round && on_stage) void commands.put_on_stage(stage.round, on_stage, segment);
        }}
        report={report('stage')}
      />
      <LowerThirdPanel
        {...{ text, live }}
        person={tables.find('contestants', roster.selected)}
        on={on_air.lower_third}
        follows={roster.follows}
        follow={roster.set_follow}
        toggle={actions.lower_third}
        report={report('lower-third')}
      />
      <ClockPanel
        {...{ text, live, now }}
        timer={tables.find('timers', 'stage')}
        on={on_air.timer}
        toggle_air={() => void commands.toggle_timer()}
        toggle={actions.clock}
        reset={() => void commands.reset_clock()}
        add={(ms) => void commands.add_to_clock(ms)}
        set={(ms) => void commands.set_clock(ms)}
        report={report('clock')}
      />
      <RankingPanel
        {...{ text, live }}
        on={on_air.ranking}
        round_name={tables.find('rounds', round)?.name ?? round ?? ''}
        has_round={round !== null}
        groups={tables.all('groups')}
        group={on_air.group}
        choose_group={on_air.choose_group}
        toggle={actions.ranking}
        report={report('ranking')}
      />
    </>
  );
}

function Foot({ mirror, text, live, commands, report, hold }: ConsoleModel) {
  return (
    <footer>
      {report('panic')}
      {live && mirror.air?.automation === 'held' && (
        <p class="held" role="status">
          {text.automation_held}
          <button type="button" class="small" onClick={() => void commands.release_automation()}>
            {text.release}
          </button>
        </p>
      )}
      <PanicButton text={text} holding={hold.holding} press={hold.press} release={hold.release} />
    </footer>
  );
}
