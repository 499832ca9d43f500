// SPDX-License-Identifier: GPL-2.0-or-later
// Timers and the clocks' difference: the arithmetic of docs/http-api.md, which the pictures share.
import type { Timer } from './types';

export type ClockPhase = 'idle' | 'normal' | 'warning' | 'danger' | 'overtime';

export interface ClockFace {
  /** "3:00", "1:02:03", in overtime "+0:07". */
  text: string;
  phase: ClockPhase;
  /** Remaining for a down clock (negative in overtime), passed for an up clock; milliseconds. */
  value_ms: number;
}

/** Milliseconds that have passed on the timer at show time `now_ms`. */
export function elapsed_ms(timer: Timer, now_ms: number): number {
  const base = timer.elapsed_ms ?? 0;
  if (timer.state !== 'running' || !timer.anchor) return base;
  return base + Math.max(0, now_ms - Date.parse(timer.anchor));
}

/** A down clock shows the ceiling of its seconds; overtime and up clocks show the floor. */
export function clock_face(timer: Timer, now_ms: number): ClockFace {
  const elapsed = elapsed_ms(timer, now_ms);
  const duration = timer.duration_ms ?? 0;
  const remaining = duration - elapsed;
  const limited = timer.mode !== 'up' || duration > 0;
  const phase = limited ? phase_of(timer, remaining) : timer.state === 'idle' ? 'idle' : 'normal';
  if (timer.mode === 'up') {
    const shown = limited && timer.overtime === 'stop' ? Math.min(elapsed, duration) : elapsed;
    return { text: format_seconds(Math.floor(Math.max(0, shown) / 1000)), phase, value_ms: shown };
  }
  if (remaining > 0) return { text: format_seconds(Math.ceil(remaining / 1000)), phase, value_ms: remaining };
  if (timer.overtime === 'stop' || remaining === 0) return { text: format_seconds(0), phase, value_ms: 0 };
  return { text: `+${format_seconds(Math.floor(-remaining / 1000))}`, phase, value_ms: remaining };
}

function phase_of(timer: Timer, remaining: number): ClockPhase {
  if (remaining <= 0 && timer.state !== 'idle') return 'overtime';
  if (timer.danger_ms && remaining <= timer.danger_ms) return 'danger';
  if (timer.warn_ms && remaining <= timer.warn_ms) return 'warning';
  return timer.state === 'idle' || timer.state === undefined ? 'idle' : 'normal';
}

export function format_seconds(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** "3:00", "90", "1:02:03" to milliseconds; null where it is no duration below 24 hours. */
export function parse_duration(text: string): number | null {
  const parts = text.trim().replace(/：/g, ':').split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return null;
  const seconds = parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds > 0 && seconds < 86_400 ? seconds * 1000 : null;
}

/**
 * The difference between the server's show time and this machine's clock. The sample with the
 * shortest way there and back bounds the error best; samples age, because clocks drift.
 */
export class ServerClock {
  private samples: { offset: number; round_trip: number }[] = [];

  /** `sent` and `received` are readings of Date.now() around the request that answered `now`. */
  observe(now: string, sent: number, received: number): void {
    const server = Date.parse(now);
    if (Number.isNaN(server)) return;
    this.samples.push({ offset: server - (sent + received) / 2, round_trip: received - sent });
    if (this.samples.length > 8) this.samples.shift();
  }

  /** Show time by this page, milliseconds. */
  now(): number {
    return Date.now() + this.offset();
  }

  offset(): number {
    let best = this.samples[0];
    for (const sample of this.samples) if (best && sample.round_trip <= best.round_trip) best = sample;
    return best ? best.offset : 0;
  }

  /** After a restart show time begins anew: what was measured before says nothing. */
  forget(): void {
    this.samples = [];
  }
}
