// SPDX-License-Identifier: GPL-2.0-or-later
import { Backoff, sleep } from '../shared/backoff';
import { isObject } from '../shared/problem';
import { read_document, type PublicDocument } from './document';

const kDocument = '/api/v1/public/results';
const kStream = '/api/v1/public/stream';
/** A stream may die without a word: after so long without one, the document is asked for. */
const kQuietMs = 30_000;
/** A stream begins with the whole document; a server between may hold that back. */
const kFirstMs = 2000;
const kDeadlineMs = 10_000;

export type FeedPhase = 'connecting' | 'live' | 'cut';

/** Keeps the public document current: loaded whole, then by its stream; any gap loads it whole. */
export class PublicFeed {
  document: PublicDocument | null = null;
  phase: FeedPhase = 'connecting';
  /** When the document was last known to be current; Date.now(). */
  current_at = 0;

  private source: EventSource | null = null;
  private quiet = 0;
  private attempt = new AbortController();
  private readonly ended = new AbortController();
  private readonly backoff = new Backoff(500, 15_000);

  constructor(private readonly changed: () => void) {}

  async run(): Promise<void> {
    const again = () => {
      if (document.hidden) return;
      // A phone that slept must not show what it last knew as if it were now.
      if (this.phase === 'live' && Date.now() - this.current_at > kQuietMs + kDeadlineMs) this.enter('cut');
      this.attempt.abort();
    };
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    while (!this.ended.signal.aborted) {
      this.attempt = new AbortController();
      const lost = await this.follow(this.attempt.signal);
      if (this.ended.signal.aborted) break;
      if (!lost) continue;
      this.enter(this.document ? 'cut' : 'connecting');
      await sleep(this.backoff.next_ms(), this.attempt.signal);
    }
    window.removeEventListener('online', again);
    document.removeEventListener('visibilitychange', again);
  }

  end(): void {
    this.ended.abort();
    this.attempt.abort();
  }

  /** One connection, until it breaks (true) or a fresh one is asked for (false). */
  private follow(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const source = new EventSource(kStream);
      this.source = source;
      const finish = (lost: boolean) => {
        source.close();
        clearTimeout(this.quiet);
        resolve(lost);
      };
      const load = () => {
        this.load().then(
          () => this.rest(load, kQuietMs),
          () => finish(true),
        );
      };
      signal.addEventListener('abort', () => finish(false));
      source.onopen = () => this.rest(load, kFirstMs);
      source.onerror = () => finish(true);
      source.addEventListener('heartbeat', () => {
        this.current_at = Date.now();
        this.rest(load, this.phase === 'live' ? kQuietMs : kFirstMs);
      });
      source.onmessage = (event) => {
        if (this.source !== source) return;
        this.rest(load, kQuietMs);
        if (!this.take(event)) load();
      };
    });
  }

  /** The document is asked for unless something arrives within `wait_ms`. */
  private rest(load: () => void, wait_ms: number): void {
    clearTimeout(this.quiet);
    this.quiet = window.setTimeout(load, wait_ms);
  }

  /** False: the message does not continue what is here, and the document must be loaded. */
  private take(event: MessageEvent<string>): boolean {
    let value: unknown;
    try {
      value = JSON.parse(event.data);
    } catch {
      return false;
    }
    if (!isObject(value) || typeof value['revision'] !== 'number') return false;
    const known = this.document?.revision ?? -1;
    if (value['revision'] < known || !('rounds' in value)) return false;
    this.show(value);
    return true;
  }

  private async load(): Promise<void> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), kDeadlineMs);
    try {
      const response = await fetch(kDocument, { cache: 'no-cache', credentials: 'omit', signal: abort.signal });
      if (!response.ok) throw new Error(String(response.status));
      this.show(await response.json());
    } finally {
      clearTimeout(timer);
    }
  }

  private show(value: unknown): void {
    this.document = read_document(value);
    this.backoff.reset();
    this.current_at = Date.now();
    this.enter('live');
  }

  private enter(phase: FeedPhase): void {
    this.phase = phase;
    this.changed();
  }
}
