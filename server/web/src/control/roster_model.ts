// SPDX-License-Identifier: GPL-2.0-or-later
import type { Tables } from '../shared/tables';
import type { Contestant, Id, Round } from '../shared/types';

export interface Entry {
  id: Id;
  contestant: Contestant;
  /** 1-based place in the running order. */
  position: number;
}

export function rounds_in_order(tables: Tables): [Id, Round][] {
  return [...tables.all('rounds')].sort(([a, x], [b, y]) => (x.order ?? 0) - (y.order ?? 0) || a.localeCompare(b));
}

/** The round on stage, else the first that is open, else the first. */
export function default_round(tables: Tables): Id | null {
  const staged = tables.find('stage', 'stage')?.round;
  if (staged && tables.find('rounds', staged)) return staged;
  const rounds = rounds_in_order(tables);
  const open = rounds.find(([, round]) => (round.state ?? 'open') === 'open');
  return (open ?? rounds[0])?.[0] ?? null;
}

/** The round's running order; without one, everybody by number. */
export function running_order(tables: Tables, round: Id | null): Entry[] {
  const all = tables.all('contestants');
  const listed = tables.find('rounds', round)?.contestants;
  const ids = listed ?? [...all.keys()].sort((a, b) => by_number(all.get(a), all.get(b)) || a.localeCompare(b));
  const entries: Entry[] = [];
  ids.forEach((id, i) => {
    const contestant = all.get(id);
    if (contestant) entries.push({ id, contestant, position: i + 1 });
  });
  return entries;
}

function by_number(a: Contestant | undefined, b: Contestant | undefined): number {
  return String(a?.number ?? '').localeCompare(String(b?.number ?? ''), undefined, { numeric: true });
}

/** Who comes after the one on stage, as POST /stage {next: true} would choose. */
export function up_next(entries: Entry[], on_stage: Id | null | undefined): Entry | undefined {
  const at = entries.findIndex((entry) => entry.id === on_stage);
  return entries.slice(at + 1).find((entry) => !entry.contestant.withdrawn);
}
