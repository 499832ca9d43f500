// SPDX-License-Identifier: GPL-2.0-or-later
// What the preview shows, and the take takes: a cue of the rundown, or a draft that is none yet.
import { isObject } from '../shared/problem';
import type { Tables } from '../shared/tables';
import type { Air, AirItem, Bind, Cue, Id, TakeBody, Template } from '../shared/types';
import { is_on, kChannel } from './air';

export type Subject = { kind: 'cue'; id: Id } | { kind: 'draft'; name: string; body: TakeBody };

/** Where a template stands. */
export interface Place {
  channel: Id;
  layer: number;
}

/** What a subject comes to: one body, or those of a group's members. */
export function parts_of(subject: Subject, tables: Tables): { id: Id | null; body: TakeBody }[] {
  if (subject.kind === 'draft') return [{ id: null, body: subject.body }];
  const cue = tables.find('cues', subject.id);
  if (!cue) return [];
  if (!cue.cues) return [{ id: subject.id, body: cue }];
  return cue.cues.flatMap((id) => {
    const member = tables.find('cues', id);
    return member && !member.cues ? [{ id, body: member }] : [];
  });
}

/** The body of POST /air/take. */
export function take_body(subject: Subject): Record<string, unknown> {
  return subject.kind === 'cue' ? { cue: subject.id } : { channel: kChannel, ...subject.body };
}

export function channel_of(subject: Subject, tables: Tables): Id {
  return parts_of(subject, tables)[0]?.body.channel ?? kChannel;
}

export function place_of(body: TakeBody, templates: readonly Template[]): Place | null {
  const layer = body.layer ?? templates.find((one) => one.id === body.template)?.layer;
  return layer === undefined ? null : { channel: body.channel ?? kChannel, layer };
}

/** The items on air that the subject put there. */
export function on_air_of(subject: Subject, tables: Tables, air: Air | null): (Place & { item: AirItem })[] {
  const parts = parts_of(subject, tables);
  const found: (Place & { item: AirItem })[] = [];
  for (const [channel, { layers }] of Object.entries(air?.channels ?? {})) {
    for (const [layer, item] of Object.entries(layers)) {
      if (!is_on(item)) continue;
      if (parts.some(({ id, body }) => (body.channel ?? kChannel) === channel && is_of(item, id, body, tables)))
        found.push({ channel, layer: Number(layer), item });
    }
  }
  return found;
}

/** All of it is on air: a group with one part off is taken, not put out. */
export function is_on_air(subject: Subject, tables: Tables, air: Air | null): boolean {
  const parts = parts_of(subject, tables);
  return parts.length > 0 && on_air_of(subject, tables, air).length >= parts.length;
}

function is_of(item: AirItem, cue: Id | null, body: TakeBody, tables: Tables): boolean {
  if (cue !== null) return item.cue === cue;
  // Whoever took it, by a cue or by hand: the same thing is not taken twice.
  if (item.template !== body.template) return false;
  if (body.bind) return same_bind(item.bind, body.bind, tables);
  return !item.bind && holds(item.data, body.data ?? {});
}

/** "@stage" becomes whoever is there when it is taken. */
function same_bind(have: Bind | null | undefined, want: Bind, tables: Tables): boolean {
  const on_stage = tables.find('stage', 'stage')?.contestant;
  const resolved = want.contestant === '@stage' && !want.follow ? { ...want, contestant: on_stage } : want;
  return isObject(have) && canonical(have) === canonical(resolved);
}

function holds(have: Record<string, unknown> | null | undefined, want: Record<string, unknown>): boolean {
  return Object.entries(want).every(([key, value]) => canonical(have?.[key] ?? null) === canonical(value));
}

/** The same text for the same value, whatever the order of its members. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => a.localeCompare(b))) : one,
  );
}

/** A cue's line: its name, else what it would say. */
export function cue_name(cue: Cue | undefined, tables: Tables, words: Words): string {
  if (!cue) return '';
  if (cue.name) return cue.name;
  const { title, text, label } = cue.data ?? {};
  const written = [title, text, label].find((one) => typeof one === 'string' && one) as string | undefined;
  const bound = bound_name(cue.bind, tables, words);
  return [words.template(cue.template), written ?? bound].filter(Boolean).join(' · ');
}

/** Names that are the page's, not the show's. */
export interface Words {
  template: (id: Id | undefined) => string;
  on_stage: string;
}

/** Whom or what a bind names, in a word. */
export function bound_name(bind: Bind | null | undefined, tables: Tables, words: Words): string {
  if (!bind) return '';
  const score = bind['score'] as { contestant?: Id } | undefined;
  const id = bind.contestant ?? bind.person ?? score?.contestant;
  if (id === '@stage' || bind['stage']) return words.on_stage;
  const person = tables.find('contestants', id) ?? tables.find('people', id);
  const round = bind.round ?? (bind['awards'] as Id | undefined) ?? (bind['running_order'] as Id | undefined);
  const board = tables.find('boards', bind['board'] as Id | undefined);
  return person?.name ?? board?.name ?? tables.find('rounds', round)?.name ?? id ?? '';
}
