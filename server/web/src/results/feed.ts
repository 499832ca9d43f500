// SPDX-License-Identifier: GPL-2.0-or-later
import { Backoff, sleep } from '../shared/backoff';
import { isObject } from '../shared/problem';
import { read_document, type Fields, type PublicDocument } from './document';
import { read_events } from './events';
import { keep, kept } from './kept';
import { patched } from './patch';

const kDocument = '/api/v1/public/results';
const kStream = '/api/v1/public/stream';
/** A stream may die without a word: after so long without one it is opened anew. */
const kQuietMs = 30_000;
/** A stream that says which document is the newest says it at once; of another the document is asked for. */
const kFirstMs = 400;
const kDeadlineMs = 10_000;
/** A connection that lasted so long was a good one. */
const kGoodMs = 5_000;
const kPollMs = 8_000;
const kMostRetryMs = 120_000;
const kKeepMs = 20_000;

export type FeedPhase = 'connecting' | 'live' | 'polling' | 'cut';

/** How a connection ended: by itself, by a wish for a fresh one, or refused for so long. */
type End = 'lost' | 'again' | { full_ms: number };

/**
 * Keeps the public document current: the document, then what changes. A change that does not continue what is here, or
 * word of a newer document, has it loaded whole. What is older than what is shown is never shown.
 */
export class PublicFeed {
  document: PublicDocument | null = null;
  phase: FeedPhase = 'connecting';
  /** When the document was last known to be current; Date.now(). */
  current_at = 0;

  private raw: Fields | null = null;
  private attempt = new AbortController();
  private readonly ended = new AbortController();
  private readonly backoff = new Backoff(500, 8_000);
  private clock_offsets: number[] = [];
  private loading: Promise<void> | null = null;
  private load_again = false;
  private load_failed = false;
  private kept_at = 0;
  private known_at = 0;

  private readonly watchers = new Set<() => void>();

  /** `changed` is called whenever there is something new to see; the answer ends that. */
  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  /** Show time, milliseconds: a message that took longer tells an earlier time, so the latest is the best. */
  now(): number {
    return Date.now() + (this.clock_offsets.length > 0 ? Math.max(...this.clock_offsets) : 0);
  }

  /** `first`: the document that came with the page, if one did. */
  async run(first: unknown): Promise<void> {
    const again = () => {
      if (document.hidden) return this.keep_now();
      // A phone that slept must not show what it last knew as if it were now.
      if (this.phase === 'live' && Date.now() - this.current_at > kQuietMs + kDeadlineMs) this.enter('cut');
      if (this.phase !== 'live') this.attempt.abort();
    };
    const hide = () => this.keep_now();
    window.addEventListener('online', again);
    window.addEventListener('pagehide', hide);
    document.addEventListener('visibilitychange', again);
    await this.begin(first);
    while (!this.ended.signal.aborted) {
      this.attempt = new AbortController();
      const opened = Date.now();
      const end = await this.follow(this.attempt.signal);
      if (this.ended.signal.aborted) break;
      if (Date.now() - opened > kGoodMs) this.backoff.reset();
      if (end === 'again') continue;
      await this.fall_back(end);
    }
    window.removeEventListener('online', again);
    window.removeEventListener('pagehide', hide);
    document.removeEventListener('visibilitychange', again);
  }

  end(): void {
    this.ended.abort();
    this.attempt.abort();
  }

  /** What came with the page may be older than what this phone saw last: a service worker keeps old pages. */
  private async begin(first: unknown): Promise<void> {
    const last = await kept();
    if (isObject(first)) this.take_whole(first, last?.document['show'] === first['show'] ? last : null);
    else if (last) this.take_whole(last.document, last);
    this.changed();
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }

