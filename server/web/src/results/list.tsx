// SPDX-License-Identifier: GPL-2.0-or-later
import { useRef } from 'preact/hooks';
import type { PublicPerson, PublicRow } from './document';
import { useFlip } from './flip';
import { Link } from './link';
import type { Place } from './place';
import { filled, type Strings } from './strings';

interface Props {
  text: Strings;
  rows: PublicRow[];
  view: string;
  on_stage: string | null;
  place: Place;
  go: (place: Place) => void;
}

export function RankingList({ text, rows, view, on_stage, place, go }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useFlip(list, view);
  return (
    <ol class="ranking" ref={list}>
      {rows.map((row) => (
        <li key={row.contestant} data-row={row.contestant} class={row_class(row, on_stage)}>
          <span class="rank">
            <span class="unseen">{text.rank} </span>
            {row.rank ?? '–'}
          </span>
          <span class="who">
            <Link to={{ ...place, contestant: row.contestant }} go={go} kind="name">
              <Name person={row.person} />
            </Link>
            <span class="muted">{row.person.belonging}</span>
            <Notes row={row} text={text} />
          </span>
          <Change change={row.change} text={text} />
          <span class="total">
            <span class="unseen">{text.total} </span>
            {row.total ?? '–'}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** "3 张三"; just "3号选手" where the name begins with the number anyway. */
export function Name({ person }: { person: PublicPerson }) {
  const numbered = person.number && !person.name.startsWith(`${person.number}号`);
  return (
    <>
      {numbered && <span class="number">{person.number} </span>}
      {person.name}
    </>
  );
}

function row_class(row: PublicRow, on_stage: string | null): string {
  const classes = [
    row.rank !== null && row.rank <= 3 ? `top top${row.rank}` : '',
    row.awarded ? 'awarded' : '',
    row.withdrawn ? 'gone' : '',
    row.contestant === on_stage ? 'staged' : '',
  ];
  return classes.filter(Boolean).join(' ');
}

export function Notes({ row, text }: { row: PublicRow; text: Strings }) {
  const notes = [
    row.awarded ? text.awarded : '',
    row.under_review ? text.under_review : '',
    row.corrected ? text.corrected : '',
    row.withdrawn ? text.withdrawn : '',
  ].filter(Boolean);
  return (
    <>
      {row.stars !== null && row.stars > 0 && (
        <span class="stars">
          <span class="unseen">{filled(text.stars, { count: row.stars })}</span>
          <span aria-hidden="true">{'★'.repeat(Math.min(10, row.stars))}</span>
        </span>
      )}
      {notes.length > 0 && <span class="notes">{notes.join(' · ')}</span>}
    </>
  );
}

function Change({ change, text }: { change: number | null; text: Strings }) {
  if (!change) return null;
  const up = change > 0;
  const places = Math.abs(change);
  return (
    <span class={up ? 'change up' : 'change down'}>
      <span class="unseen">{filled(up ? text.up : text.down, { places })}</span>
      <span aria-hidden="true">
        {up ? '▲' : '▼'}
        {places}
      </span>
    </span>
  );
}
