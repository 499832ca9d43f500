// SPDX-License-Identifier: GPL-2.0-or-later
// What a form writes: only what somebody filled in; all else follows the data or stays empty.
import type { FieldSchema } from '../../shared/types';

export type Values = Record<string, unknown>;
export type FieldKind = 'text' | 'long' | 'choice' | 'number' | 'yes' | 'picture' | 'list' | 'object';

export function kind_of(schema: FieldSchema): FieldKind {
  if (schema.enum) return 'choice';
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((one) => one !== 'null');
  if (types.includes('array')) return 'list';
  if (types.includes('object')) return 'object';
  if (types.includes('string')) {
    if (schema.gddType?.startsWith('file-path')) return 'picture';
    return schema.gddType === 'multi-line' ? 'long' : 'text';
  }
  if (types.includes('boolean')) return 'yes';
  if (types.includes('integer') || types.includes('number')) return 'number';
  return 'text';
}

export function is_simple(schema: FieldSchema): boolean {
  return !['list', 'object'].includes(kind_of(schema));
}

/** With one member as given; undefined takes it out. */
export function with_member(values: Values, name: string, value: unknown): Values {
  const { [name]: _, ...rest } = values;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** A new entry of a list: ids are made up, as nobody sees them. */
export function new_entry(items: FieldSchema | undefined, taken: readonly unknown[]): unknown {
  if (!items || kind_of(items) !== 'object') return '';
  if (!items.properties?.['id']) return {};
  const ids = new Set(taken.map((one) => (one as Values | null)?.['id']));
  for (let n = taken.length + 1; ; n += 1) if (!ids.has(`r${n}`)) return { id: `r${n}` };
}

/** A number's text; null where it is none, undefined where it is empty. */
export function parse_number(text: string, whole: boolean): number | null | undefined {
  if (!text.trim()) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && (!whole || Number.isInteger(value)) ? value : null;
}
