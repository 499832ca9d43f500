// SPDX-License-Identifier: GPL-2.0-or-later
// The rundown as lists of ids: what each change makes of the newest list, whoever wrote it last.
import type { Tables } from '../shared/tables';
import type { Air, Cue, Id } from '../shared/types';

export interface Line {
  id: Id;
  cue: Cue;
  /** 1-based place in the rundown. */
  position: number;
  members: { id: Id; cue: Cue }[];
}

export function lines_of(tables: Tables): Line[] {
  const lines: Line[] = [];
  (tables.find('rundown', 'rundown')?.items ?? []).forEach((id, i) => {
    const cue = tables.find('cues', id);
    if (!cue) return;
    const members = (cue.cues ?? []).flatMap((member) => {
      const found = tables.find('cues', member);
      return found ? [{ id: member, cue: found }] : [];
    });
    lines.push({ id, cue, position: i + 1, members });
  });
  return lines;
}

/** What POST /air/take {next: true} takes: as the air says, else reckoned as the server does. */
export function next_cue(lines: Line[], tables: Tables, air: Air | null): Id | null {
  if (air?.rundown) return air.rundown.next ?? null;
  const { current, next } = tables.find('playhead', 'playhead') ?? {};
  if (next) return next;
  const at = lines.findIndex((line) => line.id === current);
  return lines.slice(at + 1).find((line) => !line.cue.skip)?.id ?? null;
}

export function moved(items: Id[], id: Id, by: number): Id[] {
  const at = items.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= items.length) return items;
  const rest = items.filter((one) => one !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** Dropped onto `target`: it takes that one's place. */
export function moved_onto(items: Id[], id: Id, target: Id): Id[] {
  const to = items.indexOf(target);
  return to < 0 ? items : moved(items, id, to - items.indexOf(id));
}

/** After `after`, or at the end. */
export function inserted(items: Id[], id: Id, after: Id | null): Id[] {
  const at = after === null ? -1 : items.indexOf(after);
  return at < 0 ? [...items, id] : [...items.slice(0, at + 1), id, ...items.slice(at + 1)];
}

export function removed(items: Id[], id: Id): Id[] {
  return items.filter((one) => one !== id);
}

/** The group stands where the first of its members stood. */
export function grouped(items: Id[], members: Id[], group: Id): Id[] {
  const first = items.find((id) => members.includes(id));
  if (first === undefined) return [...items, group];
  return items.flatMap((id) => (id === first ? [group] : members.includes(id) ? [] : [id]));
}

export function ungrouped(items: Id[], group: Id, members: Id[]): Id[] {
  return items.flatMap((id) => (id === group ? members : [id]));
}

/** An id that is not taken; short enough to be said aloud. */
export function fresh_id(tables: Tables): Id {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(6));
    const id = `cue-${Array.from(bytes, (byte) => letters[byte % letters.length]).join('')}`;
    if (!tables.find('cues', id)) return id;
  }
}
