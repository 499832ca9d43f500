// SPDX-License-Identifier: GPL-2.0-or-later
import { numbered_name } from '../../shared/naming';
import type { Tables } from '../../shared/tables';
import type { Bind, Template } from '../../shared/types';
import type { Strings } from '../strings';
import { bind_values, kBindKinds, kind_of_bind, usual_bind, with_bind_value, type BindField } from './binds';
import { parse_number } from './values';

interface Props {
  text: Strings;
  tables: Tables;
  template: Template | undefined;
  bind: Bind | null | undefined;
  change: (bind: Bind | null) => void;
}

/** Where what is shown comes from: the show's data, or what is written here. */
export function BindForm({ text, tables, template, bind, change }: Props) {
  const kinds = (template?.binds ?? []).filter((kind) => kind in kBindKinds);
  const kind = kind_of_bind(bind);
  if (kinds.length === 0 && !kind) return null;
  const choices = kind && !kinds.includes(kind) ? [...kinds, kind] : kinds;
  return (
    <>
      <label class="field">
        {text.shows}
        <select
          name="bind-kind"
          value={kind ?? ''}
          onChange={(event) => change(event.currentTarget.value ? usual_bind(event.currentTarget.value, tables) : null)}
        >
          <option value="">{text.own_words}</option>
          {choices.map((one) => (
            <option key={one} value={one}>
              {kind_words(one, text)}
            </option>
          ))}
        </select>
      </label>
      {kind &&
        bind &&
        kBindKinds[kind]?.fields.map((field) => (
          <BindFieldInput
            key={field.name}
            {...{ text, tables, field }}
            value={bind_values(bind, kind)[field.name]}
            change={(value) => change(with_bind_value(bind, kind, field.name, value))}
          />
        ))}
    </>
  );
}

interface FieldProps {
  text: Strings;
  tables: Tables;
  field: BindField;
  value: unknown;
  change: (value: unknown) => void;
}

function BindFieldInput({ text, tables, field, value, change }: FieldProps) {
  const label = field_label(field, text);
  if (field.from === 'number') {
    return (
      <label class="field">
        {label}
        <input
          name={`bind-${field.name}`}
          inputMode="numeric"
          value={value === undefined ? '' : String(value)}
          onInput={(event) => {
            const number = parse_number(event.currentTarget.value, true);
            if (number === undefined || (number !== null && number > 0)) change(number);
          }}
        />
      </label>
    );
  }
  return (
    <label class="field">
      {label}
      <select name={`bind-${field.name}`} value={value === undefined ? '' : String(value)} onChange={(event) => change(event.currentTarget.value)}>
        {(field.optional || value === undefined) && <option value="">–</option>}
        {field.staged && <option value="@stage">{text.whoever_on_stage}</option>}
        {[...tables.all(field.from)].map(([id, one]) => (
          <option key={id} value={id}>
            {resource_name(id, one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function resource_name(id: string, resource: object): string {
  const { name, number, label } = resource as { name?: string; number?: string | number; label?: string };
  return number === undefined ? name || label || id : numbered_name(String(number), name ?? id);
}

function kind_words(kind: string, text: Strings): string {
  const words: Record<string, string> = {
    contestant: text.bind_contestant,
    person: text.bind_person,
    timer: text.clock,
    round: text.ranking,
    score: text.score_card,
    versus: text.bind_versus,
    board: text.bind_board,
    awards: text.bind_awards,
    running_order: text.bind_order,
    messages: text.ticker,
    stage: text.on_stage,
  };
  return words[kind] ?? kind;
}

function field_label(field: BindField, text: Strings): string {
  if (field.from === 'number') return text.limit;
  const words: Partial<Record<BindField['from'], string>> = {
    contestants: text.bind_contestant,
    people: text.bind_person,
    timers: text.clock,
    rounds: text.round,
    groups: text.groups,
    boards: text.bind_board,
  };
  return words[field.from] ?? field.name;
}
