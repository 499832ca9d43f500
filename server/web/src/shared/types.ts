// SPDX-License-Identifier: GPL-2.0-or-later
// The resources of docs/http-api.md, as far as the pages read them.

export type Id = string;
/** RFC 3339 with milliseconds and Z. */
export type Time = string;

export interface Contest {
  name?: string;
  subtitle?: string;
  /** A name among the media, or in the theme. */
  logo?: string;
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
  photo?: string;
  supporter?: Id;
  remote?: boolean;
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
  visibility?: 'sealed' | 'live' | 'running';
  confirm?: boolean;
  scoring?: { method?: string; criteria?: { id: Id; name?: string }[]; panels?: { id: Id; name?: string }[] };
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

export interface JudgeMark {
  judge: Id;
  mark?: string | null;
  total?: string | null;
  dropped?: boolean;
}

export interface PanelMarks {
  id: Id;
  value?: string | null;
  marks?: JudgeMark[];
  judges?: JudgeMark[];
}

export interface CriterionMarks {
  id: Id;
  name?: string;
  value?: string | null;
  panels?: PanelMarks[];
}

/** As an operator sees it. */
export interface Row {
  contestant: Id;
  rank: number | null;
  total: string | null;
  status?: 'none' | 'partial' | 'complete' | 'withdrawn';
  group?: Id | null;
  confirmed?: boolean | null;
  under_review?: boolean;
  at_cut?: boolean;
  awarded?: boolean | null;
  marks_in?: number;
  marks_expected?: number;
  missing?: { judge: Id; criteria: Id[] }[];
  criteria?: CriterionMarks[];
  panels?: PanelMarks[];
}

export interface Standings {
  round: Id;
  complete?: boolean;
  rows: Row[];
}

export interface Person {
  name?: string;
  title?: string;
  organization?: string;
  role?: string;
  photo?: string;
}

export interface Board {
  name?: string;
}

export interface Channel {
  audience?: 'public' | 'operator';
  width?: number;
  height?: number;
}

export interface Message {
  text?: string;
  priority?: number;
  until?: Time | null;
}

export interface Reveal {
  round?: Id;
  contestant?: Id;
  step?: number;
}

export interface Media {
  type?: string;
  width?: number;
  height?: number;
}

/** What a take puts on air. */
export interface TakeBody {
  template?: Id;
  channel?: Id;
  layer?: number;
  bind?: Bind | null;
  data?: Record<string, unknown> | null;
  duration_ms?: number | null;
}

/** One line of the rundown; with `cues`, a group of them taken as one. */
export interface Cue extends TakeBody {
  name?: string;
  cues?: Id[];
  skip?: boolean;
  note?: string;
}

export interface Rundown {
  items?: Id[];
  locked?: boolean;
}

export interface Playhead {
  current?: Id | null;
  next?: Id | null;
}

export interface Rule {
  name?: string;
  when?: Record<string, unknown>;
  do?: Record<string, unknown>;
  held?: boolean;
}

/** GET /api/v1/templates. */
export interface Template {
  id: Id;
  name?: string;
  layer: number;
  steps: number;
  fields: FieldSchema;
  binds: string[];
}

/** The part of JSON Schema, with GDD's hints, that templates use. */
export interface FieldSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: unknown[];
  gddType?: string;
  gddOptions?: { labels?: Record<string, string> };
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  properties?: Record<string, FieldSchema>;
  required?: string[];
  items?: FieldSchema;
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
  cue?: Id | null;
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
  rundown?: { current?: Id | null; next?: Id | null; on_air?: Id[] };
}

export interface Health {
  status: string;
  version: string;
  now: Time;
  token?: number;
  show?: string;
  show_id?: string;
  role?: string;
  name?: string;
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
