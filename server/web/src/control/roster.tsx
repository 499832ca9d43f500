// SPDX-License-Identifier: GPL-2.0-or-later
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Id } from '../shared/types';
import type { Mirror } from './mirror';
import { belonging, number_of, Panel } from './parts';
import type { Entry } from './roster_model';
import type { Strings } from './strings';

interface Props {
  text: Strings;
  mirror: Mirror;
  rounds: [Id, { name?: string }][];
  round: Id | null;
  choose_round: (round: Id) => void;
  /** The whole running order, and what the search leaves of it. */
  order: Entry[];
  entries: Entry[];
  selected: Id | null;
  select: (contestant: Id) => void;
  on_stage: Id | null;
  next: Entry | undefined;
  on_air: ReadonlySet<Id>;
  put_on_stage: (contestant: Id) => void;
  query: string;
  type_query: (query: string) => void;
  accept_query: () => void;
  group: Id | null;
  choose_group: (group: Id | null) => void;
  search_box: RefObject<HTMLInputElement | null>;
}

export function Roster(props: Props) {
  const { text, entries, selected } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current && row) bring_into_view(list.current, row);
  }, [selected, entries.length]);
  return (
    <Panel name="roster" title={text.roster} aside={<RoundChoice {...props} />}>
      <div class="filters">
        <input
          ref={props.search_box}
          type="search"
          placeholder={text.search}
          aria-label={text.search}
          value={props.query}
          onInput={(event) => props.type_query(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) props.accept_query();
          }}
        />
        <GroupChoice {...props} />
      </div>
      {entries.length === 0 && <p class="empty">{props.order.length === 0 ? text.nobody : text.no_match}</p>}
      <ul class="roster" role="listbox" aria-label={text.roster} ref={list}>
        {entries.map((entry) => (
          <RosterRow key={entry.id} entry={entry} {...props} />
        ))}
      </ul>
    </Panel>
  );
}

function RoundChoice({ text, rounds, round, choose_round }: Props) {
  if (rounds.length < 2) return <span class="muted">{rounds[0]?.[1].name ?? ''}</span>;
  return (
    <select aria-label={text.round} value={round ?? ''} onChange={(event) => choose_round(event.currentTarget.value)}>
      {rounds.map(([id, one]) => (
        <option key={id} value={id}>
          {one.name ?? id}
        </option>
      ))}
    </select>
  );
}

function GroupChoice({ text, mirror, group, choose_group }: Props) {
  const groups = [...mirror.tables.all('groups')].sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));
  if (groups.length === 0) return null;
  return (
    <select aria-label={text.all_groups} value={group ?? ''} onChange={(event) => choose_group(event.currentTarget.value || null)}>
      <option value="">{text.all_groups}</option>
      {groups.map(([id, one]) => (
        <option key={id} value={id}>
          {one.name ?? id}
        </option>
      ))}
    </select>
  );
}

function RosterRow({ entry, ...props }: Props & { entry: Entry }) {
  const { text, mirror, selected, on_stage, next, on_air } = props;
  const { id, contestant } = entry;
  const group = mirror.tables.find('groups', contestant.group);
  const row = mirror.standings.get(id);
  const classes = ['row', id === on_stage ? 'staged' : '', on_air.has(id) ? 'airing' : '', contestant.withdrawn ? 'gone' : ''];
  return (
    <li
      role="option"
      aria-selected={id === selected}
      data-contestant={id}
      class={classes.filter(Boolean).join(' ')}
      onClick={() => props.select(id)}
    >
      <span class="number">{number_of(contestant) || entry.position}</span>
      <span class="who">
        <span class="name">{contestant.name ?? id}</span>
        <span class="muted small">{belonging(contestant)}</span>
      </span>
      <span class="chips">
        {on_air.has(id) && <span class="chip air">{text.on_air}</span>}
        {id === on_stage && <span class="chip stage">{text.on_stage}</span>}
        {id === next?.id && <span class="chip next">{text.up_next}</span>}
        {contestant.withdrawn && <span class="chip">{text.withdrawn}</span>}
        {group && <span class="chip group">{group.short_name ?? group.name}</span>}
        {row?.total != null && (
          <span class="score">
            {row.rank != null && <b>{row.rank}</b>} {row.total}
          </span>
        )}
      </span>
      {id === selected && id !== on_stage && !contestant.withdrawn && (
        <button
          type="button"
          class="small"
          onClick={(event) => {
            event.stopPropagation();
            props.put_on_stage(id);
          }}
        >
          {text.put_on_stage}
        </button>
      )}
    </li>
  );
}

/** Scrolls the list alone: scrollIntoView() would move the page under the operator's hand. Whoever
 *  comes next is to be seen too. */
function bring_into_view(list: HTMLElement, row: HTMLElement): void {
  const top = row.offsetTop - list.offsetTop;
  const bottom = top + 2.5 * row.offsetHeight;
  if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 3;
}
