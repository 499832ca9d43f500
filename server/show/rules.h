// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/show/plan.h"

/// Automation rules, `{name, when: {on, …}, do: {…}, held}`: which of them a change of the show sets off, and what they
/// then do. Functions of the state alone: the writer runs them once, after the command that set them off, and what they
/// did is in the journal as commands of their own. A replay runs none.
namespace leitai::show {

/// The actor of what rules do.
inline constexpr const char* kAutomation = "automation";

/// One command sets off no more rules than that.
constexpr std::size_t kMostFirings = 32;

/// Whom a trigger is about; empty: nobody.
struct Subject {
  std::string round;
  std::string contestant;
};

struct Firing {
  std::string rule;
  Subject subject;
};

/// What became of a rule that was set off.
struct RuleOutcome {
  std::int64_t time_ms = 0;
  std::string rule;
  std::string outcome;  ///< done, refused or held
  std::string detail;   ///< why it was refused
};

/// The rules that a command sets off, by id: all but those that wait for a clock. None while the automation is held.
std::vector<Firing> set_off(const State& before, const State& after);

/// What a rule does. "@contestant" and "@round" in the `bind` and `data` of what it takes, and "@stage", stand for whom
/// the trigger is about; where it is about nobody, for who is on stage. `moment` says that a rule asks.
PlanResult plan_firing(const State& state, const Templates& templates, const Moment& moment, const Firing& firing);

}  // namespace leitai::show
