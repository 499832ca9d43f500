// SPDX-License-Identifier: GPL-2.0-or-later
// The small pieces that the panels share.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { numbered_name } from '../shared/naming';
import type { Contestant } from '../shared/types';
import type { ConsoleModel } from './console_model';
import type { Action } from './keymap';
import type { Report } from './sender';
import type { Strings } from './strings';
import type { Perform } from './use_actions';

/** What every part of the console is given. */
export interface View {
  model: ConsoleModel;
  perform: Perform;
}

interface PanelProps {
  name: string;
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Panel({ name, title, aside, children }: PanelProps) {
  return (
    <section class={`panel panel-${name}`} aria-labelledby={`title-${name}`} data-panel={name}>
      <header class="panel-head">
        <h2 id={`title-${name}`}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

export function Key({ name }: { name: string }) {
  return <kbd aria-hidden="true">{name}</kbd>;
}

interface ActionButtonProps extends View {
  action: Action;
  children: ComponentChildren;
  /** Also where another desk leads, or nothing is live. */
  disabled?: boolean;
  pressed?: boolean;
  class?: string;
  title?: string;
}

/** A button that does what a key does, and says which. */
export function ActionButton({ model, perform, action, children, disabled, pressed, title, ...more }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={more.class ?? ''}
      data-action={action}
      aria-keyshortcuts={model.keys.map[action]}
      aria-pressed={pressed}
      title={title}
      disabled={!model.live || !model.leads || disabled}
      onClick={() => perform(action)}
    >
      <span class="words">{children}</span>
      <Key name={model.keys.sign(action)} />
    </button>
  );
}

/** A refusal, with each field that it names. */
export function ReportLine({ report, text, on_close }: { report: Report | undefined; text: Strings; on_close: () => void }) {
  if (!report) return null;
  const problem = report.kind === 'refused' ? report.problem : null;
  return (
    <div class="report" role="alert">
      <div class="report-text">
        <p>{report_words(report, text)}</p>
        {problem && problem.errors.length > 0 && (
          <ul>
            {problem.errors.map((error) => (
              <li key={error.pointer + error.detail}>
                <code>{error.pointer || '/'}</code> {error.detail}
              </li>
            ))}
          </ul>
        )}
      </div>
      <button type="button" class="plain" onClick={on_close} aria-label={text.dismiss}>
        ×
      </button>
    </div>
  );
}

function report_words(report: Report, text: Strings): string {
  if (report.kind === 'not-live') return text.not_connected;
  if (report.kind === 'not-leading') return text.not_leading(report.name);
  const { problem } = report;
  if (problem.status === 0) return text.no_answer;
  if (problem.status === 412) return text.changed_meanwhile;
  if (problem.errors.length > 0 && problem.errors.some(({ detail }) => problem.detail.includes(detail))) {
    return problem.status === 409 ? text.conflict : problem.title;
  }
  return problem.detail || (problem.status === 409 ? text.conflict : problem.title);
}

interface AskedButtonProps {
  words: string;
  /** What the first press asks. */
  really: string;
  action: string;
  disabled?: boolean;
  act: () => void;
  class?: string;
}

/** Asks once more: what it does is not easily taken back. */
export function AskedButton({ words, really, action, disabled, act, ...more }: AskedButtonProps) {
  const [asked, ask] = useState(false);
  return (
    <button
      type="button"
      class={`${more.class ?? ''}${asked ? ' asked' : ''}`}
      data-action={action}
      data-keeps-focus
      disabled={disabled}
      onBlur={() => ask(false)}
      onPointerLeave={() => ask(false)}
      onClick={() => {
        ask(!asked);
        if (asked) act();
      }}
    >
      {asked ? really : words}
    </button>
  );
}

interface TabsProps<T extends string> {
  name: string;
  label: string;
  tabs: { id: T; title: string; sign: string }[];
  chosen: T;
  choose: (id: T) => void;
}

/** One of several panels; the arrows go from tab to tab, as everywhere. */
export function Tabs<T extends string>({ name, label, tabs, chosen, choose }: TabsProps<T>) {
  const at = tabs.findIndex((tab) => tab.id === chosen);
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to = tabs[(at + by + tabs.length) % tabs.length];
    if (!by || !to) return;
    event.preventDefault();
    choose(to.id);
    document.getElementById(`tab-${name}-${to.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={step}>
      {tabs.map((tab) => (
        <button
          type="button"
          role="tab"
          key={tab.id}
          id={`tab-${name}-${tab.id}`}
          aria-controls={`panel-${name}`}
          aria-selected={tab.id === chosen}
          tabIndex={tab.id === chosen ? 0 : -1}
          data-tab={tab.id}
          onClick={() => choose(tab.id)}
        >
          {tab.title} <Key name={tab.sign} />
        </button>
      ))}
    </div>
  );
}

export function number_of(contestant: Contestant | undefined): string {
  return contestant?.number === undefined ? '' : String(contestant.number);
}

/** "3 张三": how a person is called in one line. */
export function called(contestant: Contestant | undefined): string {
  if (!contestant) return '';
  return numbered_name(number_of(contestant), contestant.name ?? '');
}

export function belonging(person: { organization?: string; title?: string }): string {
  return [person.organization, person.title].filter(Boolean).join(' · ');
}
