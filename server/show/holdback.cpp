// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/holdback.h"

#include <algorithm>
#include <utility>

namespace leitai::show {

namespace {

constexpr std::int64_t kSlots = 250;

std::int64_t slot_ms_of(std::int64_t delay_ms) {
  return std::max<std::int64_t>(1, delay_ms / kSlots);
}

/// Collections that were not changed are the very same.
bool nothing_changed(const contest::Store& before, const contest::Store& after) {
  return before.types() == after.types();
}

/// May the command that `next` begins with set the delay? What does not end within `next` may.
bool may_set_delay(std::span<const journal::Record> next) {
  for (const journal::Record& record : next) {
    if (record.command != next.front().command) return false;
    if (record.type == "contest") return true;
  }
  return true;
}

Step step_of(const State& state) {
  return {state.time_ms, state.token, state.store};
}

}  // namespace

Holdback::Holdback(contest::Store told, std::uint64_t token)
    : told_(std::make_shared<const contest::Store>(std::move(told))),
      told_token_(token),
      newest_(told_),
      delay_ms_(contest::public_delay_ms(*told_)) {}

void Holdback::follow(const Step& step) {
  settle(step.time_ms);
  if (nothing_changed(*newest_, step.store)) return;
  newest_ = std::make_shared<const contest::Store>(step.store);
  delay_ms_ = contest::public_delay_ms(*newest_);
  if (delay_ms_ == 0) waiting_.clear();
  const std::int64_t slot_ms = slot_ms_of(delay_ms_);
  const Waiting now{(step.time_ms + slot_ms - 1) / slot_ms * slot_ms, slot_ms, step.token, newest_};
  const bool together =
      !waiting_.empty() && waiting_.back().from_ms == now.from_ms && waiting_.back().slot_ms == slot_ms;
  if (together || waiting_.size() >= kMostWaiting) {
    waiting_.back() = now;
  } else {
    waiting_.push_back(now);
  }
  settle(step.time_ms);
}

void Holdback::settle(std::int64_t now_ms) {
  while (!waiting_.empty() && *due_ms() <= now_ms) tell_next();
}

void Holdback::catch_up(std::uint64_t token) {
  while (!waiting_.empty() && waiting_.front().token <= token) tell_next();
}

std::optional<std::int64_t> Holdback::due_ms() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().from_ms + delay_ms_;
}

void Holdback::tell_next() {
  const Waiting next = std::move(waiting_.front());
  waiting_.pop_front();
  told_token_ = next.token;
  told_ = next.store == newest_
              ? newest_
              : std::make_shared<const contest::Store>(contest::held_back(*told_, *next.store, *newest_));
}

std::int64_t all_told_ms(std::int64_t last_ms) {
  return last_ms - contest::kMostPublicDelayMs - slot_ms_of(contest::kMostPublicDelayMs);
}

HoldbackReplay::HoldbackReplay(std::int64_t last_ms) : all_told_ms_(all_told_ms(last_ms)) {}

void HoldbackReplay::between(const State& state, std::span<const journal::Record> next) {
  if (next.front().time_ms <= all_told_ms_) return;
  const bool at_rest = contest::public_delay_ms(state.store) == 0 && !may_set_delay(next);
  if (holdback_) {
    holdback_->follow(step_of(state));
    if (at_rest) holdback_.reset();
  } else if (!at_rest) {
    holdback_.emplace(state.store, state.token);
  }
}

Holdback HoldbackReplay::finish(const State& state) && {
  if (!holdback_) return {state.store, state.token};
  holdback_->follow(step_of(state));
  return std::move(*holdback_);
}

}  // namespace leitai::show
