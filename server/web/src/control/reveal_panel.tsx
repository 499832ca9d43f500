// SPDX-License-Identifier: GPL-2.0-or-later
import { ActionButton, AskedButton, called, type View } from './parts';

/** What the audience knows of a round, and how it comes to know more. */
export function RevealPanel({ model, perform }: View) {
  const { text, people, mirror } = model;
  const { round: id, rounds } = people;
  const round = mirror.tables.find('rounds', id);
  const rows = (id && mirror.standings.get(id)?.rows) || [];
  const known = new Set(
    [...mirror.tables.all('reveals').values()].filter((one) => one.round === id).map((one) => one.contestant),
  );
  const sealed = (round?.visibility ?? 'sealed') === 'sealed';
  const view = { model, perform };
  return (
    <div class="reveal-panel">
      <div class="tools">
        {rounds.length > 1 && (
          <select
            aria-label={text.round}
            value={id ?? ''}
            onChange={(event) => people.choose_round(event.currentTarget.value)}
          >
            {rounds.map(([one, each]) => (
              <option key={one} value={one}>
                {each.name ?? one}
              </option>
            ))}
          </select>
        )}
        <ActionButton {...view} action="reveal_next" class="strong" disabled={!id || !sealed}>
          {text.reveal_next}
        </ActionButton>
        <ActionButton {...view} action="reveal_back" disabled={!id || !sealed || known.size === 0}>
          {text.reveal_back}
        </ActionButton>
        {id && mirror.health?.mode === 'rehearsal' && (
          <AskedButton
            action="invent-round"
            words={text.invent_round}
            really={text.invent_really}
            disabled={!model.live || !model.leads}
            act={() => void model.commands.invent_marks('reveal', id)}
          />
        )}
      </div>
      <p class="muted small" data-revealed={known.size}>
        {sealed ? text.revealed(known.size, rows.length) : text.sealed_only}
      </p>
      <ol class="reveal-list" tabIndex={0} aria-label={text.reveal}>
        {rows.map((row) => (
          <li key={row.contestant} class={known.has(row.contestant) ? 'known' : ''} data-row={row.contestant}>
            <b class="rank">{row.rank ?? '–'}</b>
            <span class="who">{called(mirror.tables.find('contestants', row.contestant)) || row.contestant}</span>
            <span class="score">{row.total ?? '–'}</span>
            {known.has(row.contestant) ? (
              <span class="chip good">{text.revealed_mark}</span>
            ) : (
              row.status === 'partial' && <span class="chip warn">{text.marks_in(row.marks_in ?? 0, row.marks_expected ?? 0)}</span>
            )}
          </li>
        ))}
      </ol>
      {model.report('reveal')}
    </div>
  );
}
