// SPDX-License-Identifier: GPL-2.0-or-later
// GET /api/v1/public/results, read into what the page shows. Nothing here trusts the shape blindly:
// a viewer's old page may meet a newer server.
import { isObject } from '../shared/problem';

export interface PublicRow {
  contestant: string;
  rank: number | null;
  number: string;
  name: string;
  belonging: string;
  group: string | null;
  total: string | null;
  change: number | null;
  stars: number | null;
  awarded: boolean;
  under_review: boolean;
  corrected: boolean;
  withdrawn: boolean;
}

export interface PublicGroup {
  id: string;
  name: string;
  /** The group's own ranking. */
  rows: PublicRow[];
}

export interface PublicRound {
  id: string;
  name: string;
  complete: boolean;
  rows: PublicRow[];
  groups: PublicGroup[];
}

export interface PublicStage {
  round: string | null;
  contestant: string;
  number: string;
  name: string;
  belonging: string;
}

export interface PublicDocument {
  revision: number;
  /** Nothing in it is real. */
  rehearsal: boolean;
  contest: { name: string; subtitle: string };
  stage: PublicStage | null;
  rounds: PublicRound[];
}

type Fields = Record<string, unknown>;
type Named = Map<string, Fields>;

export function read_document(value: unknown): PublicDocument {
  const document = isObject(value) ? value : {};
  const contest = isObject(document['contest']) ? document['contest'] : {};
  const people = by_id(document['contestants']);
  const groups = by_id(document['groups']);
  return {
    revision: typeof document['revision'] === 'number' ? document['revision'] : 0,
    rehearsal: document['rehearsal'] === true,
    contest: { name: text(contest['name']), subtitle: text(contest['subtitle']) },
    stage: read_stage(document['stage'], people),
    rounds: objects(document['rounds'])
      .sort((a, b) => order_of(a) - order_of(b))
      .map((round) => read_round(round, people, groups)),
  };
}

/** The rows of the round, or of one of its groups. */
export function listed(round: PublicRound, group: string | null): PublicRow[] {
  return round.groups.find((one) => one.id === group)?.rows ?? round.rows;
}

function read_round(round: Fields, people: Named, groups: Named): PublicRound {
  const standings = isObject(round['standings']) ? round['standings'] : round;
  const rows = objects(standings['rows']).map((row) => read_row(row, people));
  const present = [...new Set(rows.map((row) => row.group))].filter((id): id is string => id !== null && groups.has(id));
  present.sort((a, b) => order_of(groups.get(a)) - order_of(groups.get(b)));
  return {
    id: text(round['id']),
    name: text(round['name']) || text(round['id']),
    complete: standings['complete'] === true,
    rows,
    groups: present.map((id) => ({
      id,
      name: text(groups.get(id)?.['short_name']) || text(groups.get(id)?.['name']) || id,
      rows: ranked_among(rows.filter((row) => row.group === id)),
    })),
  };
}

/** Standard ranking (1224) of some rows of a round: who was equal there is equal here. */
function ranked_among(rows: PublicRow[]): PublicRow[] {
  let rank = 0;
  let above: number | null = null;
  return rows.map((row, i) => {
    if (row.rank === null) return row;
    if (row.rank !== above) rank = i + 1;
    above = row.rank;
    return { ...row, rank, change: null };
  });
}

function read_row(row: Fields, people: Named): PublicRow {
  const id = text(row['contestant']);
  const person = people.get(id) ?? row;
  return {
    contestant: id,
    rank: number(row['rank']),
    number: text(person['number']),
    name: text(person['name']) || id,
    belonging: belonging(person),
    group: text(row['group']) || text(person['group']) || null,
    total: typeof row['total'] === 'string' ? row['total'] : null,
    change: number(row['change']),
    stars: number(row['stars']),
    awarded: row['awarded'] === true,
    under_review: row['under_review'] === true,
    corrected: Boolean(row['corrected_at']),
    withdrawn: row['status'] === 'withdrawn',
  };
}

function read_stage(value: unknown, people: Named): PublicStage | null {
  if (!isObject(value)) return null;
  const id = text(value['contestant']);
  if (!id) return null;
  const person = people.get(id) ?? value;
  return {
    round: text(value['round']) || null,
    contestant: id,
    number: text(person['number']),
    name: text(person['name']) || id,
    belonging: belonging(person),
  };
}

function belonging(person: Fields): string {
  return [text(person['organization']), text(person['title'])].filter(Boolean).join(' · ');
}

/** Resources come as an array of {id, …} or as an object by id. */
function by_id(value: unknown): Named {
  if (isObject(value)) return new Map(Object.entries(value).filter((entry): entry is [string, Fields] => isObject(entry[1])));
  return new Map(objects(value).map((one) => [text(one['id']), one]));
}

function objects(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function order_of(value: Fields | undefined): number {
  return number(value?.['order']) ?? 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
