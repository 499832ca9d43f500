// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PublicRow } from './document';
import type { Strings } from './strings';

/** More changes at once than a listener can follow are told in one sentence. */
const kMostNamed = 2;

/** Tells a screen reader what has changed in the list that is shown. */
export function Announcer({ text, rows, view }: { text: Strings; rows: PublicRow[]; view: string }) {
  const last = useRef<{ view: string; told: Map<string, string> } | null>(null);
  const [sentence, say] = useState('');
  useEffect(() => {
    const told = new Map(rows.map((row) => [row.contestant, `${row.rank}/${row.total}`]));
    const before = last.current;
    last.current = { view, told };
    if (!before || before.view !== view) return;
    const news = rows.filter((row) => row.total !== null && total_of(before.told.get(row.contestant)) !== row.total);
    if (news.length > kMostNamed) say(text.changed);
    else if (news.length > 0) {
      say(news.map((row) => text.announce(String(row.rank ?? '–'), row.name, row.total ?? '')).join(' '));
    }
  }, [rows, view, text]);
  return (
    <p class="unseen" aria-live="polite" data-live>
      {sentence}
    </p>
  );
}

function total_of(told: string | undefined): string | undefined {
  return told?.slice(told.indexOf('/') + 1);
}
