// SPDX-License-Identifier: GPL-2.0-or-later
// Marks are decimals, and are never turned into binary fractions: 0.1 + 0.2 is 0.3 on this page too.
import type { Content, Criterion, Marks } from './types';

/** numerator / denominator; the denominator is positive. */
export interface Fraction {
  over: bigint;
  under: bigint;
}

const kDecimal = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?$/;

/** "9.25" or "1/3"; null where it is neither. */
export function fraction(text: string): Fraction | null {
  const parts = text.split('/');
  if (parts.length === 2) {
    const [a, b] = parts.map((part) => fraction(part));
    return a && b && b.over > 0n ? { over: a.over * b.under, under: a.under * b.over } : null;
  }
  const found = kDecimal.exec(text);
  if (!found) return null;
  const digits = found[3] ?? '';
  const over = BigInt((found[2] ?? '') + digits);
  return { over: found[1] ? -over : over, under: 10n ** BigInt(digits.length) };
}

export function places(text: string | undefined): number {
  return kDecimal.exec(text ?? '')?.[3]?.length ?? 0;
}

/** Rounded half away from zero to so many places, at least `least` of which are written. */
export function written(value: Fraction, most: number, least = 0): string {
  const scale = 10n ** BigInt(most);
  const negative = value.over < 0n;
  const over = (negative ? -value.over : value.over) * scale;
  const whole = (2n * over + value.under) / (2n * value.under);
  const text = whole.toString().padStart(most + 1, '0');
  const head = text.slice(0, text.length - most);
  let tail = most > 0 ? text.slice(text.length - most) : '';
  while (tail.length > least && tail.endsWith('0')) tail = tail.slice(0, -1);
  return `${negative && whole !== 0n ? '-' : ''}${head}${tail ? `.${tail}` : ''}`;
}

function sum(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

function product(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

function compare(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Σ weight · value over the criteria that have one; null where none has. */
export function weighted(criteria: Criterion[], value: (criterion: Criterion) => string | undefined): Fraction | null {
  let total: Fraction | null = null;
  for (const criterion of criteria) {
    const given = fraction(value(criterion) ?? '');
    if (!given) continue;
    const part = product(given, fraction(criterion.weight ?? '1') ?? { over: 1n, under: 1n });
    total = total ? sum(total, part) : part;
  }
  return total;
}

/** The marks that a criterion takes, counted from 0; null where it names no limits. */
export interface Scale {
  count: number;
  /** As the steps are written, with the same places each. */
  at: (index: number) => string;
  /** The nearest. */
  index: (mark: string) => number | null;
}

/** More choices than that are not counted out. */
const kMostChoices = 100_000;

export function scale_of(criterion: Criterion): Scale | null {
  const min = fraction(criterion.min ?? '');
  const max = fraction(criterion.max ?? '');
  const step = fraction(criterion.step ?? '1');
  if (!min || !max || !step || step.over <= 0n || compare(min, max) >= 0) return null;
  const digits = Math.max(places(criterion.min), places(criterion.step));
  const unit = 10n ** BigInt(digits);
  const whole = (value: Fraction) => (value.over * unit) / value.under;
  const first = whole(min);
  const each = whole(step);
  const steps = (whole(max) - first) / each;
  if (steps > BigInt(kMostChoices)) return null;
  const count = Number(steps) + 1;
  return {
    count,
    at: (index) => written({ over: first + BigInt(index) * each, under: unit }, digits, digits),
    index: (mark) => {
      const value = fraction(mark);
      if (!value) return null;
      const from_first = value.over * unit - first * value.under;
      const nearest = (2n * from_first + each * value.under) / (2n * each * value.under);
      return Math.min(count - 1, Math.max(0, Number(nearest)));
    },
  };
}

/** What is wrong with a mark that was typed. */
export function is_allowed(criterion: Criterion, mark: string): boolean {
  const value = fraction(mark);
  if (!value) return false;
  const min = fraction(criterion.min ?? '');
  const max = fraction(criterion.max ?? '');
  const step = fraction(criterion.step ?? '');
  if (min && compare(value, min) < 0) return false;
  if (max && compare(value, max) > 0) return false;
  if (!step) return true;
  const from = min ? sum(value, { over: -min.over, under: min.under }) : value;
  return (from.over * step.under) % (from.under * step.over) === 0n;
}

function same_mark(a: string | undefined, b: string | undefined): boolean {
  const x = fraction(a ?? '');
  const y = fraction(b ?? '');
  return x && y ? compare(x, y) === 0 : a === b;
}

function same_marks(a: Marks, b: Marks): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((id) => same_mark(a[id], b[id]));
}

export function same_content(a: Content | null, b: Content | null): boolean {
  if (!a || !b) return a === b;
  if ('marks' in a) return 'marks' in b && same_marks(a.marks, b.marks);
  return 'choices' in b && [...a.choices].sort().join() === [...b.choices].sort().join();
}
