// SPDX-License-Identifier: GPL-2.0-or-later
// Exact numbers: fractions of big integers.

function divisor(a, b) {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

export class Fraction {
  constructor(over, under = 1n) {
    const shared = divisor(over, under) || 1n;
    const sign = under < 0n ? -1n : 1n;
    this.over = (sign * over) / shared;
    this.under = (sign * under) / shared;
  }

  /** "9.25", "-0.5", "1/3" */
  static of(text) {
    const [over, under] = String(text).split('/');
    if (under !== undefined) return new Fraction(BigInt(over), BigInt(under));
    const [whole, part = ''] = over.split('.');
    return new Fraction(BigInt(whole + part), 10n ** BigInt(part.length));
  }

  plus(other) {
    return new Fraction(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  times(other) {
    return new Fraction(this.over * other.over, this.under * other.under);
  }

  dividedBy(other) {
    return new Fraction(this.over * other.under, this.under * other.over);
  }

  /** Below, at or above 0 as this is less than, equal to or more than the other. */
  compare(other) {
    const difference = this.over * other.under - other.over * this.under;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** To so many decimal places, half of a last one away from zero; null: as it is. */
  rounded(places) {
    if (places === null || places === undefined) return this;
    const scale = 10n ** BigInt(places);
    const size = this.over < 0n ? -this.over : this.over;
    const units = (2n * size * scale + this.under) / (2n * this.under);
    return new Fraction(this.over < 0n ? -units : units, scale);
  }

  /** With exactly so many decimal places; it must have no more. */
  text(places) {
    const units = (this.over * 10n ** BigInt(places)) / this.under;
    if (new Fraction(units, 10n ** BigInt(places)).compare(this) !== 0) throw new Error('more places than asked for');
    const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
    const sign = units < 0n ? '-' : '';
    return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }
}

export function sum(fractions) {
  return fractions.reduce((a, b) => a.plus(b), new Fraction(0n));
}
