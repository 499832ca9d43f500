// SPDX-License-Identifier: GPL-2.0-or-later
// Parts of contests that several samples are made of.
import { decimal } from './random.mjs';

/** A segment of somebody's turn; its clock warns so long before the end, and counts on after it. */
export function segment(id, name, speaker, duration_ms, warn_ms, danger_ms) {
  return { id, name, speaker, duration_ms, warn_ms, danger_ms, overtime: 'count' };
}

/** The clock of a segment at its real length. */
export function clockOf({ name, duration_ms, warn_ms, danger_ms }) {
  return { label: name, duration_ms, warn_ms, danger_ms };
}

/** The totals from which there are one, two … stars. */
export function starsFrom(...totals) {
  return totals.map((from, index) => ({ from, stars: index + 1 }));
}

/** A mark out of `most`, in halves: about so many thousandths of it. */
export function halves(random, most, thousandths, spread) {
  const share = Math.round((2 * most * random.around(thousandths, spread)) / 1000);
  return decimal(5 * Math.min(2 * most, share), 1);
}
