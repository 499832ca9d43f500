// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leitai::contest {

/// An exact number. Nearly every score is a quotient of two 62-bit integers, whose sums and
/// products fit into 128 bits; what does not fit is carried on as a rational of any size, so no
/// operation rounds or overflows.
class Rational {
 public:
  Rational() = default;
  Rational(std::int64_t value) : Rational(value, 1) {}
  /// `den` is not 0.
  Rational(std::int64_t num, std::int64_t den) : num_(num), den_(den) {
    if (den <= 0 || !fits(num) || !fits(den)) make_fit();
  }

  friend Rational operator+(const Rational& a, const Rational& b) {
    std::int64_t sum = 0;
    const bool small = !a.big_ && !b.big_ && a.den_ == b.den_ && !__builtin_add_overflow(a.num_, b.num_, &sum);
    return small ? Rational(sum, a.den_) : added(a, b);
  }
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b) {
    std::int64_t num = 0;
    std::int64_t den = 0;
    const bool small = !a.big_ && !b.big_ && !__builtin_mul_overflow(a.num_, b.num_, &num) &&
                       !__builtin_mul_overflow(a.den_, b.den_, &den);
    return small ? Rational(num, den) : multiplied(a, b);
  }
  /// `b` is not 0.
  friend Rational operator/(const Rational& a, const Rational& b);
  Rational& operator+=(const Rational& other) { return *this = *this + other; }

  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) { return std::is_eq(a <=> b); }

  bool is_integer() const;

  /// Numerator and denominator (> 0) in lowest terms, where both have at most 62 bits.
  std::optional<std::pair<std::int64_t, std::int64_t>> fraction() const;

 private:
  friend struct Exact;  // decimal.cpp
  struct Big;

  /// Two products of numbers up to this one still add up within 128 bits.
  static constexpr std::int64_t kSmall = std::int64_t{1} << 62;
  static bool fits(std::int64_t value) { return value <= kSmall && value >= -kSmall; }

  void make_fit();
  static Rational added(const Rational& a, const Rational& b);
  static Rational multiplied(const Rational& a, const Rational& b);

  std::int64_t num_ = 0;
  std::int64_t den_ = 1;            ///< > 0; the quotient is not always in lowest terms
  std::shared_ptr<const Big> big_;  ///< set: it is the value, and num_ and den_ mean nothing
};

/// -?\d{1,12}(\.\d{1,9})?
std::optional<Rational> parse_decimal(std::string_view text);

/// What decimal_text() and fixed_text() wrote: as a decimal, with any number of places.
std::optional<Rational> parse_value(std::string_view text);

/// A decimal, or a fraction of whole numbers of at most 12 digits: "1/3".
std::optional<Rational> parse_weight(std::string_view text);

/// What exact_text() wrote: "271/3", with any number of digits.
std::optional<Rational> parse_exact(std::string_view text);

enum class Rounding {
  half_up,    ///< a half goes away from zero
  half_even,  ///< a half goes to the even neighbour
  down,       ///< toward zero
};

constexpr int kMaxPlaces = 12;

/// To `places` decimal places, 0 to kMaxPlaces.
Rational rounded(const Rational& value, int places, Rounding mode);

/// With exactly `places` decimal places. A value that has more is rounded half up.
std::string fixed_text(const Rational& value, int places);

/// With as many places as it needs, at most 12 (then rounded half up): "90.333333333333".
std::string decimal_text(const Rational& value);

/// The fraction in lowest terms where decimal_text() is not all of it: "271/3".
std::optional<std::string> fraction_text(const Rational& value);

/// The fraction in lowest terms, always with its denominator: "5/1".
std::string exact_text(const Rational& value);

}  // namespace leitai::contest
