// SPDX-License-Identifier: GPL-2.0-or-later
// GET /api/v1/public/results, read into what the page shows. Nothing here trusts the shape blindly:
// a viewer's old page may meet a newer server.
import { isObject } from '../shared/problem';
import type { Timer } from '../shared/types';

export interface PublicPerson {
  id: string;
  number: string;
  name: string;
  belonging: string;
  origin: string;
  photo: string;
  group: string | null;
  remote: boolean;
}

export interface PublicRow {
  contestant: string;
  rank: number | null;
  person: PublicPerson;
  group: string | null;
  total: string | null;
  change: number | null;
  stars: number | null;
  awarded: boolean;
  under_review: boolean;
  corrected: boolean;
  withdrawn: boolean;
  parts: Part[];
}

/** One line of how a total comes about. */
export interface Part {
  kind: 'criterion' | 'panel' | 'bonus' | 'penalty' | 'component' | 'carried';
  name: string;
  value: string;
  weight: string;
  points: string;
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
  round: string;
  segment: string;
  person: PublicPerson;
  next: PublicPerson | null;
  clock: Timer | null;
}

export interface PublicAward {
  id: string;
  name: string;
  people: PublicPerson[];
}

export interface PublicDocument {
  revision: number;
  /** Revisions are counted within one show. */
  show: string;
  /** Nothing in it is real. */
  rehearsal: boolean;
  contest: { name: string; subtitle: string };
  people: Map<string, PublicPerson>;
  stage: PublicStage | null;
  awards: PublicAward[];
  rounds: PublicRound[];
}

export type Fields = Record<string, unknown>;
type Named = Map<string, Fields>;

export function read_document(value: unknown): PublicDocument {
  const document = isObject(value) ? value : {};
  const contest = isObject(document['contest']) ? document['contest'] : {};
  const people = new Map(objects(document['contestants']).map((one) => [text(one['id']), read_person(one)]));
  const groups = by_id(document['groups']);
  const rounds = objects(document['rounds']).sort((a, b) => order_of(a) - order_of(b));
  return {
    revision: number(document['revision']) ?? 0,
    show: text(document['show']),
    rehearsal: document['rehearsal'] === true,
    contest: { name: text(contest['name']), subtitle: text(contest['subtitle']) },
    people,
    stage: read_stage(document, rounds, people),
    awards: objects(document['awards']).map((award) => read_award(award, people)),
    rounds: rounds.map((round) => read_round(round, people, groups)),
  };
}

/** The rows of the round, or of one of its groups. */
export function listed(round: PublicRound, group: string | null): PublicRow[] {
  return round.groups.find((one) => one.id === group)?.rows ?? round.rows;
}

function read_person(person: Fields): PublicPerson {
  const id = text(person['id']);
  return {
    id,
    number: text(person['number']),
    name: text(person['name']) || id,
    belonging: [text(person['organization']), text(person['title'])].filter(Boolean).join(' · '),
    origin: text(person['origin']),
    photo: text(person['photo']),
    group: text(person['group']) || null,
    remote: person['remote'] === true,
  };
}

function read_round(round: Fields, people: Map<string, PublicPerson>, groups: Named): PublicRound {
  const standings = isObject(round['standings']) ? round['standings'] : {};
  const rows = objects(standings['rows']).map((row) => read_row(row, round, people));
  const present = [...groups.keys()].filter((id) => rows.some((row) => row.group === id));
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

function read_row(row: Fields, round: Fields, people: Map<string, PublicPerson>): PublicRow {
  const id = text(row['contestant']);
  const person = people.get(id) ?? read_person({ id });
  return {
    contestant: id,
    rank: number(row['rank']),
    person,
    group: text(row['group']) || person.group,
    total: typeof row['total'] === 'string' ? row['total'] : null,
    change: number(row['change']),
    stars: number(row['stars']),
    awarded: row['awarded'] === true,
    under_review: row['under_review'] === true,
    corrected: Boolean(row['corrected_at']),
    withdrawn: row['status'] === 'withdrawn',
    parts: read_parts(row, round),
  };
}

function read_parts(row: Fields, round: Fields): Part[] {
  const criteria = by_id(round['criteria']);
  const panels = by_id(round['panels']);
  const weight = (of: Fields | undefined) => (of && text(of['weight']) !== '1' ? readable(of['weight']) : '');
  const parts: Part[] = objects(row['criteria']).map((one) => ({
    kind: 'criterion',
    name: text(one['name']) || text(one['id']),
    value: readable(one['value']),
    weight: weight(criteria.get(text(one['id']))),
    points: readable(one['weighted']),
  }));
  for (const one of objects(row['panels'])) {
    const panel = panels.get(text(one['id']));
    const name = text(panel?.['name']) || text(one['id']);
    parts.push({ kind: 'panel', name, value: readable(one['value']), weight: weight(panel), points: '' });
  }
  for (const one of objects(row['adjustment_list'])) {
    const kind = text(one['kind']);
    parts.push({
      kind: kind === 'bonus' || kind === 'penalty' ? kind : 'component',
      name: text(one['reason']),
      value: '',
      weight: '',
      points: text(one['points']),
    });
  }
  if (text(row['carry'])) parts.push({ kind: 'carried', name: '', value: '', weight: '', points: readable(row['carry']) });
  return parts;
}

function read_stage(document: Fields, rounds: Fields[], people: Map<string, PublicPerson>): PublicStage | null {
  const stage = document['stage'];
  if (!isObject(stage)) return null;
  const person = people.get(text(stage['contestant']));
  const round = rounds.find((one) => one['id'] === stage['round']);
  if (!person || !round) return null;
  const order = Array.isArray(round['running_order']) ? round['running_order'].map(text) : [];
  const here = order.indexOf(person.id);
  const withdrawn = new Set(objects(document['contestants']).filter((one) => one['withdrawn'] === true).map((one) => one['id']));
  const next = here < 0 ? undefined : order.slice(here + 1).find((id) => people.has(id) && !withdrawn.has(id));
  return {
    round: text(round['id']),
    segment: text(by_id(round['segments']).get(text(stage['segment']))?.['name']),
    person,
    next: (next !== undefined && people.get(next)) || null,
    clock: isObject(document['clock']) ? (document['clock'] as unknown as Timer) : null,
  };
}

function read_award(award: Fields, people: Map<string, PublicPerson>): PublicAward {
  const ids = Array.isArray(award['contestants']) ? award['contestants'].map(text) : [];
  return {
    id: text(award['id']),
    name: [text(award['name']), text(award['citation'])].filter(Boolean).join(' · '),
    people: ids.map((id) => people.get(id)).filter((one): one is PublicPerson => one !== undefined),
  };
}

function by_id(value: unknown): Named {
  return new Map(objects(value).map((one) => [text(one['id']), one]));
}

function objects(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function order_of(value: Fields | undefined): number {
  return number(value?.['order']) ?? 0;
}

/** A value that is exact has many places; so many are for reading. */
function readable(value: unknown): string {
  const all = text(value);
  const cut = /^[^.]*\.\d{4}(?=\d)/.exec(all);
  return cut ? `${cut[0]}…` : all;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
