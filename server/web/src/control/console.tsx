// SPDX-License-Identifier: GPL-2.0-or-later
// The operator's console: rundown left, pictures and what is on air in the middle, the contest right.
import type { SessionView } from '../shared/session';
import { AccessDialog } from './access_dialog';
import { BallotsDialog } from './ballots_dialog';
import { AdHocPanel } from './ad_hoc';
import { ContestDialog } from './contest_dialog';
import { ClockPanel } from './clock_panel';
import { useConsole } from './console_model';
import { Editor } from './form/editor';
import { GraphicsPanel } from './graphics_panel';
import { Banners, TopBar } from './header';
import { KeysDialog } from './keys_dialog';
import { Monitors } from './monitors';
import { OnAirPanel } from './on_air';
import { OrderDialog } from './order_dialog';
import { PanicButton, useHold } from './panic';
import { Tabs, type View } from './parts';
import { People } from './people';
import { RevealPanel } from './reveal_panel';
import { RulesPanel } from './rules_panel';
import { Rundown } from './rundown';
import { MarksPanel, StagePanel } from './stage_panel';
import { strings } from './strings';
import { TickerPanel } from './ticker_panel';
import { make_perform, useKeys } from './use_actions';

export function Console({ mirror, language, switch_language, forget }: SessionView) {
  const text = strings(language);
  const model = useConsole(mirror, text);
  const perform = make_perform(model);
  const hold = useHold(() => void model.commands.panic());
  useKeys(model, perform, hold);
  const view = { model, perform };
  return (
    <div class={`console ${mirror.phase} ${model.leads ? '' : 'watching'}`} data-phase={mirror.phase}>
      <TopBar {...view} switch_language={switch_language} forget={forget} />
      <Banners {...view} />
      <main>
        <Left {...view} />
        <div class="column middle">
          <Monitors {...view} />
          <Work {...view} />
        </div>
        <div class="column right">
          <StagePanel {...view} />
          <ClockPanel {...view} />
          <MarksPanel {...view} />
        </div>
      </main>
      <footer>
        {model.report('panic')}
        {model.report('undo')}
        {model.notice && (
          <p class="notice" role="status">
            {model.notice}
          </p>
        )}
        <PanicButton text={text} {...hold} />
      </footer>
      {model.dialog === 'keys' && <KeysDialog model={model} />}
      {model.dialog === 'access' && <AccessDialog model={model} />}
      {model.dialog === 'contest' && <ContestDialog model={model} />}
      {model.dialog === 'ballots' && <BallotsDialog model={model} />}
      {model.dialog === 'order' && model.people.round && <OrderDialog model={model} round={model.people.round} />}
    </div>
  );
}

function Left({ model, perform }: View) {
  const { text, left, show_left, keys } = model;
  const tabs = [
    { id: 'rundown' as const, title: text.rundown, sign: keys.sign('show_rundown') },
    { id: 'people' as const, title: text.people, sign: keys.sign('show_people') },
  ];
  return (
    <section class="column left panel" aria-label={left === 'rundown' ? text.rundown : text.people}>
      <Tabs name="left" label={`${text.rundown} / ${text.people}`} tabs={tabs} chosen={left} choose={show_left} />
      <div class="tab-body" id="panel-left" role="tabpanel" aria-labelledby={`tab-left-${left}`}>
        {left === 'rundown' ? <Rundown model={model} perform={perform} /> : <People model={model} />}
      </div>
    </section>
  );
}

/** What is on air and what may come; or the form that is being written. */
function Work({ model, perform }: View) {
  const { text, work, show_work, keys, editing } = model;
  if (editing) {
    return (
      <div class="work writing">
        <OnAirPanel model={model} />
        <Editor model={model} />
      </div>
    );
  }
  const tabs = [
    { id: 'graphics' as const, title: text.graphics, sign: keys.sign('show_graphics') },
    { id: 'reveal' as const, title: text.reveal, sign: keys.sign('show_reveal') },
    { id: 'ticker' as const, title: text.ticker, sign: keys.sign('show_ticker') },
    { id: 'rules' as const, title: text.automation, sign: keys.sign('show_rules') },
  ];
  return (
    <div class="work">
      <div class="work-column">
        <OnAirPanel model={model} />
        <AdHocPanel model={model} />
      </div>
      <section class="panel" aria-label={text.graphics}>
        <Tabs name="work" label={text.graphics} tabs={tabs} chosen={work} choose={show_work} />
        <div class="tab-body" id="panel-work" role="tabpanel" aria-labelledby={`tab-work-${work}`}>
          {work === 'graphics' && <GraphicsPanel model={model} />}
          {work === 'reveal' && <RevealPanel model={model} perform={perform} />}
          {work === 'ticker' && <TickerPanel model={model} />}
          {work === 'rules' && <RulesPanel model={model} />}
        </div>
      </section>
    </div>
  );
}
