// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { same_content } from './decimal';
import { Link, type LinkPhase } from './link';
import { Outbox } from './outbox';
import { Shelf, type Outgoing, type Session } from './shelf';
import type { Ballot, Content, OwnState, Slot } from './types';

/** `trouble`: it needs the judge's eye. */
export type SlotState = 'open' | 'draft' | 'pending' | 'sent' | 'locked' | 'absent' | 'trouble';

/** All that the page shows, and does. */
export class Model {
  ballot: Ballot | null;
  readonly shelf: Shelf;
  readonly link: Link;
  readonly outbox: Outbox;

  constructor(
    session: Session,
    readonly changed: () => void,
    taken_back: () => void,
  ) {
    this.shelf = new Shelf(session.ballot);
    this.ballot = this.shelf.last();
    this.link = new Link(
      session.token,
      (ballot) => {
        this.ballot = ballot;
        this.shelf.keep_last(ballot);
        changed();
        this.outbox.go();
      },
      () => {
        changed();
        if (this.link.phase === 'live') this.outbox.go();
        if (this.link.phase === 'ended') taken_back();
      },
    );
    this.outbox = new Outbox(session.token, this.shelf, () => this.ballot, () => this.link.refresh(), changed, taken_back);
  }

  drop_draft(slot: Slot): void {
    this.shelf.keep_draft(slot, null);
    this.changed();
  }

  get phase(): LinkPhase {
    return this.link.phase;
  }

  received(slot: Slot): OwnState | null {
    return this.outbox.received(slot);
  }

  outgoing(slot: Slot): Outgoing | null {
    return this.shelf.outgoing(slot);
  }

  /** What the page shows as the judge's: what was touched last. */
  shown(slot: Slot): Content | null {
    return this.shelf.draft(slot) ?? this.outgoing(slot)?.content ?? this.received(slot)?.content ?? null;
  }

  /** Is there something that was neither sent nor queued? */
  is_dirty(slot: Slot): boolean {
    const draft = this.shelf.draft(slot);
    if (!draft) return false;
    const before = this.outgoing(slot)?.content ?? this.received(slot)?.content ?? null;
    return !same_content(draft, before);
  }

  state(slot: Slot): SlotState {
    const outgoing = this.outgoing(slot);
    const own = this.received(slot);
    if (outgoing?.trouble) return 'trouble';
    if (outgoing) return 'pending';
    if (own && own.state !== 'open') return own.state;
    if (this.is_dirty(slot)) return 'draft';
    return own?.content ? 'sent' : 'open';
  }
}

export function useModel(session: Session, taken_back: () => void): Model {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const kept = useRef<Model | null>(null);
  kept.current ??= new Model(session, () => redraw(undefined), taken_back);
  const model = kept.current;
  useEffect(() => {
    const stop = model.shelf.watch(() => {
      redraw(undefined);
      model.outbox.go();
    });
    void model.link.run();
    model.outbox.go();
    return () => {
      stop();
      model.link.end();
      model.outbox.end();
    };
  }, [model]);
  return model;
}
