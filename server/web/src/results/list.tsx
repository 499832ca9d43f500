// SPDX-License-Identifier: GPL-2.0-or-later
import { useRef } from 'preact/hooks';
import { numbered_name } from '../shared/naming';
import type { PublicRow } from './document';
import { useFlip } from './flip';
import type { Strings } from './strings';

interface Props {
  text: Strings;
  rows: PublicRow[];
  view: string;
  on_stage: string | null;
}

export function RankingList({ text, rows, view, on_stage }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useFlip(list, view);
  return (
    <ol class="ranking" ref={list}>
      {rows.map((row) => (
        <li key={row.contestant} data-row={row.contestant} class={row_class(row, on_stage)}>
          <span class="rank" aria-label={row.rank === null ? undefined : `${text.rank} ${row.rank}`}>
            {row.rank ?? '–'}
          </span>
          <span class="who">
            <span class="name">{numbered_name(row.number, row.name)}</span>
            <span class="muted">{row.belonging}</span>
            <Notes row={row} text={text} />
          </span>
          <Change change={row.change} text={text} />
          <span class="total" aria-label={row.total === null ? undefined : `${text.total} ${row.total}`}>
            {row.total ?? '–'}
          </span>
        </li>
      ))}
    </ol>
  );
}

function row_class(row: PublicRow, on_stage: string | null): string {
  const classes = [row.awarded ? 'awarded' : '', row.withdrawn ? 'gone' : '', row.contestant === on_stage ? 'staged' : ''];
  return classes.filter(Boolean).join(' ');
}

function Notes({ row, text }: { row: PublicRow; text: Strings }) {
  const notes = [
    row.awarded ? text.awarded : '',
    row.under_review ? text.under_review : '',
    row.corrected ? text.corrected : '',
    row.withdrawn ? text.withdrawn : '',
  ].filter(Boolean);
  return (
    <>
      {row.stars !== null && row.stars > 0 && <span class="stars" aria-label={`${row.stars} ★`}>{'★'.repeat(Math.min(10, row.stars))}</span>}
      {notes.length > 0 && <span class="notes">{notes.join(' · ')}</span>}
    </>
  );
}

function Change({ change, text }: { change: number | null; text: Strings }) {
  if (!change) return null;
  const up = change > 0;
  const places = Math.abs(change);
  return (
    <span class={up ? 'change up' : 'change down'} aria-label={up ? text.up(places) : text.down(places)}>
      {up ? '▲' : '▼'}
      {places}
    </span>
  );
}
