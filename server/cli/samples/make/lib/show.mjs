// SPDX-License-Identifier: GPL-2.0-or-later
// A show file while it is written: events and calls at their times, and what an operator does with graphics.
import { expectation, standings } from './standings.mjs';

export class Show {
  #entries = [];

  event(at, type, id, data) {
    this.#entries.push({ at: Math.round(at), what: { type, id, data } });
  }

  call(at, path, body = {}) {
    this.#entries.push({ at: Math.round(at), what: { call: path, body } });
  }

  /** In the order of time; those of one time stay in the order in which they were said. */
  #ordered() {
    return this.#entries.map((entry, index) => ({ ...entry, index })).sort((a, b) => a.at - b.at || a.index - b.index);
  }

  /** The resources as all events leave them: type, id, data. */
  store() {
    const store = new Map();
    for (const { what } of this.#ordered()) {
      if (!what.type) continue;
      if (!store.has(what.type)) store.set(what.type, new Map());
      store.get(what.type).set(what.id, what.data);
    }
    return store;
  }

  /** The file: one line for each entry; the last says what the rounds come to. */
  text() {
    const entries = this.#ordered();
    const lines = entries.map(({ at, what }, index) =>
      JSON.stringify({
        at_ms: at,
        ...what,
        ...(index === entries.length - 1 ? { expect: expectation(this.store()) } : {}),
      }),
    );
    return `${lines.join('\n')}\n`;
  }

  // What an operator does. `at` is when; where there is a `for`, the graphic leaves by itself after so many milliseconds.

  take(at, template, { bind, data, for: duration_ms } = {}) {
    this.call(at, 'air/take', { template, ...(bind && { bind }), ...(data && { data }), ...(duration_ms && { duration_ms }) });
  }

  out(at, layer) {
    this.call(at, 'air/out', { layer });
  }

  /** The jury decides the ties across a round's cuts: within each group, in running order. */
  decideCuts(at, round) {
    const ties = new Map();
    for (const { contestant, group, atCut } of standings(this.store(), round).rows) {
      if (atCut) ties.set(group, [...(ties.get(group) ?? []), contestant]);
    }
    for (const [group, order] of ties) {
      if (order.length > 1) this.event(at, 'tiebreaks', `${round}-${group}`, { round, order });
    }
  }

  /** Everything leaves. */
  empty(at) {
    this.call(at, 'air/out');
  }

  /** A card over the whole width. */
  title(at, until, data) {
    this.take(at, 'title', { data });
    this.out(until, layers.title);
  }

  /** The mark in the corner, on from … until. */
  bug(at, until, text) {
    this.take(at, 'bug', { data: { text, live: true } });
    this.out(until, layers.bug);
  }

  /** A graphic that fills the middle of the picture. */
  panel(at, until, template, what) {
    this.take(at, template, what);
    this.out(until, layers[template]);
  }

  /**
   * Somebody's segment on stage: the lower third, and the clock, which here runs as long as the film has for it. It
   * stops at `until`; `clock` is {label, duration_ms, warn_ms, danger_ms}.
   */
  turn(at, until, { round, contestant, segment, speaker = { contestant: '@stage' }, data, clock }) {
    this.call(at, 'stage', { round, contestant, segment });
    this.take(at + 300, 'lower-third', { bind: speaker, data, for: Math.min(6000, until - at - 900) });
    if (!clock) return;
    this.event(at + 100, 'timers', 'stage', { mode: 'down', overtime: 'count', ...clock });
    this.take(at + 700, 'timer', { bind: { timer: 'stage' } });
    this.call(at + 1200, 'timers/stage/start');
    this.call(until - 700, 'timers/stage/pause');
    this.out(until, layers.timer);
  }
}

/** The layers that templates are on. */
export const layers = {
  'lower-third': 20,
  timer: 30,
  ranking: 40,
  'score-card': 41,
  versus: 42,
  'running-order': 43,
  board: 44,
  awards: 45,
  vote: 46,
  title: 50,
  ticker: 60,
  bug: 70,
  qr: 71,
};

/** 7 of 103 is "007": ids that sort as they count. */
export function numbered(prefix, index, count) {
  return prefix + String(index).padStart(String(count).length, '0');
}

/** 1, 2 … count */
export function upTo(count) {
  return Array.from({ length: count }, (_, index) => index + 1);
}
