// SPDX-License-Identifier: GPL-2.0-or-later
import { Api } from './api';
import { Backoff, sleep } from './backoff';
import { ServerClock } from './clock';
import { Coalesced } from './coalesced';
import { read_lines } from './lines';
import { isObject, Problem } from './problem';
import { Tables, type TypeName } from './tables';
import type { Air, Health, Id, JournalRecord, Standings } from './types';

/** The server promises a line at least every 20 s. */
const kSilenceMs = 25_000;
const kHealthEveryMs = 3000;
const kHealthDeadlineMs = 3000;
/** A pause this much too long means that the machine slept: the feed may have died unnoticed. */
const kAsleepMs = 10_000;
/** How far the feed may lie behind what the server's health says before it counts as stuck. */
const kLagMs = 4000;

/** `lost` covers everything between a break and being current again. */
export type LinkPhase = 'connecting' | 'live' | 'lost' | 'refused';

/** The picture of a take is asked for first, and one answer serves the take's own answer and its record. */
const kAirBehindMs = 15;

const kAirTypes = new Set(['air', 'automation', 'channels', 'playhead', 'rundown', 'cues']);
const kScoring = new Set(['scores', 'adjustments', 'totals', 'tiebreaks', 'rounds', 'contestants', 'people', 'reveals']);

/**
 * The page's copy of the show: loaded once, then kept current by the event feed. What it holds is
 * true only while `phase` is "live"; otherwise it was true at `current_at`.
 */
export class Mirror {
  readonly clock = new ServerClock();
  readonly api: Api;
  tables = new Tables();
  phase: LinkPhase = 'connecting';
  current_at = 0;
  health: Health | null = null;
  air: Air | null = null;
  /** Of the watched rounds, as an operator sees them. */
  standings = new Map<Id, Standings>();
  /** Counts what may have changed the picture. */
  picture_version = 0;
  /** Counts the themes that were saved meanwhile. */
  theme_version = 0;

  private head = -1;
  private watched: Id[] = [];
  private readonly backoff = new Backoff(300, 5000);
  private readonly ended = new AbortController();
  private attempt = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly picture_listeners = new Set<() => void>();
  private notifying = false;
  private air_fetch = new Coalesced(() => this.fetch_air(), kAirBehindMs, this.ended.signal);
  private standings_fetch = new Coalesced(() => this.fetch_standings(), 200, this.ended.signal);
  private air_timer = 0;

  /** `types`: what the page shows of the show. */
  constructor(
    token: string,
    private readonly types: readonly TypeName[],
  ) {
    this.api = new Api(token, this.clock);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls `listener` at once when the picture may be another. */
  on_picture(listener: () => void): () => void {
    this.picture_listeners.add(listener);
    return () => this.picture_listeners.delete(listener);
  }

  picture_changed(): void {
    this.picture_version += 1;
    for (const listener of this.picture_listeners) listener();
  }

  /** Runs until end(). */
  async run(): Promise<void> {
    const retry_now = () => this.attempt.abort();
    window.addEventListener('online', retry_now);
    while (!this.ended.signal.aborted) {
      this.attempt = new AbortController();
      try {
        await this.connect();
      } catch (error) {
        if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
          this.enter('refused');
          break;
        }
        if (error instanceof Problem && error.status === 409) this.head = -1;
      }
      if (this.ended.signal.aborted) break;
      this.enter(this.head < 0 && this.current_at === 0 ? 'connecting' : 'lost');
      await sleep(this.backoff.next_ms(), this.ended.signal);
    }
    window.removeEventListener('online', retry_now);
  }

  end(): void {
    this.ended.abort();
    this.attempt.abort();
    clearTimeout(this.air_timer);
    this.listeners.clear();
  }

  /** Whose marks and totals the page wants. */
  watch_rounds(rounds: Id[]): void {
    if (rounds.join() === this.watched.join()) return;
    this.watched = rounds;
    this.standings_fetch.ask();
  }

  refresh_air(): void {
    this.air_fetch.ask();
  }

  /** One connection, from the first request to the feed's end. */
  private async connect(): Promise<void> {
    const before = this.health;
    const health = await this.api.get<Health>('/api/v1/health', this.attempt.signal);
    if (health.token === undefined) throw new Problem(401, '', '', []);
    if (before === null || before.show_id !== health.show_id || health.token < this.head) this.head = -1;
    if (this.phase === 'lost') this.clock.forget();
    this.health = health;
    if (this.head < 0) await this.load(health.token);
    await this.fetch_air();
    this.standings_fetch.ask();
    await this.follow(health.token);
  }

