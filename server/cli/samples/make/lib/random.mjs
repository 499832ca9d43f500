// SPDX-License-Identifier: GPL-2.0-or-later
// Invented figures that are the same on every machine: whole numbers only, from a seed.

/** Mulberry32, by Tommy Ettinger. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  word() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** from … to, both possible */
  between(from, to) {
    return from + (this.word() % (to - from + 1));
  }

  /** Around the middle, at most `spread` away, seldom far: three dice. */
  around(middle, spread) {
    const third = Math.trunc(spread / 3);
    const rest = spread - 3 * third;
    return middle + this.between(-third, third) + this.between(-third, third) + this.between(-third - rest, third + rest);
  }

  pick(list) {
    return list[this.between(0, list.length - 1)];
  }

  /** So many of a list, in the list's order. */
  some(list, count) {
    const left = [...list.keys()];
    const chosen = new Set();
    while (chosen.size < count) chosen.add(left.splice(this.between(0, left.length - 1), 1)[0]);
    return list.filter((_, index) => chosen.has(index));
  }
}

/** Whole units as a decimal: (9235, 2) is "92.35". */
export function decimal(units, places) {
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  const sign = units < 0 ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
