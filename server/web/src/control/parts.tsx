// SPDX-License-Identifier: GPL-2.0-or-later
// The small pieces that the panels share.
import type { ComponentChildren } from 'preact';
import { numbered_name } from '../shared/naming';
import type { Contestant } from '../shared/types';
import type { Area, Report } from './commands';
import type { Strings } from './strings';

export type Reports = Partial<Record<Area, Report>>;

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

/** A refusal, with each field that it names. */
export function ReportLine({ report, text, on_close }: { report: Report | undefined; text: Strings; on_close: () => void }) {
  if (!report) return null;
  const { problem } = report;
  const head = !problem ? text.not_connected : problem.status === 0 ? text.no_answer : problem.detail || problem.title;
  return (
    <div class="report" role="alert">
      <div class="report-text">
        <p>
          {head}
          {problem?.status === 409 && !problem.detail ? ` ${text.conflict}` : ''}
        </p>
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

export function number_of(contestant: Contestant): string {
  return contestant.number === undefined ? '' : String(contestant.number);
}

/** "3 张三": how a person is called in one line. */
export function called(contestant: Contestant | undefined): string {
  if (!contestant) return '';
  return numbered_name(number_of(contestant), contestant.name ?? '');
}

export function belonging(contestant: Contestant): string {
  return [contestant.organization, contestant.title].filter(Boolean).join(' · ');
}
