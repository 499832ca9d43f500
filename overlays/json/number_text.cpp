// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/json/number_text.h"

#include <charconv>
#include <cstdint>
#include <string>

namespace leitai::json {
namespace {

/// digits · 10^exponent, without zeros at either end of the digits; zero is empty.
struct Spelled {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
  friend bool operator==(const Spelled&, const Spelled&) = default;
};

Spelled read(std::string_view text) {
  Spelled number;
  if (!text.empty() && text.front() == '-') {
    number.negative = true;
    text.remove_prefix(1);
  }
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (!power.empty() && power.front() == '+') {
      power.remove_prefix(1);
    }
    // A power past 64 bits stays 0 here and cannot compare equal to what a double spells.
    std::from_chars(power.data(), power.data() + power.size(), number.exponent);
    text = text.substr(0, e);
  }
  bool fraction = false;
  for (const char c : text) {
    if (c == '.') {
      fraction = true;
      continue;
    }
    number.digits += c;
    number.exponent -= fraction ? 1 : 0;
  }
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  if (number.digits.empty()) {
    return {};
  }
  return number;
}

}  // namespace

bool spells_same_decimal(std::string_view a, std::string_view b) {
  return read(a) == read(b);
}

}  // namespace leitai::json
