// SPDX-License-Identifier: GPL-2.0-or-later
// The document of GET /api/v1/ballots, kept current.
import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../shared/api';
import { Backoff, sleep } from '../shared/backoff';
import { read_events } from '../shared/events';
import { isObject } from '../shared/problem';
import type { Id } from '../shared/types';

export interface Cell {
  state: 'none' | 'seen' | 'partial' | 'sent' | 'absent';
  time: string | null;
}

export interface Code {
  id: string;
  entered?: string;
  expired: boolean;
  connected: boolean;
  refused: { count: number; last: string | null };
}

export interface JudgeRow {
  id: Id;
  name: string;
  locked: boolean;
  code: Code | null;
  cells?: Record<Id, Cell>;
  ballot?: Cell;
}

export interface Sheet {
  id: Id;
  name: string;
  state: string;
  votes: boolean;
  audience: boolean;
  locked: boolean;
  stage: Id | null;
  contestants: { id: Id; number?: string | number; name?: string }[];
  judges: JudgeRow[];
  ballots?: { codes: number; entered: number; connected: number; sent: number };
}

export interface Ballots {
  rounds: { id: Id; name: string }[];
  round: Sheet | null;
  wrong_codes: { count: number; last: string | null };
}

export function useBallots(api: Api, round: Id | null): { ballots: Ballots | null; live: boolean } {
  const [ballots, set_ballots] = useState<Ballots | null>(null);
  const [live, set_live] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const path = `/api/v1/ballots/stream${round ? `?round=${encodeURIComponent(round)}` : ''}`;
    const follow = async () => {
      const backoff = new Backoff(300, 5000);
      while (!ended.signal.aborted) {
        try {
          const body = await api.stream(path, ended.signal);
          await read_events(
            body,
            () => set_live(true),
            (event, data) => {
              backoff.reset();
              if (event === 'ballots' && isObject(data)) set_ballots(data as unknown as Ballots);
            },
          );
        } catch {
          // Asked again below.
        }
        if (ended.signal.aborted) return;
        set_live(false);
        await sleep(backoff.next_ms(), ended.signal);
      }
    };
    void follow();
    return () => ended.abort();
  }, [api, round]);
  return { ballots, live };
}
