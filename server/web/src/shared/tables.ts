// SPDX-License-Identifier: GPL-2.0-or-later
import { isObject } from './problem';
import type {
  Board,
  Channel,
  Contest,
  Contestant,
  Cue,
  Group,
  Id,
  JournalRecord,
  Media,
  Message,
  Person,
  Playhead,
  Reveal,
  Round,
  Rule,
  Rundown,
  Stage,
  Timer,
} from './types';

interface Types {
  contest: Contest;
  groups: Group;
  contestants: Contestant;
  people: Person;
  rounds: Round;
  stage: Stage;
  timers: Timer;
  boards: Board;
  channels: Channel;
  messages: Message;
  cues: Cue;
  rundown: Rundown;
  playhead: Playhead;
  rules: Rule;
  reveals: Reveal;
  media: Media;
}
export type TypeName = keyof Types;

/** The resources that the page shows, kept current by the journal's records. */
export class Tables {
  private readonly maps: { [T in TypeName]: Map<Id, Types[T]> } = {
    contest: new Map(),
    groups: new Map(),
    contestants: new Map(),
    people: new Map(),
    rounds: new Map(),
    stage: new Map(),
    timers: new Map(),
    boards: new Map(),
    channels: new Map(),
    messages: new Map(),
    cues: new Map(),
    rundown: new Map(),
    playhead: new Map(),
    rules: new Map(),
    reveals: new Map(),
    media: new Map(),
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
