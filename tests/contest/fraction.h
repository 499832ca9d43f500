// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <numeric>
#include <string>

/// Exact fractions for tests that compute a second time what the program computes: nothing here is the
/// program's. Small numbers only.
namespace leitai::contest::test {

struct Fraction {
  __extension__ using Int = __int128;
  Int num = 0;
  Int den = 1;

  Fraction(Int n = 0, Int d = 1) : num(d < 0 ? -n : n), den(d < 0 ? -d : d) {
    Int a = num < 0 ? -num : num;
    Int b = den;
    while (b != 0) {
      const Int rest = a % b;
      a = b;
      b = rest;
    }
    if (a > 1) {
      num /= a;
      den /= a;
    }
  }
  friend Fraction operator+(const Fraction& a, const Fraction& b) {
    return {a.num * b.den + b.num * a.den, a.den * b.den};
  }
  friend Fraction operator-(const Fraction& a, const Fraction& b) { return a + Fraction(-b.num, b.den); }
  friend Fraction operator*(const Fraction& a, const Fraction& b) { return {a.num * b.num, a.den * b.den}; }
  friend Fraction operator/(const Fraction& a, const Fraction& b) { return {a.num * b.den, a.den * b.num}; }
  friend bool operator==(const Fraction& a, const Fraction& b) { return a.num == b.num && a.den == b.den; }
  friend bool operator<(const Fraction& a, const Fraction& b) { return a.num * b.den < b.num * a.den; }
};

/// To so many places, a half away from zero.
inline Fraction rounded_half_up(const Fraction& value, int places) {
  Fraction::Int scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  const Fraction::Int size = value.num < 0 ? -value.num : value.num;
  const Fraction::Int whole = (2 * size * scale + value.den) / (2 * value.den);
  return {value.num < 0 ? -whole : whole, scale};
}

/// A value that rounded_half_up() returned, with its places.
inline std::string text_of(const Fraction& value, int places) {
  Fraction::Int scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  auto digits = static_cast<std::int64_t>(value.num * scale / value.den);
  std::string text = std::to_string(digits < 0 ? -digits : digits);
  while (static_cast<int>(text.size()) <= places) text.insert(0, 1, '0');
  if (places > 0) text.insert(text.size() - static_cast<std::size_t>(places), 1, '.');
  return digits < 0 ? "-" + text : text;
}

}  // namespace leitai::contest::test
