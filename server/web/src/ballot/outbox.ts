// SPDX-License-Identifier: GPL-2.0-or-later
// Marks leave the phone one after the other, each until it has its receipt, whatever happens in between.
import { random_key } from '../shared/api';
import { Backoff, sleep } from '../shared/backoff';
import { Problem } from '../shared/problem';
import { ask, Later, state_in } from './api';
import { same_content } from './decimal';
import type { Outgoing, Shelf, Trouble } from './shelf';
import { held, type Ballot, type Content, type OwnState, type Receipt, type Slot } from './types';

/** Longer than a request may take. */
const kTurnMs = 12_000;
const kOthersTurnMs = 700;

interface Accepted {
  content: Content;
  receipt: Receipt;
}

export class Outbox {
  private readonly tab = random_key();
  private readonly ended = new AbortController();
  private wait = new AbortController();
  private running = false;
  private readonly backoff = new Backoff(500, 8000);
  /** What was accepted and the ballot does not show yet. */
  private readonly accepted = new Map<string, Accepted>();

  constructor(
    private readonly token: string,
    private readonly shelf: Shelf,
    private readonly ballot: () => Ballot | null,
    private readonly refresh: () => Promise<void>,
    private readonly changed: () => void,
    private readonly taken_back: () => void,
  ) {}

  /** The newest that is known to have been received. */
  received(slot: Slot): OwnState | null {
    const own = held(this.ballot(), slot);
    const accepted = this.accepted.get(JSON.stringify(slot));
    if (!own || !accepted || (own.receipt?.position ?? 0) >= accepted.receipt.position) return own;
    return { ...own, ...accepted };
  }

  send(slot: Slot, content: Content): void {
    const before = this.shelf.outgoing(slot);
    this.shelf.keep_outgoing({
      slot,
      content,
      key: random_key(),
      replaces: this.received(slot)?.receipt?.position ?? 0,
      earlier: before ? [...before.earlier, before.content] : [],
      queued_at: Date.now(),
    });
    this.shelf.keep_draft(slot, null);
    this.changed();
    this.go();
  }

  /** The user has seen that other marks are there, and wants these. */
  insist(item: Outgoing): void {
    this.send(item.slot, item.content);
  }

  give_up(item: Outgoing): void {
    this.shelf.drop_outgoing(item);
    this.changed();
  }

  /** There may be something to send, or a way to send it. */
  go(): void {
    this.wait.abort();
    if (!this.running) void this.run();
  }

  end(): void {
    this.ended.abort();
    this.wait.abort();
    this.shelf.end_turn(this.tab);
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let item = this.next(); item && !this.ended.signal.aborted; item = this.next()) {
      this.wait = new AbortController();
      if (!this.shelf.take_turn(this.tab, kTurnMs)) {
        await sleep(kOthersTurnMs, this.wait.signal);
        continue;
      }
      const pause_ms = await this.send_one(item);
      this.changed();
      if (pause_ms === null) continue;
      this.shelf.end_turn(this.tab);
      await sleep(pause_ms, this.wait.signal);
    }
    this.shelf.end_turn(this.tab);
    this.running = false;
  }

  /** What is held up by a lock goes again once that is open. */
  private next(): Outgoing | undefined {
    return this.shelf.all_outgoing().find((item) => {
      if (!item.trouble) return true;
      if (item.trouble !== 'locked' && item.trouble !== 'absent') return false;
      return held(this.ballot(), item.slot)?.state === 'open';
    });
  }

  /** Milliseconds to wait before anything is sent again; null: none. */
  private async send_one(item: Outgoing): Promise<number | null> {
    const body = { ...spelled(item.slot), ...item.content, replaces: item.replaces };
    try {
      const answer = await ask<{ receipt: Receipt }>('PUT', '/api/v1/ballot/marks', { token: this.token, key: item.key, body });
      if (answer) this.accepted.set(JSON.stringify(item.slot), { content: item.content, receipt: answer.body.receipt });
      this.shelf.drop_outgoing(item);
      this.backoff.reset();
      return null;
    } catch (error) {
      return await this.after(item, error instanceof Problem ? error : Problem.unreachable());
    }
  }

  private async after(item: Outgoing, problem: Problem): Promise<number | null> {
    if (problem.status === 401) {
      this.taken_back();
      this.ended.abort();
      return null;
    }
    if (problem.status === 409) return await this.conflict(item, state_in(problem));
    if (problem.status === 403 || problem.status === 422 || problem.status === 400) {
      this.mark(item, 'refused', problem.errors[0]?.detail ?? problem.detail);
      return null;
    }
    return problem instanceof Later ? problem.after_ms : this.backoff.next_ms();
  }

  private async conflict(item: Outgoing, state: string): Promise<number | null> {
    try {
      await this.refresh();
    } catch {
      return this.backoff.next_ms();
    }
    if (state !== 'changed') {
      this.mark(item, state === 'absent' ? 'absent' : 'locked');
      return null;
    }
    const own = held(this.ballot(), item.slot);
    if (same_content(own?.content ?? null, item.content)) {
      this.shelf.drop_outgoing(item);
    } else if (!own?.content || item.earlier.some((one) => same_content(one, own.content))) {
      // An earlier version arrived after all, or the marks were taken out: these are newer.
      this.replace(item, { ...item, key: random_key(), replaces: own?.receipt?.position ?? 0 });
    } else {
      this.mark(item, 'changed');
    }
    return null;
  }

  private mark(item: Outgoing, trouble: Trouble, detail = ''): void {
    this.replace(item, { ...item, key: random_key(), trouble, detail });
  }

  private replace(item: Outgoing, by: Outgoing): void {
    if (this.shelf.outgoing(item.slot)?.key === item.key) this.shelf.keep_outgoing(by);
  }
}

function spelled(slot: Slot): Record<string, string> {
  return slot.contestant ? { round: slot.round, contestant: slot.contestant } : { round: slot.round };
}
