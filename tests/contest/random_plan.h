// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/contest/contest_of.h"
#include "tests/contest/fraction.h"
#include "tests/dice.h"

/// Random contests, for tests that compute a second time, from the contract's sentences, what the program computes.
namespace leitai::contest::test {

using leitai::test::Dice;

using Value = std::optional<Fraction>;

struct Jury {
  int weight = 1;  ///< of a third
  std::vector<int> judges;
  int drop_high = 0, drop_low = 0, drop_from = 1;
  int average = 0;  ///< 0 mean, 1 median, 2 sum
};

inline constexpr const char* kAverages[] = {"mean", "median", "sum"};
constexpr int kMissing = -1000;
constexpr int kAbsent = -2000;

/// Marks in quarters: contestant, judge, criterion.
struct Plan {
  int contestants = 0, criteria = 0, judges = 0;
  std::vector<int> weights;  ///< of the criteria, in tenths
  std::vector<Jury> juries;
  std::vector<std::vector<std::vector<int>>> marks;
  std::vector<bool> withdrawn;
  bool zero = false;
  std::vector<int> points;

  bool absent(int i, int j) const { return marks[i][j][0] == kAbsent; }
};

/// `complete`: without gaps, absences and withdrawals.
Plan random_plan(Dice& dice, bool complete);

/// "j3".
std::string name(const char* kind, int number);
/// A mark in quarters, as a decimal.
std::string quarters(int mark);

/// The plan's criteria and panels; totals are rounded to 4 places.
Json scoring_of(const Plan& plan);

/// Judges, contestants and the round "r".
std::vector<Event> frame_events(int contestants, int judges, const Json& scoring);
std::vector<Event> score_events(const Plan& plan);
std::vector<Event> withdrawal_events(const Plan& plan);
/// The scores come in an order of the dice's.
Contest contest_of(const Plan& plan, const Json& scoring, Dice& dice);

/// Totals and ranks of the round "r", by counting who is better; and the same from documents without marks.
void compare(Contest& contest, const std::vector<Value>& totals, const std::vector<bool>& withdrawn);

}  // namespace leitai::contest::test
