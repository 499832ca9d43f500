// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "server/show/batch.h"
#include "server/show/clock_rules.h"

namespace leitai::show {

namespace {

/// What a rule comes to: its changes, and what is said of it.
struct Fired {
  std::vector<contest::Event> changes;
  const char* outcome = "done";
  std::string detail;
};

Fired refused_because(std::string detail) {
  return {{}, "refused", std::move(detail)};
}

Fired fired(const State& state, const Templates& templates, const Moment& moment, const Firing& firing) {
  const contest::Resource* rule = state.store.find("rules", firing.rule);
  if (state.air.automation_held || (rule != nullptr && rule->data.value("held", false))) return {{}, "held", ""};
  try {
    auto planned = plan_firing(state, templates, moment, firing);
    return planned ? Fired{std::move(planned->changes), "done", ""} : refused_because(planned.error().detail);
  } catch (const std::exception& error) {
    return refused_because(std::string("internal error: ") + error.what());
  }
}

}  // namespace

void Batch::run_clocks(std::int64_t now_ms) {
  if (running_.store.all("rules").empty()) return;
  std::vector<std::string> due = due_clocks(running_.store, std::max(now_ms, running_.time_ms));
  // The rest is still due when the writer looks again, at once.
  if (due.size() > kMostFirings) due.resize(kMostFirings);
  for (std::string& rule : due) fire({std::move(rule), {}}, now_ms, true);
}

void Batch::follow_rules(const State& before, std::int64_t now_ms, bool sets_off) {
  const contest::Store& store = running_.store;
  if (store.all("rules").empty() && store.all("firings").empty()) return;
  try {
    const std::vector<Firing> firings = sets_off ? set_off(before, running_) : std::vector<Firing>();
    record_by_rules(clocks_after(before.store, store, std::max(now_ms, running_.time_ms)), now_ms);
    for (const Firing& firing : firings) fire(firing, now_ms, false);
    run_clocks(now_ms);
  } catch (const std::exception& error) {
    spdlog::error("automation: {}", error.what());
  }
}

/// A rule that waits for a clock is dealt with, whatever becomes of it.
void Batch::fire(const Firing& firing, std::int64_t now_ms, bool by_clock) {
  const std::int64_t time_ms = std::max(now_ms, running_.time_ms);
  Fired what = fired(running_, templates_, {time_ms, running_.token + 1, true}, firing);
  if (!what.detail.empty()) spdlog::warn("automation: the rule {} did nothing: {}", firing.rule, what.detail);
  if (by_clock) what.changes.push_back(dealt_with(running_.store, firing.rule, time_ms, what.outcome));
  record_by_rules(std::move(what.changes), now_ms);
  rule_outcomes_.push_back({time_ms, firing.rule, what.outcome, std::move(what.detail)});
}

void Batch::record_by_rules(std::vector<contest::Event> changes, std::int64_t now_ms) {
  if (changes.empty()) return;
  State after = running_;
  journal::Transaction transaction = folded(after, std::move(changes), kAutomation, std::max(now_ms, running_.time_ms));
  if (!transaction.records.empty()) (void)keep(std::move(after), std::move(transaction));
}

}  // namespace leitai::show
