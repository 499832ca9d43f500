// SPDX-License-Identifier: GPL-2.0-or-later
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const kMoveMs = 550;

/**
 * Rows that change places travel there: their old place is measured, the new one laid out, and the
 * difference animated away. `view` names what is listed; another view appears without motion.
 */
export function useFlip(list: RefObject<HTMLElement | null>, view: string): void {
  const last = useRef<{ view: string; tops: Map<string, number> }>({ view: '', tops: new Map() });
  useLayoutEffect(() => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const tops = new Map(rows.map((row) => [row.dataset['row'] ?? '', row.offsetTop]));
    const before = last.current;
    last.current = { view, tops };
    if (before.view !== view || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const row of rows) {
      const key = row.dataset['row'] ?? '';
      const was = before.tops.get(key);
      const now = tops.get(key) ?? 0;
      if (was === undefined) row.animate([{ opacity: 0 }, { opacity: 1 }], { duration: kMoveMs });
      else if (was !== now) move(row, was - now);
    }
  });
}

function move(row: HTMLElement, from: number): void {
  // A row may still be travelling: it goes on from where it is seen, not from where it was laid out.
  const travelled = new DOMMatrixReadOnly(getComputedStyle(row).transform).m42;
  for (const animation of row.getAnimations()) animation.cancel();
  row.animate([{ transform: `translateY(${from + travelled}px)` }, { transform: 'none' }], {
    duration: kMoveMs,
    easing: 'cubic-bezier(.2, .7, .2, 1)',
  });
}
