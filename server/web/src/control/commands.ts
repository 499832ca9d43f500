// SPDX-License-Identifier: GPL-2.0-or-later
import { Problem } from '../shared/problem';
import type { AirItem, Bind, Id, Timer } from '../shared/types';
import { find_on_air, kChannel, named_contestant, same_bind } from './air';
import type { Mirror } from './mirror';

/** What a refusal belongs to: its panel shows it. */
export type Area = 'stage' | 'lower-third' | 'ad-hoc' | 'clock' | 'ranking' | 'air' | 'panic';

export interface Report {
  area: Area;
  /** null: the page is not connected, and nothing was sent. */
  problem: Problem | null;
}

/** A key that bounces must not take and out at once; calling the next but one is worse still. */
const kToggleGuardMs = 300;
const kNextGuardMs = 700;

/** What the operator can do. Every function answers by `report`: null when it went well. */
export class Commands {
  private readonly pressed = new Map<string, number>();

  constructor(
    private readonly mirror: Mirror,
    private readonly report: (area: Area, report: Report | null) => void,
  ) {}

  toggle_lower_third(contestant: Id): Promise<void> {
    const on_stage = this.mirror.tables.find('stage', 'stage')?.contestant;
    const matches = (item: AirItem) => named_contestant(item, on_stage) === contestant;
    return this.toggle('lower-third', 'lower-third', { contestant }, matches);
  }

  toggle_timer(): Promise<void> {
    return this.toggle('clock', 'timer', { timer: 'stage' });
  }

  toggle_ranking(round: Id, group: Id | null): Promise<void> {
    return this.toggle('ranking', 'ranking', group ? { round, group } : { round });
  }

  take_ad_hoc(title: string, subtitle: string): Promise<void> {
    return this.post('ad-hoc', 'air/take', { template: 'lower-third', channel: kChannel, data: { title, subtitle } });
  }

  out(layer: number): Promise<void> {
    return this.post('air', 'air/out', { channel: kChannel, layer });
  }

  cut(layer: number): Promise<void> {
    return this.send('air', 'POST', '/api/v1/air/clear', { channel: kChannel, layer });
  }

  /** Like cut(), never held back: it is sent whatever the page believes of the connection. */
  panic(): Promise<void> {
    return this.send('panic', 'POST', '/api/v1/air/panic', {});
  }

  release_automation(): Promise<void> {
    return this.post('panic', 'air/release', { automation: 'release' });
  }

  async next_contestant(): Promise<void> {
    if (this.bounced('next', kNextGuardMs)) return;
    await this.post('stage', 'stage', { next: true });
  }

  put_on_stage(round: Id, contestant: Id, segment?: Id): Promise<void> {
    return this.post('stage', 'stage', segment ? { round, contestant, segment } : { round, contestant });
  }

  /** Start, pause or resume, whichever the clock's state asks for. */
  async toggle_clock(): Promise<void> {
    if (this.bounced('clock', kToggleGuardMs)) return;
    const timer = this.mirror.tables.find('timers', 'stage');
    const verb = timer?.state === 'running' ? 'pause' : timer?.state === 'paused' ? 'resume' : 'start';
    await this.clock(verb, {});
  }

  reset_clock(): Promise<void> {
    return this.clock('reset', {});
  }

  add_to_clock(ms: number): Promise<void> {
    return this.clock('add', { ms });
  }

  set_clock(duration_ms: number): Promise<void> {
    const timer = this.mirror.tables.find('timers', 'stage');
    const change: Timer = { mode: 'down', duration_ms };
    // warn_ms and danger_ms may not exceed what the clock has.
    if (timer?.warn_ms && timer.warn_ms > duration_ms) change.warn_ms = duration_ms;
    if (timer?.danger_ms && timer.danger_ms > duration_ms) change.danger_ms = duration_ms;
    return this.guarded('clock', timer ? 'PATCH' : 'PUT', '/api/v1/timers/stage', change);
  }

  private clock(verb: string, body: unknown): Promise<void> {
    return this.post('clock', `timers/stage/${verb}`, body);
  }

  /** Out where exactly this is on air, else take. */
  private async toggle(
    area: Area,
    template: string,
    bind: Bind,
    matches = (item: AirItem) => same_bind(item, bind),
  ): Promise<void> {
    if (this.bounced(JSON.stringify(bind), kToggleGuardMs)) return;
    const on = find_on_air(this.mirror.air, template, matches);
    if (on) await this.post(area, 'air/out', { channel: kChannel, layer: on.layer });
    else await this.post(area, 'air/take', { template, channel: kChannel, bind });
  }

  private bounced(what: string, guard_ms: number): boolean {
    const now = performance.now();
    if (now - (this.pressed.get(what) ?? -Infinity) < guard_ms) return true;
    this.pressed.clear();
    this.pressed.set(what, now);
    return false;
  }

  private post(area: Area, path: string, body: unknown): Promise<void> {
    return this.guarded(area, 'POST', `/api/v1/${path}`, body);
  }

  /** What was decided by looking at a stale page is not sent. */
  private async guarded(area: Area, method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<void> {
    if (this.mirror.phase !== 'live') {
      this.report(area, { area, problem: null });
      return;
    }
    await this.send(area, method, path, body);
  }

  private async send(area: Area, method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<void> {
    try {
      await this.mirror.api.write(method, path, body);
      this.report(area, null);
    } catch (error) {
      this.report(area, { area, problem: error instanceof Problem ? error : Problem.unreachable() });
    }
    this.mirror.refresh_air();
  }
}
