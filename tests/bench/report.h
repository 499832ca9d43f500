// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace leitai::bench {

/// Prints figures and holds them against their targets.
class Report {
 public:
  void heading(const std::string& text) const;
  /// A figure without a target.
  void figure(const std::string& name, const std::string& text) const;
  void at_most(const std::string& name, double value, double target, const char* unit = "");
  void at_least(const std::string& name, double value, double target, const char* unit = "");
  /// Says that something could not be measured, which counts as missed.
  void failed(const std::string& name);

  int missed() const { return missed_; }

 private:
  void verdict(const std::string& name, double value, const char* relation, double target, const char* unit,
               bool reached);

  int missed_ = 0;
};

/// "1.25"
std::string number(double value, int decimals = 2);

}  // namespace leitai::bench
