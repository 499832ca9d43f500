// SPDX-License-Identifier: GPL-2.0-or-later
import { Problem } from '../shared/problem';
import type { Cue, Id, Rundown } from '../shared/types';
import { fresh_id, grouped, inserted, moved, moved_onto, removed, ungrouped } from './rundown_model';
import type { Area, Report, Sender } from './sender';

/** Changes to the rundown are made to the newest one, not to what this page saw: two desks may sort at once. */
export class RundownCommands {
  constructor(
    private readonly sender: Sender,
    private readonly report: (area: Area, report: Report | null) => void,
  ) {}

  private get tables() {
    return this.sender.mirror.tables;
  }

  move(id: Id, by: number): Promise<boolean> {
    return this.edit((items) => moved(items, id, by));
  }

  move_onto(id: Id, target: Id): Promise<boolean> {
    return this.edit((items) => moved_onto(items, id, target));
  }

  /** A new cue after `after`; its id, or null where it was refused. */
  async add(cue: Cue, after: Id | null): Promise<Id | null> {
    const id = fresh_id(this.tables);
    if ((await this.write(id, cue)) === undefined) return null;
    return (await this.edit((items) => inserted(items, id, after))) ? id : null;
  }

  /** The cue as `cue` says; undefined where it was refused. */
  write(id: Id, cue: Cue, area: Area = 'editor'): Promise<unknown> {
    return this.sender.guarded(area, 'PUT', `cues/${id}`, cue);
  }

  duplicate(id: Id): Promise<Id | null> {
    const cue = this.tables.find('cues', id);
    return cue ? this.add(without_id(cue), id) : Promise.resolve(null);
  }

  async remove(id: Id): Promise<void> {
    if (await this.edit((items) => removed(items, id))) await this.sender.guarded('rundown', 'DELETE', `cues/${id}`);
  }

  skip(id: Id): Promise<unknown> {
    const skip = this.tables.find('cues', id)?.skip;
    return this.sender.guarded('rundown', 'PATCH', `cues/${id}`, { skip: skip ? null : true });
  }

  lock(locked: boolean): Promise<unknown> {
    return this.sender.guarded('rundown', 'PATCH', 'rundown/rundown', { locked });
  }

  async group(members: Id[], name: string): Promise<Id | null> {
    const id = fresh_id(this.tables);
    if ((await this.write(id, { name, cues: members }, 'rundown')) === undefined) return null;
    return (await this.edit((items) => grouped(items, members, id))) ? id : null;
  }

  async ungroup(id: Id): Promise<void> {
    const members = this.tables.find('cues', id)?.cues ?? [];
    if (await this.edit((items) => ungrouped(items, id, members))) {
      await this.sender.guarded('rundown', 'DELETE', `cues/${id}`);
    }
  }

  private async edit(change: (items: Id[]) => Id[]): Promise<boolean> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { body, etag } = await this.newest();
      const before = body?.items ?? [];
      const items = change(before);
      if (items.join() === before.join()) return true;
      const done = await this.put({ ...body, items }, etag);
      if (done !== 'changed') return done;
    }
    this.report('rundown', { kind: 'refused', problem: new Problem(412, '', '', []) });
    return false;
  }

  private async newest(): Promise<{ body: Rundown | null; etag: string | null }> {
    try {
      return await this.sender.mirror.api.tagged<Rundown>('/api/v1/rundown/rundown');
    } catch {
      return { body: this.tables.find('rundown', 'rundown') ?? null, etag: null };
    }
  }

  /** `changed`: somebody else wrote the rundown meanwhile. */
  private async put(rundown: Rundown, etag: string | null): Promise<boolean | 'changed'> {
    let changed = false;
    const watching = (report: Report | null) => {
      changed = report?.kind === 'refused' && report.problem.status === 412;
    };
    const answer = await this.sender.watched(watching).guarded('rundown', 'PUT', 'rundown/rundown', without_id(rundown), etag);
    return changed ? 'changed' : answer !== undefined;
  }
}

/** A list's resources carry their id; a body does not. */
export function without_id<T extends object>(resource: T): T {
  const { id: _, ...rest } = resource as T & { id?: Id };
  return rest as T;
}
