// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PublicRow } from './document';
import { filled, type Strings } from './strings';

/** More changes at once than a listener can follow are told in one sentence. */
const kMostNamed = 2;

/** Tells a screen reader what has changed in the list that is shown. */
export function Announcer({ text, rows, view }: { text: Strings; rows: PublicRow[]; view: string }) {
  const last = useRef<{ view: string; totals: Map<string, string | null> } | null>(null);
  const [sentence, say] = useState('');
  useEffect(() => {
    const totals = new Map(rows.map((row) => [row.contestant, row.total]));
    const before = last.current;
    last.current = { view, totals };
    if (!before || before.view !== view) return;
    const news = rows.filter((row) => row.total !== null && before.totals.get(row.contestant) !== row.total);
    if (news.length > kMostNamed) say(text.changed);
    else if (news.length > 0) say(news.map((row) => told(text, row)).join('; '));
  }, [rows, view, text]);
  return (
    <p class="unseen" aria-live="polite" data-live>
      {sentence}
    </p>
  );
}

function told(text: Strings, row: PublicRow): string {
  return filled(text.announce, { rank: row.rank ?? '–', name: row.person.name, total: row.total ?? '' });
}
