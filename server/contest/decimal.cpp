// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/decimal.h"

#include <limits>
#include <numeric>

#include <boost/multiprecision/cpp_int.hpp>

namespace leitai::contest {

namespace {

using BigInteger = boost::multiprecision::cpp_int;
using BigRational = boost::multiprecision::cpp_rational;
__extension__ using Int128 = __int128;

/// As in Rational.
constexpr std::int64_t kSmall = std::int64_t{1} << 62;

constexpr std::int64_t kPowers[kMaxPlaces + 1] = {1,           10,           100,          1000,      10000,
                                                  100000,      1000000,      10000000,     100000000, 1000000000,
                                                  10000000000, 100000000000, 1000000000000};

bool fits(Int128 value) {
  return value <= kSmall && value >= -Int128{kSmall};
}

Int128 greatest_common_divisor(Int128 a, Int128 b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

BigInteger big_integer(Int128 value) {
  const bool negative = value < 0;
  const Int128 positive = negative ? -value : value;
  BigInteger result = static_cast<std::uint64_t>(positive >> 64);
  result <<= 64;
  result += static_cast<std::uint64_t>(positive & std::numeric_limits<std::uint64_t>::max());
  return negative ? BigInteger(-result) : result;
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// `value` is a whole number of 10^-places.
std::string point_text(const BigInteger& value, int places) {
  const bool negative = value < 0;
  std::string text = BigInteger(negative ? BigInteger(-value) : value).str();
  const auto least = static_cast<std::size_t>(places) + 1;
  if (text.size() < least) text.insert(0, least - text.size(), '0');
  if (places > 0) text.insert(text.size() - static_cast<std::size_t>(places), 1, '.');
  return negative ? "-" + text : text;
}

std::string point_text(std::int64_t value, int places) {
  const bool negative = value < 0;
  std::string text = std::to_string(negative ? -value : value);
  const auto least = static_cast<std::size_t>(places) + 1;
  if (text.size() < least) text.insert(0, least - text.size(), '0');
  if (places > 0) text.insert(text.size() - static_cast<std::size_t>(places), 1, '.');
  return negative ? "-" + text : text;
}

/// The whole number next to num / den.
template <typename Integer>
Integer rounded_quotient(const Integer& num, const Integer& den, Rounding mode) {
  Integer quotient = num / den;  // toward zero
  const Integer rest = num < 0 ? Integer(-(num % den)) : Integer(num % den);
  const Integer twice = rest * 2;
  const bool odd = quotient % 2 != 0;
  const bool away = mode != Rounding::down && (twice > den || (twice == den && (mode == Rounding::half_up || odd)));
  if (away) quotient += num < 0 ? -1 : 1;
  return quotient;
}

}  // namespace

struct Rational::Big {
  BigRational value;
};

/// The ways between the two forms of a Rational.
struct Exact {
  static bool is_small(const Rational& r) { return !r.big_; }
  static std::int64_t num(const Rational& r) { return r.num_; }
  static std::int64_t den(const Rational& r) { return r.den_; }

  static BigRational big(const Rational& r) {
    return r.big_ ? r.big_->value : BigRational(BigInteger(r.num_), BigInteger(r.den_));
  }

  static Rational from_big(BigRational value) {
    const BigInteger top = numerator(value);
    const BigInteger bottom = denominator(value);
    Rational result;
    if (abs(top) <= kSmall && bottom <= kSmall) {
      result.num_ = static_cast<std::int64_t>(top);
      result.den_ = static_cast<std::int64_t>(bottom);
    } else {
      result.big_ = std::make_shared<const Rational::Big>(Rational::Big{std::move(value)});
    }
    return result;
  }

  /// `den` > 0.
  static Rational from_128(Int128 num, Int128 den) {
    if (!fits(num) || !fits(den)) {
      const Int128 common = greatest_common_divisor(num, den);
      num /= common;
      den /= common;
      if (!fits(num) || !fits(den)) return from_big(BigRational(big_integer(num), big_integer(den)));
    }
    Rational result;
    result.num_ = static_cast<std::int64_t>(num);
    result.den_ = static_cast<std::int64_t>(den);
    return result;
  }
};

void Rational::make_fit() {
  Int128 top = num_;
  Int128 bottom = den_;
  if (bottom < 0) {
    top = -top;
    bottom = -bottom;
  }
  *this = Exact::from_128(top, bottom);
}

Rational Rational::added(const Rational& a, const Rational& b) {
  if (a.big_ || b.big_) return Exact::from_big(Exact::big(a) + Exact::big(b));
  // Decimals of different places: one denominator divides the other, and stays.
  if (a.den_ == b.den_) return Exact::from_128(Int128{a.num_} + b.num_, a.den_);
  if (b.den_ % a.den_ == 0) return Exact::from_128(Int128{a.num_} * (b.den_ / a.den_) + b.num_, b.den_);
  if (a.den_ % b.den_ == 0) return Exact::from_128(Int128{b.num_} * (a.den_ / b.den_) + a.num_, a.den_);
  return Exact::from_128(Int128{a.num_} * b.den_ + Int128{b.num_} * a.den_, Int128{a.den_} * b.den_);
}

Rational operator-(const Rational& a, const Rational& b) {
  return a + b * Rational(-1);
}

Rational Rational::multiplied(const Rational& a, const Rational& b) {
  if (a.big_ || b.big_) return Exact::from_big(Exact::big(a) * Exact::big(b));
  return Exact::from_128(Int128{a.num_} * b.num_, Int128{a.den_} * b.den_);
}

Rational operator/(const Rational& a, const Rational& b) {
  if (a.big_ || b.big_) return Exact::from_big(Exact::big(a) / Exact::big(b));
  Int128 num = Int128{a.num_} * b.den_;
  Int128 den = Int128{a.den_} * b.num_;
  if (den < 0) {
    num = -num;
    den = -den;
  }
  return Exact::from_128(num, den);
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  if (a.big_ || b.big_) {
    const int order = Exact::big(a).compare(Exact::big(b));
    return order <=> 0;
  }
  const Int128 left = Int128{a.num_} * b.den_;
  const Int128 right = Int128{b.num_} * a.den_;
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

bool Rational::is_integer() const {
  return big_ ? denominator(big_->value) == 1 : num_ % den_ == 0;
}

std::optional<std::pair<std::int64_t, std::int64_t>> Rational::fraction() const {
  if (big_) return std::nullopt;
  const std::int64_t common = std::gcd(num_, den_);
  return std::pair(num_ / common, den_ / common);
}

std::optional<Rational> parse_decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = digits(text.substr(0, point), 12);
  if (!whole) return std::nullopt;
  const std::int64_t sign = negative ? -1 : 1;
  if (point == std::string_view::npos) return Rational(sign * *whole);
  const std::string_view places = text.substr(point + 1);
  const auto part = digits(places, 9);
  if (!part) return std::nullopt;
  const std::int64_t scale = kPowers[places.size()];
  return Exact::from_128(sign * (Int128{*whole} * scale + *part), scale);
}

std::optional<Rational> parse_weight(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return parse_decimal(text);
  const auto top = digits(text.substr(0, slash), 12);
  const auto bottom = digits(text.substr(slash + 1), 12);
  if (!top || !bottom || *bottom == 0) return std::nullopt;
  return Rational(*top, *bottom);
}

std::optional<Rational> parse_exact(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::string_view top = text.substr(0, slash);
  const bool negative = !top.empty() && top.front() == '-';
  if (negative) top.remove_prefix(1);
  const std::string_view bottom = text.substr(slash + 1);
  const auto only_digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!only_digits(top) || !only_digits(bottom)) return std::nullopt;
  // cpp_int reads a leading zero as octal.
  const auto value = [](std::string_view part) {
    const auto start = part.find_first_not_of('0');
    return start == std::string_view::npos ? BigInteger(0) : BigInteger(std::string(part.substr(start)));
  };
  const BigInteger den = value(bottom);
  if (den == 0) return std::nullopt;
  const BigInteger num = value(top);
  return Exact::from_big(BigRational(negative ? BigInteger(-num) : num, den));
}

std::optional<Rational> parse_value(std::string_view text) {
  if (auto value = parse_decimal(text)) return value;
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return parse_exact(std::string(text) + "/1");
  const std::string_view places = text.substr(dot + 1);
  if (places.empty()) return std::nullopt;
  std::string fraction(text.substr(0, dot));
  fraction.append(places).append("/1").append(places.size(), '0');
  return parse_exact(fraction);
}

Rational rounded(const Rational& value, int places, Rounding mode) {
  const std::int64_t scale = kPowers[places];
  if (Exact::is_small(value)) {
    // Most scores are small: 64 bits divide several times faster than 128.
    std::int64_t scaled = 0;
    if (Exact::den(value) < kSmall / 2 && !__builtin_mul_overflow(Exact::num(value), scale, &scaled))
      return Rational(rounded_quotient<std::int64_t>(scaled, Exact::den(value), mode), scale);
    const Int128 quotient =
        rounded_quotient<Int128>(Int128{Exact::num(value)} * scale, Int128{Exact::den(value)}, mode);
    return Exact::from_128(quotient, scale);
  }
  const BigRational big = Exact::big(value);
  const BigInteger quotient =
      rounded_quotient<BigInteger>(BigInteger(numerator(big) * scale), BigInteger(denominator(big)), mode);
  return Exact::from_big(BigRational(quotient, BigInteger(scale)));
}

std::string fixed_text(const Rational& value, int places) {
  const std::int64_t scale = kPowers[places];
  if (Exact::is_small(value)) {
    std::int64_t scaled = 0;
    if (Exact::den(value) < kSmall / 2 && !__builtin_mul_overflow(Exact::num(value), scale, &scaled))
      return point_text(rounded_quotient<std::int64_t>(scaled, Exact::den(value), Rounding::half_up), places);
    const Int128 quotient =
        rounded_quotient<Int128>(Int128{Exact::num(value)} * scale, Int128{Exact::den(value)}, Rounding::half_up);
    if (fits(quotient)) return point_text(static_cast<std::int64_t>(quotient), places);
  }
  const BigRational big = Exact::big(value);
  return point_text(
      rounded_quotient<BigInteger>(BigInteger(numerator(big) * scale), BigInteger(denominator(big)), Rounding::half_up),
      places);
}

std::string decimal_text(const Rational& value) {
  if (value.is_integer()) return fixed_text(value, 0);
  std::string text = fixed_text(value, kMaxPlaces);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::optional<std::string> fraction_text(const Rational& value) {
  if (rounded(value, kMaxPlaces, Rounding::down) == value) return std::nullopt;
  return exact_text(value);
}

std::string exact_text(const Rational& value) {
  if (Exact::is_small(value)) {
    const std::int64_t common = std::gcd(Exact::num(value), Exact::den(value));
    return std::to_string(Exact::num(value) / common) + "/" + std::to_string(Exact::den(value) / common);
  }
  const BigRational big = Exact::big(value);
  return numerator(big).str() + "/" + denominator(big).str();
}

}  // namespace leitai::contest
