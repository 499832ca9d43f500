// SPDX-License-Identifier: GPL-2.0-or-later
// A running order by lot, as docs/scoring.md, "Running order", tells it: Fisher and Yates, by SplitMix64 from the seed.

const mask = (1n << 64n) - 1n;

class SplitMix {
  constructor(seed) {
    this.state = BigInt(seed);
  }

  next() {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & mask;
    let z = this.state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  }

  below(count) {
    const wholeRuns = mask - (mask % count);
    let number = this.next();
    while (number >= wholeRuns) number = this.next();
    return number % count;
  }
}

export function drawn(ids, seed) {
  const order = [...ids].sort();
  const lots = new SplitMix(seed);
  for (let left = order.length; left > 1; --left) {
    const other = Number(lots.below(BigInt(left)));
    [order[left - 1], order[other]] = [order[other], order[left - 1]];
  }
  return order;
}
