// SPDX-License-Identifier: GPL-2.0-or-later
import { isObject } from '../shared/problem';
import type { Contest, Contestant, Group, Id, JournalRecord, Round, Stage, Timer } from '../shared/types';

interface Types {
  contest: Contest;
  groups: Group;
  contestants: Contestant;
  rounds: Round;
  stage: Stage;
  timers: Timer;
}
export type TypeName = keyof Types;
export const kTypes: TypeName[] = ['contest', 'groups', 'contestants', 'rounds', 'stage', 'timers'];

/** The resources that the page shows, kept current by the journal's records. */
export class Tables {
  private readonly maps: { [T in TypeName]: Map<Id, Types[T]> } = {
    contest: new Map(),
    groups: new Map(),
    contestants: new Map(),
    rounds: new Map(),
    stage: new Map(),
    timers: new Map(),
  };

  all<T extends TypeName>(type: T): ReadonlyMap<Id, Types[T]> {
    return this.maps[type];
  }

  find<T extends TypeName>(type: T, id: Id | null | undefined): Types[T] | undefined {
    return id ? this.maps[type].get(id) : undefined;
  }

  /** The answer to GET /api/v1/{type}. */
  fill(type: TypeName, resources: unknown): void {
    const map = this.maps[type] as Map<Id, unknown>;
    map.clear();
    if (!Array.isArray(resources)) return;
    for (const one of resources) if (isObject(one) && typeof one['id'] === 'string') map.set(one['id'], one);
  }

  apply(record: JournalRecord): void {
    if (!(record.type in this.maps)) return;
    const map = this.maps[record.type as TypeName] as Map<Id, unknown>;
    if (record.data === null) map.delete(record.id);
    else map.set(record.id, record.data);
  }
}
