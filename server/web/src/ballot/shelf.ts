// SPDX-License-Identifier: GPL-2.0-or-later
// What this phone keeps: who it is, marks that are not sent yet, and the ballot as it was seen last. Each thing lies
// under a key of its own in localStorage, so that two tabs that write at once lose nothing of each other's.
import { random_key } from '../shared/api';
import { isObject } from '../shared/problem';
import { recall, remember, remembered } from '../shared/remember';
import type { Ballot, Content, Slot } from './types';
import { slot_name } from './types';

const kPrefix = 'leitai.ballot.';
const kDevice = `${kPrefix}device`;
const kSession = `${kPrefix}session`;
const kPendingCode = `${kPrefix}code`;

export interface Session {
  ballot: string;
  token: string;
  /** Whose: a new code of the same judge goes on with what the old one left unsent. */
  whose: string;
}

export type Trouble = 'locked' | 'absent' | 'changed' | 'refused';

/** Marks on their way. */
export interface Outgoing {
  slot: Slot;
  content: Content;
  /** Idempotency-Key: sent twice, it is done once. */
  key: string;
  /** Position of the own marks that these take the place of; 0: of none. */
  replaces: number;
  /** What was tried before these for the same slot, and may or may not have arrived. */
  earlier: Content[];
  queued_at: number;
  /** Why they cannot go now. */
  trouble?: Trouble;
  detail?: string;
}

/** Stays the same on this phone: it is how the server knows that a code comes from it again. */
export function device(): string {
  const known = recall(kDevice);
  if (known) return known;
  const made = random_key();
  remember(kDevice, made);
  return made;
}

export function recall_session(): Session | null {
  const value = parsed(recall(kSession));
  if (!isObject(value)) return null;
  const { ballot, token, whose } = value;
  return typeof ballot === 'string' && typeof token === 'string' && typeof whose === 'string' ? { ballot, token, whose } : null;
}

export function keep_session(session: Session | null): void {
  remember(kSession, session ? JSON.stringify(session) : null);
}

/** A code that could not be sent yet. */
export function recall_code(): string | null {
  return recall(kPendingCode);
}

export function keep_code(code: string | null): void {
  remember(kPendingCode, code);
}

export class Shelf {
  private readonly prefix: string;

  constructor(readonly ballot: string) {
    this.prefix = `${kPrefix}${ballot}.`;
  }

  /** Calls `listener` when another tab has written something. */
  watch(listener: () => void): () => void {
    const heard = (event: StorageEvent) => {
      if (event.key === null || event.key.startsWith(this.prefix) || event.key === kSession) listener();
    };
    window.addEventListener('storage', heard);
    return () => window.removeEventListener('storage', heard);
  }

  draft(slot: Slot): Content | null {
    return parsed(recall(this.prefix + 'draft.' + slot_name(slot))) as Content | null;
  }

  keep_draft(slot: Slot, content: Content | null): void {
    remember(this.prefix + 'draft.' + slot_name(slot), content ? JSON.stringify(content) : null);
  }

  outgoing(slot: Slot): Outgoing | null {
    return parsed(recall(this.out_key(slot))) as Outgoing | null;
  }

  keep_outgoing(item: Outgoing): void {
    remember(this.out_key(item.slot), JSON.stringify(item));
  }

  /** Unless something else lies there by now. */
  drop_outgoing(item: Outgoing): void {
    if (this.outgoing(item.slot)?.key === item.key) remember(this.out_key(item.slot), null);
  }

  /** The oldest first. */
  all_outgoing(): Outgoing[] {
    const items = remembered(this.prefix + 'out.').flatMap((key) => (parsed(recall(key)) as Outgoing | null) ?? []);
    return items.sort((a, b) => a.queued_at - b.queued_at);
  }

  /** Takes what an earlier ballot of the same judge has not sent. */
  adopt(ballot: string): void {
    const earlier = new Shelf(ballot);
    for (const item of earlier.all_outgoing()) {
      if (!this.outgoing(item.slot)) this.keep_outgoing(item);
      earlier.drop_outgoing(item);
    }
  }

  last(): Ballot | null {
    return parsed(recall(this.prefix + 'last')) as Ballot | null;
  }

  keep_last(ballot: Ballot): void {
    remember(this.prefix + 'last', JSON.stringify(ballot));
  }

  /** One tab sends at a time, so that what was changed last arrives last. True: it is `tab`'s turn for `ms`. */
  take_turn(tab: string, ms: number): boolean {
    const key = this.prefix + 'turn';
    const turn = parsed(recall(key));
    const taken = isObject(turn) && turn['tab'] !== tab && typeof turn['until'] === 'number' && turn['until'] > Date.now();
    if (taken) return false;
    remember(key, JSON.stringify({ tab, until: Date.now() + ms }));
    return true;
  }

  end_turn(tab: string): void {
    const key = this.prefix + 'turn';
    const turn = parsed(recall(key));
    if (isObject(turn) && turn['tab'] === tab) remember(key, null);
  }

  private out_key(slot: Slot): string {
    return this.prefix + 'out.' + slot_name(slot);
  }
}

function parsed(text: string | null): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
