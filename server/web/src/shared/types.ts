// SPDX-License-Identifier: GPL-2.0-or-later
// The resources of docs/http-api.md, as far as the pages read them.

export type Id = string;
/** RFC 3339 with milliseconds and Z. */
export type Time = string;

export interface Contest {
  name?: string;
  subtitle?: string;
}

export interface Group {
  name?: string;
  short_name?: string;
  order?: number;
}

export interface Contestant {
  name?: string;
  number?: string | number;
  group?: Id;
  organization?: string;
  title?: string;
  withdrawn?: boolean;
}

export interface Segment {
  id: Id;
  name?: string;
  duration_ms?: number;
}

export interface Round {
  name?: string;
  order?: number;
  state?: 'planned' | 'open' | 'closed';
  contestants?: Id[];
  segments?: Segment[];
}

export interface Stage {
  round?: Id | null;
  contestant?: Id | null;
  segment?: Id | null;
  since?: Time | null;
}

export interface Timer {
  label?: string;
  mode?: 'down' | 'up';
  duration_ms?: number;
  warn_ms?: number;
  danger_ms?: number;
  overtime?: 'count' | 'stop';
  state?: 'idle' | 'running' | 'paused';
  anchor?: Time | null;
  elapsed_ms?: number;
}

export interface Row {
  contestant: Id;
  rank: number | null;
  total: string | null;
  status?: string;
}

export interface Standings {
  round: Id;
  rows: Row[];
}

export interface Bind {
  contestant?: Id;
  person?: Id;
  timer?: Id;
  round?: Id;
  group?: Id;
  follow?: boolean;
  [name: string]: unknown;
}

export type AirPhase = 'in' | 'on' | 'out';

export interface AirItem {
  template?: Id | null;
  state?: AirPhase;
  step?: number;
  data?: Record<string, unknown> | null;
  bind?: Bind | null;
  bind_state?: string | null;
  held?: boolean;
  taken_at?: Time;
  out_at?: Time | null;
  leaving?: AirItem | null;
}

export interface AirChannel {
  audience?: string;
  width: number;
  height: number;
  layers: Record<string, AirItem>;
}

export interface Air {
  token: number;
  now: Time;
  automation: 'run' | 'held';
  channels: Record<string, AirChannel>;
}

export interface Health {
  status: string;
  version: string;
  now: Time;
  token?: number;
  show?: string;
  show_id?: string;
  mode?: 'rehearsal' | 'show';
}

/** One record of the journal, as the event feed tells it. */
export interface JournalRecord {
  token: number;
  time: Time;
  type: string;
  id: Id;
  data: unknown;
}
