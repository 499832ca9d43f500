// SPDX-License-Identifier: GPL-2.0-or-later
// A form made from a template's field schema.
import { useState } from 'preact/hooks';
import type { FieldSchema } from '../../shared/types';
import { field_words } from '../field_words';
import type { Strings } from '../strings';
import { is_simple, kind_of, new_entry, parse_number, with_member, type Values } from './values';

interface FormProps {
  text: Strings;
  schema: FieldSchema;
  values: Values;
  /** Names of the media that are there. */
  media: readonly string[];
  change: (values: Values) => void;
}

export function SchemaForm({ text, schema, values, media, change }: FormProps) {
  const all = Object.entries(schema.properties ?? {});
  const simple = all.filter(([name, one]) => is_simple(one) && name !== 'id');
  const others = all.filter(([, one]) => !is_simple(one));
  const field = ([name, one]: [string, FieldSchema]) => (
    <Field
      key={name}
      {...{ text, media }}
      schema={one}
      name={name}
      label={field_words(one.title ?? name, text)}
      required={schema.required?.includes(name) ?? false}
      value={values[name]}
      change={(value) => change(with_member(values, name, value))}
    />
  );
  return (
    <>
      {simple.map(field)}
      {others.map(field)}
    </>
  );
}

interface FieldProps {
  text: Strings;
  schema: FieldSchema;
  name: string;
  label: string;
  required: boolean;
  media: readonly string[];
  value: unknown;
  change: (value: unknown) => void;
}

function Field(props: FieldProps) {
  const { schema, name, label, required, value, change, media } = props;
  const kind = kind_of(schema);
  const written = value === undefined || value === null ? '' : String(value);
  const write = (words: string) => change(words === '' ? undefined : words);
  switch (kind) {
    case 'list':
      return <ListField {...props} />;
    case 'object':
      return <ObjectField {...props} />;
    case 'choice':
      return <ChoiceField {...props} />;
    case 'yes':
      return (
        <label class="check">
          <input type="checkbox" name={name} checked={value === true} onChange={(event) => change(event.currentTarget.checked || undefined)} />{' '}
          {label}
        </label>
      );
    case 'number':
      return <NumberField {...props} />;
    case 'long':
      return (
        <label class="field">
          {label}
          <textarea name={name} rows={2} value={written} maxLength={schema.maxLength ?? 1000} onInput={(event) => write(event.currentTarget.value)} />
        </label>
      );
    default:
      return (
        <label class="field">
          {label}
          <input
            name={name}
            autocomplete="off"
            value={written}
            required={required}
            maxLength={schema.maxLength ?? 1000}
            list={kind === 'picture' && media.length > 0 ? 'media-names' : undefined}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </label>
      );
  }
}

function ChoiceField({ text, schema, name, label, value, change }: FieldProps) {
  const choices = (schema.enum ?? []).filter((one) => one !== null).map(String);
  return (
    <label class="field">
      {label}
      <select name={name} value={value === undefined ? '' : String(value)} onChange={(event) => change(event.currentTarget.value || undefined)}>
        <option value="">–</option>
        {choices.map((one) => (
          <option key={one} value={one}>
            {field_words(schema.gddOptions?.labels?.[one] ?? one, text)}
          </option>
        ))}
      </select>
    </label>
  );
}

function NumberField({ text, schema, name, label, value, change }: FieldProps) {
  const [typed, type] = useState(value === undefined || value === null ? '' : String(value));
  const whole = !(Array.isArray(schema.type) ? schema.type : [schema.type]).includes('number');
  const wrong = parse_number(typed, whole) === null;
  return (
    <label class="field">
      {label}
      <input
        name={name}
        inputMode="decimal"
        autocomplete="off"
        value={typed}
        aria-invalid={wrong}
        title={wrong ? text.bad_number : undefined}
        onInput={(event) => {
          type(event.currentTarget.value);
          const number = parse_number(event.currentTarget.value, whole);
          if (number !== null) change(number);
        }}
      />
    </label>
  );
}

function ObjectField({ text, schema, label, value, change, media }: FieldProps) {
  const values = (value ?? {}) as Values;
  return (
    <details class="nested" open={Object.keys(values).length > 0}>
      <summary>{label}</summary>
      <fieldset aria-label={label}>
        <SchemaForm
          {...{ text, schema, media, values }}
          change={(after) => change(Object.keys(after).length > 0 ? after : undefined)}
        />
      </fieldset>
    </details>
  );
}

function ListField({ text, schema, label, value, change, media }: FieldProps) {
  const entries = Array.isArray(value) ? value : [];
  const items = schema.items ?? {};
  const replace = (i: number, entry: unknown) => change(entries.map((one, at) => (at === i ? entry : one)));
  const remove = (i: number) => {
    const rest = entries.filter((_, at) => at !== i);
    change(rest.length > 0 ? rest : undefined);
  };
  return (
    <details class="nested" open={entries.length > 0}>
      <summary>
        {label} {entries.length > 0 && <span class="chip">{entries.length}</span>}
      </summary>
      {entries.map((entry, i) => (
        <fieldset key={i}>
          <legend>{text.item(i + 1)}</legend>
          {kind_of(items) === 'object' ? (
            <SchemaForm {...{ text, media }} schema={items} values={(entry ?? {}) as Values} change={(after) => replace(i, after)} />
          ) : (
            <Field
              {...{ text, media }}
              schema={items}
              name={`${i}`}
              label={label}
              required={false}
              value={entry}
              change={(after) => replace(i, after ?? '')}
            />
          )}
          <button type="button" class="small" aria-label={`${text.remove}: ${text.item(i + 1)}`} onClick={() => remove(i)}>
            {text.remove}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="small"
        disabled={entries.length >= (schema.maxItems ?? 100)}
        aria-label={`${text.add}: ${label}`}
        onClick={() => change([...entries, new_entry(items, entries)])}
      >
        {text.add}
      </button>
    </details>
  );
}
