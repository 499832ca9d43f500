// SPDX-License-Identifier: GPL-2.0-or-later
// The document of GET /api/v1/ballot.

export type Marks = Record<string, string>;
export type BallotState = 'open' | 'locked' | 'absent';

export interface Receipt {
  position: number;
  time: string;
  code: string;
}

export interface Criterion {
  id: string;
  name?: string;
  min?: string;
  max?: string;
  step?: string;
  weight?: string;
}

export interface Candidate {
  id: string;
  number?: string | number;
  name?: string;
  organization?: string;
  title?: string;
  group?: string;
  group_name?: string;
  /** These four are not there in a vote. */
  state?: BallotState;
  marks?: Marks | null;
  receipt?: Receipt | null;
}

export interface Round {
  id: string;
  name: string;
  votes: boolean;
  state: BallotState;
  contestants: Candidate[];
  criteria?: Criterion[];
  max_choices?: number | Record<string, number> | null;
  choices?: string[] | null;
  receipt?: Receipt | null;
}

export interface Ballot {
  revision: string;
  now: string;
  mode: 'rehearsal' | 'show';
  contest: { name?: string; subtitle?: string };
  judge: { id?: string; name?: string; title?: string; audience?: boolean };
  current: string | null;
  stage: { round: string; contestant: string } | null;
  rounds: Round[];
}

/** What is sent: marks for somebody, or choices. */
export type Content = { marks: Marks } | { choices: string[] };

/** What a ballot is about: a round, and, unless it is voted on, a contestant. */
export interface Slot {
  round: string;
  contestant: string;
}

export function slot_name(slot: Slot): string {
  return `${slot.round}/${slot.contestant}`;
}

export function candidate_of(round: Round, contestant: string): Candidate | undefined {
  return round.contestants.find((one) => one.id === contestant);
}

export interface OwnState {
  state: BallotState;
  content: Content | null;
  receipt: Receipt | null;
}

/** What the server holds of a slot. */
export function held(ballot: Ballot | null, slot: Slot): OwnState | null {
  const round = ballot?.rounds.find((one) => one.id === slot.round);
  if (!round) return null;
  if (round.votes) {
    return { state: round.state, content: round.choices ? { choices: round.choices } : null, receipt: round.receipt ?? null };
  }
  const candidate = candidate_of(round, slot.contestant);
  if (!candidate) return null;
  return {
    state: candidate.state ?? 'open',
    content: candidate.marks ? { marks: candidate.marks } : null,
    receipt: candidate.receipt ?? null,
  };
}