  private async load(token: number): Promise<void> {
    const fresh = new Tables();
    const answers = await Promise.all(this.types.map((type) => this.api.find<unknown>(`/api/v1/${type}`)));
    answers.forEach((answer, i) => {
      const type = this.types[i];
      if (type) fresh.fill(type, answer);
    });
    this.tables = fresh;
    this.head = token;
  }

  /** Reads the feed from `head`; the copy is current once it has reached `target`. */
  private async follow(target: number): Promise<void> {
    const signal = this.attempt.signal;
    const body = await this.api.stream(`/api/v1/event-feed?since_token=${this.head}`, signal);
    const caught_up = () => {
      if (this.phase === 'live' || this.head < target) return;
      this.backoff.reset();
      this.enter('live');
    };
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => this.attempt.abort(), kSilenceMs);
    };
    heard();
    caught_up();
    const watch = this.watch_health(signal);
    try {
      await read_lines(body, heard, (value) => {
        this.take_line(value);
        caught_up();
      });
    } finally {
      clearTimeout(silence);
      this.attempt.abort();
      await watch;
    }
  }

  /** A dead line shows up within seconds, not with the feed's next heartbeat. */
  private async watch_health(signal: AbortSignal): Promise<void> {
    let behind_since = 0;
    for (;;) {
      const began = Date.now();
      await sleep(kHealthEveryMs, signal);
      if (signal.aborted) return;
      const slept = Date.now() - began > kHealthEveryMs + kAsleepMs && !document.hidden;
      try {
        if (slept) throw new Error('the machine was asleep');
        const health = await this.api.get<Health>('/api/v1/health', signal, kHealthDeadlineMs);
        this.health = health;
        const head = health.token ?? 0;
        if (head <= this.head) behind_since = 0;
        else behind_since ||= Date.now();
        if (behind_since && Date.now() - behind_since > kLagMs) throw new Error('the feed is stuck');
        if (this.phase === 'live') this.current_at = Date.now();
      } catch {
        this.attempt.abort();
      }
    }
  }

  private take_line(value: unknown): void {
    if (!isObject(value) || typeof value['token'] !== 'number') return;
    if (typeof value['type'] === 'string') this.take_record(value as unknown as JournalRecord);
    this.head = Math.max(this.head, value['token']);
    if (this.phase === 'live') this.current_at = Date.now();
  }

  private take_record(record: JournalRecord): void {
    this.tables.apply(record);
    this.picture_changed();
    if (kAirTypes.has(record.type)) this.air_fetch.ask();
    if (kScoring.has(record.type)) this.standings_fetch.ask();
    if (record.type === 'theme') this.theme_version += 1;
    this.notify();
  }

  private async fetch_air(): Promise<void> {
    const air = await this.api.get<Air>('/api/v1/air');
    if (this.air && air.token < this.air.token && this.phase === 'live') return;
    const before = this.air;
    this.air = air;
    if (before?.token !== air.token) this.picture_changed();
    this.schedule_air(air);
    this.notify();
  }

  /** Items enter, leave and run out by time alone: no record says so. */
  private schedule_air(air: Air): void {
    clearTimeout(this.air_timer);
    let wait = Infinity;
    for (const channel of Object.values(air.channels)) {
      for (const item of Object.values(channel.layers)) {
        if (item.leaving || item.state === 'in' || item.state === 'out') wait = Math.min(wait, 250);
        const leaves_in = item.out_at ? Date.parse(item.out_at) - this.clock.now() : -1;
        if (leaves_in > 0) wait = Math.min(wait, leaves_in + 30);
      }
    }
    if (wait < 0x7fffffff) this.air_timer = window.setTimeout(() => this.air_fetch.ask(), wait);
  }

  private async fetch_standings(): Promise<void> {
    const fresh = new Map<Id, Standings>();
    for (const round of [...this.watched]) {
      const path = `/api/v1/rounds/${encodeURIComponent(round)}/standings?audience=operator`;
      const standings = await this.api.find<Standings>(path);
      if (standings) fresh.set(round, standings);
    }
    this.standings = fresh;
    this.notify();
  }

  private enter(phase: LinkPhase): void {
    if (phase === 'live') this.current_at = Date.now();
    this.phase = phase;
    this.picture_changed();
    this.notify();
  }

  private notify(): void {
    if (this.notifying) return;
    this.notifying = true;
    setTimeout(() => {
      this.notifying = false;
      for (const listener of this.listeners) listener();
    }, 0);
  }
}
