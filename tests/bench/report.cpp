// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/report.h"

#include <cstdio>

namespace leitai::bench {

std::string number(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f", decimals, value);
  return text;
}

void Report::heading(const std::string& text) const {
  std::printf("\n-- %s\n", text.c_str());
  std::fflush(stdout);
}

void Report::figure(const std::string& name, const std::string& text) const {
  std::printf("%s: %s\n", name.c_str(), text.c_str());
  std::fflush(stdout);
}

void Report::verdict(const std::string& name, double value, const char* relation, double target, const char* unit,
                     bool reached) {
  missed_ += reached ? 0 : 1;
  std::printf("%s: %s%s (target: %s %g%s, %s)\n", name.c_str(), number(value, 3).c_str(), unit, relation, target, unit,
              reached ? "reached" : "missed");
  std::fflush(stdout);
}

void Report::at_most(const std::string& name, double value, double target, const char* unit) {
  verdict(name, value, "at most", target, unit, value <= target);
}

void Report::at_least(const std::string& name, double value, double target, const char* unit) {
  verdict(name, value, "at least", target, unit, value >= target);
}

void Report::failed(const std::string& name) {
  ++missed_;
  std::printf("%s: not measured, the program that measures it failed (missed)\n", name.c_str());
  std::fflush(stdout);
}

}  // namespace leitai::bench
