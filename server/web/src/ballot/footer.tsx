// SPDX-License-Identifier: GPL-2.0-or-later
// What became of a ballot, and the button that sends it: the same for marks and for votes.
import type { ComponentChildren } from 'preact';
import { time_of_day } from '../shared/language';
import type { Model } from './model';
import type { Outgoing } from './shelf';
import type { Strings } from './strings';
import type { Content, Receipt, Slot } from './types';

interface HeadsProps {
  model: Model;
  text: Strings;
  slot: Slot;
  open: boolean;
  /** The gist of a content. */
  words: (content: Content) => string;
}

/** What stands in the way, said where the eye is. */
export function Heads({ model, text, slot, open, words }: HeadsProps) {
  const outgoing = model.outgoing(slot);
  const own = model.received(slot);
  if (outgoing?.trouble) return <Trouble {...{ model, text, outgoing, words }} there={own?.content ?? null} />;
  if (open) return null;
  return (
    <p class="note" data-note={own?.state}>
      <b>{own?.state === 'absent' ? text.absent : text.locked}.</b> {own?.state === 'absent' ? text.absent_more : text.locked_more}
    </p>
  );
}

interface TroubleProps {
  model: Model;
  text: Strings;
  outgoing: Outgoing;
  there: Content | null;
  words: (content: Content) => string;
}

function Trouble({ model, text, outgoing, there, words }: TroubleProps) {
  const { trouble, detail } = outgoing;
  const said =
    trouble === 'locked'
      ? text.came_too_late
      : trouble === 'absent'
        ? text.came_absent
        : trouble === 'changed'
          ? text.changed_elsewhere
          : text.refused(detail ?? '');
  return (
    <div class="note trouble" role="alert" data-trouble={trouble}>
      <p>{said}</p>
      <p class="compare">
        {there && (
          <span>
            {text.there}: <b>{words(there)}</b>
          </span>
        )}
        <span>
          {text.here}: <b>{words(outgoing.content)}</b>
        </span>
      </p>
      <div class="row">
        {trouble === 'changed' && (
          <button type="button" data-action="insist" onClick={() => model.outbox.insist(outgoing)}>
            {text.send_mine}
          </button>
        )}
        <button type="button" data-action="give-up" onClick={() => model.outbox.give_up(outgoing)}>
          {trouble === 'changed' ? text.keep_theirs : text.discard}
        </button>
      </div>
    </div>
  );
}

interface FooterProps {
  model: Model;
  text: Strings;
  slot: Slot;
  open: boolean;
  summary: ComponentChildren;
  send_words: string;
  can_send: boolean;
  send: () => void;
}

/** Stays at the lower edge, where the thumb is. */
export function Footer({ model, text, slot, open, summary, send_words, can_send, send }: FooterProps) {
  const outgoing = model.outgoing(slot);
  const own = model.received(slot);
  const dirty = model.is_dirty(slot);
  const waits = outgoing !== null && !outgoing.trouble && !dirty;
  const done = own?.content !== null && own?.content !== undefined && !dirty && !outgoing;
  return (
    <div class="footer">
      <div class="summary">{summary}</div>
      {waits && (
        <p class="fate pending" role="status" data-fate="pending">
          <span class="spinner" aria-hidden="true" />
          {model.phase === 'live' ? text.sending : text.waiting}
        </p>
      )}
      {done && own?.receipt && <ReceiptLine {...{ text, open }} receipt={own.receipt} />}
      {open && !waits && !done && (
        <div class="row">
          {dirty && own?.content && (
            <button type="button" class="plain" data-action="drop" onClick={() => model.drop_draft(slot)}>
              {text.drop_change}
            </button>
          )}
          <button type="button" class="main" data-action="send" disabled={!can_send} onClick={send}>
            {can_send && own?.content ? text.send_change : send_words}
          </button>
        </div>
      )}
    </div>
  );
}

function ReceiptLine({ text, receipt, open }: { text: Strings; receipt: Receipt; open: boolean }) {
  return (
    <div class="fate sent" role="status" data-fate="sent" data-position={receipt.position}>
      <span class="tick" aria-hidden="true">
        ✓
      </span>
      <span>
        <b>{text.sent(time_of_day(Date.parse(receipt.time), true))}</b>
        <br />
        <span class="receipt">
          {text.receipt} <code>{receipt.code}</code> · {receipt.position}
        </span>
        {open && <span class="hint"> {text.changeable}</span>}
      </span>
    </div>
  );
}
