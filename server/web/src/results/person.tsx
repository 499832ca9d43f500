// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef } from 'preact/hooks';
import type { Part, PublicDocument, PublicPerson, PublicRow } from './document';
import { Name, Notes } from './list';
import type { Strings } from './strings';

/** A contestant's page: what is public of each round, and how each total comes about. */
export function PersonPage({ text, shown, person }: { text: Strings; shown: PublicDocument; person: PublicPerson }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus();
  }, [person.id]);
  const results = shown.rounds.flatMap((round) => {
    const row = round.rows.find((one) => one.contestant === person.id);
    return row ? [{ round, row }] : [];
  });
  return (
    <article class="person" data-person={person.id}>
      <div class="card">
        {person.photo && <img src={`/api/v1/media/${encodeURIComponent(person.photo)}`} alt="" loading="lazy" onError={hide} />}
        <div>
          <h2 ref={heading} tabIndex={-1}>
            <Name person={person} />
          </h2>
          {person.belonging && <p class="muted">{person.belonging}</p>}
          {(person.origin || person.remote) && (
            <p class="muted">{[person.origin, person.remote ? text.video : ''].filter(Boolean).join(' · ')}</p>
          )}
        </div>
      </div>
      {results.length === 0 && <p class="empty">{text.not_out}</p>}
      {results.map(({ round, row }) => (
        <section key={round.id} data-in={round.id}>
          <h3>{round.name}</h3>
          <p class="place">
            <span>
              {text.rank} <b>{row.rank ?? '–'}</b>
            </span>
            <span>
              {text.total} <b>{row.total ?? '–'}</b>
            </span>
          </p>
          <Notes row={row} text={text} />
          {row.parts.length > 0 && <Explained text={text} row={row} />}
        </section>
      ))}
    </article>
  );
}

function hide(event: Event): void {
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.hidden = true;
}

function Explained({ text, row }: { text: Strings; row: PublicRow }) {
  const weighted = row.parts.some((part) => part.weight);
  return (
    <table>
      <caption>{text.how}</caption>
      <thead>
        <tr>
          <th scope="col">{text.criterion}</th>
          <th scope="col">{text.value}</th>
          {weighted && <th scope="col">{text.weight}</th>}
          <th scope="col">{text.points}</th>
        </tr>
      </thead>
      <tbody>
        {row.parts.map((part, i) => (
          <tr key={i} data-part={part.kind}>
            <th scope="row">{part_name(part, text)}</th>
            <td>{part.value}</td>
            {weighted && <td>{part.weight && `× ${part.weight}`}</td>}
            <td>{part.points}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={weighted ? 3 : 2}>
            {text.total}
          </th>
          <td>{row.total}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function part_name(part: Part, text: Strings): string {
  if (part.kind === 'criterion' || part.kind === 'panel') return part.name;
  return [text[part.kind], part.name].filter(Boolean).join(' · ');
}
