// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'preact/hooks';
import { time_of_day } from '../shared/language';
import { isObject } from '../shared/problem';
import type { Rule } from '../shared/types';
import type { View } from './parts';

interface Done {
  time: string;
  rule: string;
  outcome: unknown;
}

/** What happens by itself, and how to stop it. */
export function RulesPanel({ model }: { model: View['model'] }) {
  const { text, mirror, live, leads, commands } = model;
  const rules = [...mirror.tables.all('rules')].sort(([a], [b]) => a.localeCompare(b));
  const last = useLastDone(model);
  return (
    <div class="rules-panel">
      {rules.length === 0 && <p class="empty">{text.no_rules}</p>}
      <ul class="rules">
        {rules.map(([id, rule]) => (
          <li key={id} data-rule={id} class={rule.held ? 'skipped' : ''}>
            <span class="who">
              <span class="name">{rule.name ?? id}</span>
              <span class="muted small">{rule_words(rule)}</span>
            </span>
            {rule.held && <span class="chip warn">{text.held_rule}</span>}
            <button
              type="button"
              class={rule.held ? 'small chosen' : 'small'}
              aria-pressed={Boolean(rule.held)}
              aria-label={`${text.hold}: ${rule.name ?? id}`}
              disabled={!live || !leads}
              onClick={() => void commands.hold_rule(id, !rule.held)}
            >
              {rule.held ? text.release_hold : text.hold}
            </button>
          </li>
        ))}
      </ul>
      {last.length > 0 && (
        <>
          <h3>{text.what_rules_did}</h3>
          <ul class="done small">
            {last.map((one) => (
              <li key={one.time + one.rule}>
                {time_of_day(Date.parse(one.time), true)} {mirror.tables.find('rules', one.rule)?.name ?? one.rule}:{' '}
                {typeof one.outcome === 'string' ? one.outcome : JSON.stringify(one.outcome)}
              </li>
            ))}
          </ul>
        </>
      )}
      {model.report('rules')}
    </div>
  );
}

/** "called → take lower-third": the data in a line. */
function rule_words(rule: Rule): string {
  const { on, ...when } = rule.when ?? {};
  const details = Object.values(when).filter((one) => typeof one !== 'object');
  const deeds = Object.entries(rule.do ?? {}).map(([verb, what]) => {
    if (!isObject(what)) return `${verb} ${String(what)}`;
    return `${verb} ${String(what['template'] ?? what['cue'] ?? what['layer'] ?? '')}`;
  });
  return `${[on, ...details].filter((one) => one !== undefined).join(' ')} → ${deeds.join(', ')}`;
}

/** Asked for when the air changes: that is when a rule may have done something. */
function useLastDone({ mirror, live }: View['model']): Done[] {
  const [last, set_last] = useState<Done[]>([]);
  const token = mirror.air?.token ?? 0;
  useEffect(() => {
    if (!live) return;
    const abort = new AbortController();
    mirror.api.get<unknown>('/api/v1/automation', abort.signal).then(
      (answer) => {
        const list = isObject(answer) ? answer['last'] : null;
        if (Array.isArray(list) && !abort.signal.aborted) set_last((list as Done[]).slice(-8).reverse());
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [mirror, live, token]);
  return last;
}