  /** One stream, until it ends. */
  private async follow(signal: AbortSignal): Promise<End> {
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener('abort', abort);
    let quiet = window.setTimeout(abort, kDeadlineMs);
    let first = 0;
    this.load_failed = false;
    try {
      const since = this.document ? `?since=${this.document.revision}` : '?since=0';
      const headers = { Accept: 'text/event-stream' };
      const response = await fetch(kStream + since, { cache: 'no-store', credentials: 'omit', headers, signal: stop.signal });
      if (response.status === 503 || response.status === 429) return { full_ms: retry_ms(response) };
      if (!response.ok || !response.body) return 'lost';
      this.known_at = 0;
      first = window.setTimeout(() => {
        if (this.known_at === 0) void this.load();
      }, kFirstMs);
      const heard = () => {
        clearTimeout(quiet);
        quiet = window.setTimeout(abort, kQuietMs);
      };
      heard();
      await read_events(response.body, heard, (data) => this.take(data));
      return 'lost';
    } catch {
      return signal.aborted && !this.load_failed ? 'again' : 'lost';
    } finally {
      clearTimeout(quiet);
      clearTimeout(first);
      signal.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  /** Without a stream the document is asked for; where that fails too, the page is cut off. */
  private async fall_back(end: 'lost' | { full_ms: number }): Promise<void> {
    const until = end === 'lost' ? 0 : Date.now() + end.full_ms * (1 + Math.random());
    let signal: AbortSignal;
    do {
      const loaded = await this.load();
      // A load that fails ends the attempt that it belonged to: what may end the wait comes after it.
      this.attempt = new AbortController();
      signal = this.attempt.signal;
      if (this.ended.signal.aborted) return;
      this.enter(loaded ? 'polling' : this.document ? 'cut' : 'connecting');
      if (!loaded || end === 'lost') return sleep(this.backoff.next_ms(), signal);
      await sleep(Math.min(kPollMs * (0.5 + Math.random()), Math.max(0, until - Date.now())), signal);
    } while (Date.now() < until && !signal.aborted);
  }

  private take(data: string): void {
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      return void this.load();
    }
    if (!isObject(value)) return;
    if (typeof value['now'] === 'string') this.observe(value['now']);
    if ('rounds' in value) {
      this.take_whole(value, null);
      return this.confirm();
    }
    if (typeof value['revision'] !== 'number') {
      // A heartbeat that does not say which document is the newest still says that the stream lives.
      if (this.phase === 'live') this.confirm();
      return;
    }
    this.known_at = Date.now();
    const continues = this.raw !== null && value['show'] === this.raw['show'] && this.document !== null;
    if (continues && value['revision'] <= (this.document?.revision ?? 0)) return this.confirm();
    const next = continues && value['previous'] === this.document?.revision ? patched(this.raw, value['patch']) : null;
    if (!isObject(next) || next['revision'] !== value['revision']) return void this.load();
    this.take_whole(next, null);
    this.confirm();
  }

  /** Never backwards: of the same show, only what is newer. `last`: what this phone kept of it. */
  private take_whole(value: Fields, last: { document: Fields; current_at: number } | null): void {
    const newest = last && Number(last.document['revision']) >= Number(value['revision']) ? last.document : value;
    if (last && this.document === null && newest === last.document) this.current_at = last.current_at;
    const same = this.raw !== null && this.raw['show'] === newest['show'];
    if (same && Number(newest['revision']) <= (this.document?.revision ?? 0)) return;
    if (!same) this.clock_offsets = [];
    this.raw = newest;
    this.document = read_document(newest);
    if (this.current_at === 0) this.current_at = Date.now();
  }

  /** What is here is what there is. */
  private confirm(): void {
    this.known_at = this.current_at = Date.now();
    if (this.current_at - this.kept_at > kKeepMs) this.keep_now();
    this.enter('live');
  }

  private keep_now(): void {
    if (!this.raw || this.phase === 'cut') return;
    this.kept_at = Date.now();
    void keep(this.raw, this.current_at);
  }

  /** Loads the document, once at a time. False where it could not be had. */
  private async load(): Promise<boolean> {
    if (this.loading) {
      this.load_again = true;
      return this.loading.then(() => true, () => false);
    }
    this.loading = this.load_once();
    try {
      await this.loading;
      return true;
    } catch {
      this.load_failed = true;
      this.attempt.abort();
      return false;
    } finally {
      this.loading = null;
      if (this.load_again) {
        this.load_again = false;
        // Whoever hands out the document may be a moment behind; and not everybody asks at once.
        window.setTimeout(() => void this.load(), 200 + Math.random() * 800);
      }
    }
  }

  private async load_once(): Promise<void> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), kDeadlineMs);
    try {
      const response = await fetch(kDocument, { cache: 'no-cache', credentials: 'omit', signal: abort.signal });
      if (!response.ok) throw new Error(String(response.status));
      const value: unknown = await response.json();
      if (!isObject(value) || !('rounds' in value)) throw new Error('not the results');
      this.take_whole(value, null);
      this.confirm();
    } finally {
      clearTimeout(timer);
    }
  }

  private observe(now: string): void {
    const offset = Date.parse(now) - Date.now();
    if (Number.isNaN(offset)) return;
    this.clock_offsets.push(offset);
    if (this.clock_offsets.length > 8) this.clock_offsets.shift();
  }

  private enter(phase: FeedPhase): void {
    this.phase = phase;
    this.changed();
  }
}

function retry_ms(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, kMostRetryMs) : 15_000;
}
