// SPDX-License-Identifier: GPL-2.0-or-later
// Who is listed, selected, on stage and next; and who is found.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Mirror } from '../shared/mirror';
import type { Id } from '../shared/types';
import { default_round, rounds_in_order, running_order, up_next } from './roster_model';

/** Somebody of the list. */
export interface Listed {
  type: 'contestants' | 'people';
  id: Id;
}

/** The pause after which what was typed is looked for. */
const kTypedMs = 60;

export function usePeople(mirror: Mirror) {
  const { tables } = mirror;
  const [chosen_round, choose_round] = useState<Id | null>(null);
  const [picked, pick] = useState<Listed | null>(null);
  const [query, type_query] = useState('');
  const [group, choose_group] = useState<Id | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const found = useFound(mirror, query);

  const stage = tables.find('stage', 'stage');
  const round = tables.find('rounds', chosen_round) ? chosen_round : default_round(tables);
  const on_stage = stage?.contestant ?? null;
  const staged_round = stage?.round ?? round;
  const order = running_order(tables, round);
  const everybody: Listed[] = order.map(({ id }) => ({ type: 'contestants', id }));
  const entries = (query.trim() ? (found?.list ?? []) : everybody).filter(
    ({ type, id }) => !group || (type === 'contestants' && tables.find('contestants', id)?.group === group),
  );
  return {
    rounds: rounds_in_order(tables),
    ...{ stage, on_stage, round, staged_round, choose_round, order, entries, picked, pick },
    next: up_next(running_order(tables, staged_round), on_stage),
    /** What is listed is not yet the answer to what was typed. */
    searching: query.trim() !== '' && found?.query !== query.trim(),
    ...{ query, type_query, group, choose_group, box },
  };
}
export type PeopleModel = ReturnType<typeof usePeople>;

interface Found {
  query: string;
  list: Listed[];
}

/** What the server finds, best first; null: nothing was asked. While the next is awaited, the last stays. */
function useFound(mirror: Mirror, query: string): Found | null {
  const [found, set_found] = useState<Found | null>(null);
  const wanted = query.trim();
  useEffect(() => {
    if (!wanted) {
      set_found(null);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const path = `/api/v1/search?limit=30&q=${encodeURIComponent(wanted)}`;
        const list = await mirror.api.get<Listed[]>(path, abort.signal);
        if (!abort.signal.aborted) set_found({ query: wanted, list });
      } catch {
        if (!abort.signal.aborted) set_found({ query: wanted, list: [] });
      }
    }, kTypedMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [mirror, wanted]);
  return found;
}
