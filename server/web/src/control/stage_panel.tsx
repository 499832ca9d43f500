// SPDX-License-Identifier: GPL-2.0-or-later
import type { Row } from '../shared/types';
import { find_on_air_bind } from './bound';
import { ActionButton, belonging, called, Panel, type View } from './parts';

/** Who is on stage, and who comes next. */
export function StagePanel({ model, perform }: View) {
  const { text, people, mirror, live, leads, commands } = model;
  const { stage, on_stage, next } = people;
  const { tables } = mirror;
  const person = tables.find('contestants', on_stage);
  const round = tables.find('rounds', stage?.round);
  const segments = round?.segments ?? [];
  const airing = Boolean(on_stage && model.named_on_air.has(on_stage));
  const speaker = tables.find('people', person?.supporter);
  return (
    <Panel name="stage" title={text.on_stage} aside={<span class="muted small">{round?.name ?? ''}</span>}>
      <p class="person" data-on-stage={on_stage ?? ''}>
        {person ? <b>{called(person)}</b> : <span class="muted">{text.nobody_on_stage}</span>}
        {person && <span class="muted small block">{belonging(person)}</span>}
      </p>
      {person && segments.length > 1 && (
        <div class="buttons">
          {segments.map((segment) => (
            <button
              type="button"
              key={segment.id}
              class={segment.id === stage?.segment ? 'chosen' : ''}
              aria-pressed={segment.id === stage?.segment}
              data-segment={segment.id}
              disabled={!live || !leads}
              title={speaker?.name}
              onClick={() => {
                if (stage?.round && on_stage) void commands.put_on_stage(stage.round, on_stage, segment.id);
              }}
            >
              {segment.name ?? segment.id}
            </button>
          ))}
        </div>
      )}
      <ActionButton {...{ model, perform }} action="lower_third" class={airing ? 'wide on' : 'wide'} pressed={airing} disabled={!person}>
        {text.lower_third} · {airing ? text.out : text.take}
      </ActionButton>
      <ActionButton {...{ model, perform }} action="next_contestant" class="wide" disabled={!next}>
        {text.next}
        <span class="muted"> {next ? called(next.contestant) : text.no_more}</span>
      </ActionButton>
      {model.report('stage')}
    </Panel>
  );
}

/** The marks of whoever is on stage, judge by judge. */
export function MarksPanel({ model, perform }: View) {
  const { text, people, mirror } = model;
  const { on_stage, staged_round } = people;
  const standings = staged_round ? mirror.standings.get(staged_round) : undefined;
  const row = standings?.rows.find((one) => one.contestant === on_stage);
  const card = staged_round && on_stage ? { score: { round: staged_round, contestant: on_stage } } : null;
  const card_on = Boolean(card && find_on_air_bind(model.air, 'score-card', card));
  const ranking_on = Boolean(staged_round && find_on_air_bind(model.air, 'ranking', { round: staged_round }));
  const count = row && row.marks_expected !== undefined ? text.marks_in(row.marks_in ?? 0, row.marks_expected) : '';
  const all_in = row?.status === 'complete';
  // A ballot is not about one contestant.
  const is_vote = mirror.tables.find('rounds', staged_round)?.scoring?.method === 'votes';
  return (
    <Panel
      name="marks"
      title={text.marks}
      aside={
        <span class={all_in ? 'chip good' : 'chip'} data-marks={count}>
          {count}
        </span>
      }
    >
      {row ? <MarksOf {...{ model, row }} /> : <p class="empty">{on_stage ? text.no_marks : text.nobody_on_stage}</p>}
      <div class="buttons">
        <ActionButton {...{ model, perform }} action="score_card" class={card_on ? 'on' : ''} pressed={card_on} disabled={!card}>
          {text.score_card}
        </ActionButton>
        <ActionButton {...{ model, perform }} action="ranking" class={ranking_on ? 'on' : ''} pressed={ranking_on} disabled={!staged_round}>
          {text.ranking}
        </ActionButton>
        {row && mirror.tables.find('rounds', staged_round)?.confirm && on_stage && staged_round && (
          <button
            type="button"
            data-action="confirm"
            disabled={!model.live || !model.leads || row.confirmed === true}
            onClick={() => void model.commands.confirm(staged_round, on_stage)}
          >
            {row.confirmed ? text.confirmed : text.confirm}
          </button>
        )}
        {row && !all_in && !is_vote && mirror.health?.mode === 'rehearsal' && on_stage && staged_round && (
          <button
            type="button"
            data-action="invent"
            disabled={!model.live || !model.leads}
            onClick={() => void model.commands.invent_marks('marks', staged_round, on_stage)}
          >
            {text.invent}
          </button>
        )}
      </div>
      {model.report('marks')}
    </Panel>
  );
}

function MarksOf({ model, row }: { model: View['model']; row: Row }) {
  const { text, mirror, people } = model;
  const scoring = mirror.tables.find('rounds', people.staged_round)?.scoring;
  const criteria = row.criteria?.length ? row.criteria : [{ id: '', panels: row.panels ?? [] }];
  const missing = new Map((row.missing ?? []).map((one) => [one.judge, new Set(one.criteria)]));
  const name_of = (judge: string) => mirror.tables.find('people', judge)?.name ?? judge;
  const panel_name = (id: string) => scoring?.panels?.find((panel) => panel.id === id)?.name;
  return (
    <div class="marks" tabIndex={0} role="group" aria-label={text.marks}>
      <p class="totals">
        <span>
          {text.total} <b data-total={row.total ?? ''}>{row.total ?? '–'}</b>
        </span>
        <span>
          {text.rank} <b>{row.rank ?? '–'}</b>
        </span>
        {row.status === 'partial' && <span class="chip warn">{text.provisional}</span>}
        {row.under_review && <span class="chip warn">{text.under_review}</span>}
      </p>
      {criteria.map((criterion) => (
        <div key={criterion.id}>
          {criteria.length > 1 && <h3>{criterion.name ?? criterion.id}</h3>}
          {(criterion.panels ?? []).map((panel) => (
            <div class="judges" key={panel.id}>
              {panel_name(panel.id) && <span class="panel-name muted small">{panel_name(panel.id)}</span>}
              {(panel.marks ?? panel.judges ?? []).map((one) => {
                const value = one.mark ?? one.total ?? null;
                const gap = missing.get(one.judge);
                const lacks = value === null && gap && (gap.size === 0 || !criterion.id || gap.has(criterion.id));
                return (
                  <span
                    key={one.judge}
                    class={`judge ${lacks ? 'lacks' : value === null ? 'away' : 'in'} ${one.dropped ? 'dropped' : ''}`}
                    data-judge={one.judge}
                    data-mark={value ?? (lacks ? 'missing' : 'absent')}
                    title={one.dropped ? text.dropped : undefined}
                  >
                    <span class="judge-name" title={name_of(one.judge)}>
                      <bdi>{name_of(one.judge)}</bdi>
                    </span>
                    <b>{value ?? (lacks ? text.missing_marks : text.absent)}</b>
                  </span>
                );
              })}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
