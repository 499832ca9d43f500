// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/decimal.h"

#include <catch2/catch.hpp>

#include <random>

#include <boost/multiprecision/cpp_int.hpp>

using namespace leitai::contest;

namespace {

using Integer = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

/// The value of a decimal text, by moving the point: no code of the room.
Fraction fraction_of(const std::string& text) {
  const auto point = text.find('.');
  std::string digits = text;
  Integer scale = 1;
  if (point != std::string::npos) {
    digits.erase(point, 1);
    for (std::size_t i = point + 1; i < text.size(); ++i) scale *= 10;
  }
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const Fraction value(Integer(digits), scale);
  return negative ? -value : value;
}

Integer floor_of(const Fraction& value) {
  Integer quotient = numerator(value) / denominator(value);
  if (value < 0 && Fraction(quotient) != value) quotient -= 1;
  return quotient;
}

/// Rounds by the definition: the nearest of the two neighbours.
Fraction nearest(const Fraction& value, int places, Rounding mode) {
  Integer scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  const Fraction scaled = value * Fraction(scale);
  const Integer below = floor_of(scaled);
  const Fraction past = scaled - Fraction(below);
  if (past == 0) return value;
  const Fraction half(1, 2);
  bool up = past > half;
  if (past == half) up = mode == Rounding::half_up ? value > 0 : below % 2 != 0;
  if (mode == Rounding::down) up = value < 0;
  return Fraction(up ? Integer(below + 1) : below, scale);
}

std::string text_of(const Fraction& value) {
  return numerator(value).str() + "/" + denominator(value).str();
}

class Numbers {
 public:
  explicit Numbers(unsigned seed) : random_(seed) {}
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  /// Decimals of all sizes: most of them small, as marks are.
  std::string decimal() {
    std::string text = below(3) == 0 ? "-" : "";
    const int whole = below(4) == 0 ? 1 + below(12) : 1 + below(3);
    for (int i = 0; i < whole; ++i) text += static_cast<char>('0' + below(10));
    const int places = below(4) == 0 ? below(10) : below(3);
    if (places > 0) text += '.';
    for (int i = 0; i < places; ++i) text += static_cast<char>('0' + below(10));
    return text;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("what is not a decimal is refused") {
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", " 1", "1 ", "1e3", "0x10", "1,5", "--1", "1.2.3",
                           "1234567890123", "1.1234567890", "NaN", "1/3", "１"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_decimal(text).has_value());
  }
  for (const char* text : {"1/0", "/3", "1/", "-1/3", "1/3/5", "1.5/2", "1234567890123/1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_weight(text).has_value());
  }
}

TEST_CASE("a decimal is read as it is written") {
  CHECK(parse_decimal("9.25") == Rational(37, 4));
  CHECK(parse_decimal("-0.5") == Rational(-1, 2));
  CHECK(parse_decimal("007") == Rational(7));
  CHECK(parse_decimal("-0") == Rational(0));
  CHECK(parse_weight("1/3") == Rational(1, 3));
  CHECK(parse_weight("0.4") == Rational(2, 5));
  CHECK(exact_text(*parse_decimal("999999999999.999999999")) == "999999999999999999999/1000000000");
}

TEST_CASE("halves are rounded as the mode says, on both sides of zero") {
  const auto text = [](const char* value, Rounding mode) {
    return fixed_text(rounded(*parse_decimal(value), 1, mode), 1);
  };
  CHECK(text("0.25", Rounding::half_up) == "0.3");
  CHECK(text("-0.25", Rounding::half_up) == "-0.3");
  CHECK(text("0.25", Rounding::half_even) == "0.2");
  CHECK(text("0.35", Rounding::half_even) == "0.4");
  CHECK(text("-0.25", Rounding::half_even) == "-0.2");
  CHECK(text("0.29", Rounding::down) == "0.2");
  CHECK(text("-0.29", Rounding::down) == "-0.2");
  CHECK(text("-0.04", Rounding::half_up) == "0.0");
}

TEST_CASE("a value that has no end in decimals is written with twelve places and its fraction") {
  CHECK(decimal_text(Rational(271, 3)) == "90.333333333333");
  CHECK(fraction_text(Rational(271, 3)) == "271/3");
  CHECK(fraction_text(Rational(542, 6)) == "271/3");
  CHECK(decimal_text(Rational(1, 8)) == "0.125");
  CHECK_FALSE(fraction_text(Rational(1, 8)).has_value());
  CHECK(decimal_text(Rational(-20, 2)) == "-10");
  CHECK(decimal_text(Rational(0)) == "0");
}

TEST_CASE("sums, products and quotients are those of unbounded integers") {
  Numbers numbers(20220731);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = numbers.decimal();
    const std::string b = numbers.decimal();
    const std::string c = numbers.decimal();
    CAPTURE(a, b, c);
    const Rational left = *parse_decimal(a);
    const Rational right = *parse_decimal(b);
    const Rational third = *parse_decimal(c);
    const Fraction x = fraction_of(a);
    const Fraction y = fraction_of(b);
    const Fraction z = fraction_of(c);
    REQUIRE(exact_text(left + right * third) == text_of(x + y * z));
    REQUIRE(exact_text(left * right - third) == text_of(x * y - z));
    if (y != 0 && z != 0) REQUIRE(exact_text(left / right / third) == text_of(x / y / z));
    REQUIRE((left < right) == (x < y));
    REQUIRE((left * third == right * third) == (x * z == y * z));
    REQUIRE(parse_exact(exact_text(left * right)) == left * right);
  }
}

TEST_CASE("rounding takes the nearest neighbour, for values of every size") {
  Numbers numbers(4);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = numbers.decimal();
    const int parts = 1 + numbers.below(16);
    const int places = numbers.below(10);
    const Rounding mode = static_cast<Rounding>(numbers.below(3));
    CAPTURE(a, parts, places, static_cast<int>(mode));
    const Fraction expected = nearest(fraction_of(a) / parts, places, mode);
    const Rational value = rounded(*parse_decimal(a) / Rational(parts), places, mode);
    REQUIRE(exact_text(value) == text_of(expected));
    const std::string text = fixed_text(value, places);
    REQUIRE(fraction_of(text) == expected);
    REQUIRE((places == 0 ? text.find('.') == std::string::npos
                         : text.size() - text.find('.') - 1 == static_cast<std::size_t>(places)));
  }
}
