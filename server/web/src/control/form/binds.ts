// SPDX-License-Identifier: GPL-2.0-or-later
// What a template may be bound to, as data: docs/http-api.md, "What a bind gives".
import type { Tables, TypeName } from '../../shared/tables';
import type { Bind, Id } from '../../shared/types';
import { default_round } from '../roster_model';

export interface BindField {
  name: string;
  from: TypeName | 'number';
  /** "@stage" is a choice: whoever is on stage at the take. */
  staged?: boolean;
  optional?: boolean;
}

interface BindKind {
  /** The member that holds the fields, where they are not the bind's own. */
  within?: string;
  /** Nothing to choose: `{messages: true}`. */
  flag?: boolean;
  fields: BindField[];
}

const kOfGroup: BindField = { name: 'group', from: 'groups', optional: true };

export const kBindKinds: Record<string, BindKind> = {
  contestant: { fields: [{ name: 'contestant', from: 'contestants', staged: true }] },
  person: { fields: [{ name: 'person', from: 'people', staged: true }] },
  timer: { fields: [{ name: 'timer', from: 'timers' }] },
  round: { fields: [{ name: 'round', from: 'rounds' }, kOfGroup, { name: 'limit', from: 'number', optional: true }] },
  score: {
    within: 'score',
    fields: [
      { name: 'round', from: 'rounds' },
      { name: 'contestant', from: 'contestants', staged: true },
    ],
  },
  versus: {
    within: 'versus',
    fields: [
      { name: 'round', from: 'rounds' },
      { name: 'a', from: 'contestants' },
      { name: 'b', from: 'contestants' },
    ],
  },
  board: { fields: [{ name: 'board', from: 'boards' }] },
  awards: { fields: [{ name: 'awards', from: 'rounds' }, kOfGroup] },
  running_order: { fields: [{ name: 'running_order', from: 'rounds' }, kOfGroup] },
  messages: { flag: true, fields: [] },
  stage: { flag: true, fields: [] },
};

/** Which kind a bind is; null: what is written by hand. */
export function kind_of_bind(bind: Bind | null | undefined): string | null {
  if (!bind) return null;
  const kinds = Object.entries(kBindKinds);
  const found = kinds.find(([kind, { within, fields, flag }]) =>
    flag || within ? bind[within ?? kind] !== undefined : bind[fields[0]?.name ?? ''] !== undefined,
  );
  return found?.[0] ?? null;
}

/** A bind of the kind with what is most likely meant: who is on stage, the round on stage, the stage's clock. */
export function usual_bind(kind: string, tables: Tables): Bind {
  const { within, flag, fields } = kBindKinds[kind] ?? { fields: [] };
  if (flag) return { [kind]: true };
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    if (!field.optional) values[field.name] = usual_value(field, tables, values);
  }
  return within ? { [within]: values } : values;
}

function usual_value(field: BindField, tables: Tables, taken: Record<string, unknown>): Id | undefined {
  if (field.staged) return '@stage';
  if (field.from === 'rounds') return default_round(tables) ?? undefined;
  if (field.from === 'number') return undefined;
  if (field.from === 'timers' && tables.find('timers', 'stage')) return 'stage';
  return [...tables.all(field.from).keys()].find((id) => !Object.values(taken).includes(id));
}

export function bind_values(bind: Bind, kind: string): Record<string, unknown> {
  const { within } = kBindKinds[kind] ?? {};
  return (within ? bind[within] : bind) as Record<string, unknown>;
}

export function with_bind_value(bind: Bind, kind: string, name: string, value: unknown): Bind {
  const { within } = kBindKinds[kind] ?? {};
  const { [name]: _, ...rest } = bind_values(bind, kind);
  const values = value === undefined || value === '' ? rest : { ...rest, [name]: value };
  return within ? { ...bind, [within]: values } : (values as Bind);
}
