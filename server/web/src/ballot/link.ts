// SPDX-License-Identifier: GPL-2.0-or-later
// The ballot as the server has it: a stream of whole documents; where there is no place for one more stream, asked for
// every few seconds.
import { Backoff, sleep } from '../shared/backoff';
import { read_events } from '../shared/events';
import { isObject, Problem } from '../shared/problem';
import { ask, problem_of } from './api';
import type { Ballot } from './types';

/** The server says something every 10 s. */
const kSilenceMs = 25_000;
const kAskEveryMs = 4000;
/** How long the page asks before it tries for a stream again. */
const kAsks = 15;

/** `ended`: the code was released, replaced or revoked. */
export type LinkPhase = 'connecting' | 'live' | 'lost' | 'ended';

export class Link {
  phase: LinkPhase = 'connecting';
  heard_at = 0;

  private readonly backoff = new Backoff(400, 6000);
  private readonly ended = new AbortController();
  private attempt = new AbortController();

  constructor(
    private readonly token: string,
    private readonly take: (ballot: Ballot) => void,
    private readonly changed: () => void,
  ) {}

  async run(): Promise<void> {
    const again = () => this.attempt.abort();
    const awake = () => {
      if (!document.hidden && Date.now() - this.heard_at > kSilenceMs / 2) again();
    };
    window.addEventListener('online', again);
    window.addEventListener('offline', again);
    document.addEventListener('visibilitychange', awake);
    while (!this.is_over()) {
      this.attempt = new AbortController();
      try {
        await this.follow();
      } catch (error) {
        if (await this.goes_on_after(error)) continue;
      }
      if (this.is_over()) break;
      this.enter('lost');
      await sleep(this.backoff.next_ms(), this.attempt.signal.aborted ? this.ended.signal : this.attempt.signal);
    }
    window.removeEventListener('online', again);
    window.removeEventListener('offline', again);
    document.removeEventListener('visibilitychange', awake);
  }

  end(): void {
    this.ended.abort();
    this.attempt.abort();
  }

  /** The newest document, now. */
  async refresh(): Promise<void> {
    const answer = await ask<Ballot>('GET', '/api/v1/ballot', { token: this.token });
    if (answer) this.heard(answer.body);
  }

  private is_over(): boolean {
    return this.ended.signal.aborted || this.phase === 'ended';
  }

  private async follow(): Promise<void> {
    let silence = 0;
    const listening = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => this.attempt.abort(), kSilenceMs);
    };
    listening();
    try {
      const headers = { Authorization: `Bearer ${this.token}` };
      const init: RequestInit = { headers, cache: 'no-store', signal: this.attempt.signal };
      const response = await fetch('/api/v1/ballot/stream', init);
      if (!response.ok || !response.body) throw await problem_of(response);
      await read_events(response.body, listening, (event, data) => {
        if (event === 'ended') this.enter('ended');
        else if (event === 'ballot' && isObject(data)) this.heard(data as unknown as Ballot);
        else this.beat();
      });
    } finally {
      clearTimeout(silence);
    }
  }

  /** Where there is no place for one more stream, the page asks instead. False: it is cut off. */
  private async goes_on_after(problem: unknown): Promise<boolean> {
    const status = problem instanceof Problem ? problem.status : 0;
    if (status === 401 || status === 403) this.enter('ended');
    if (status !== 503) return false;
    try {
      await this.ask_now_and_then();
      return !this.attempt.signal.aborted;
    } catch (refused) {
      if (refused instanceof Problem && (refused.status === 401 || refused.status === 403)) this.enter('ended');
      return false;
    }
  }

  private async ask_now_and_then(): Promise<void> {
    let known: string | null = null;
    for (let i = 0; i < kAsks && !this.attempt.signal.aborted; i += 1) {
      const answer: { body: Ballot; etag: string | null } | null = await ask<Ballot>('GET', '/api/v1/ballot', {
        token: this.token,
        known,
      });
      if (answer) {
        known = answer.etag;
        this.heard(answer.body);
      } else {
        this.beat();
      }
      await sleep(kAskEveryMs * (0.75 + Math.random() / 2), this.attempt.signal);
    }
  }

  private heard(ballot: Ballot): void {
    this.take(ballot);
    this.beat();
  }

  private beat(): void {
    this.heard_at = Date.now();
    this.backoff.reset();
    this.enter('live');
  }

  private enter(phase: LinkPhase): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.changed();
  }
}
