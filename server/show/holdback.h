// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>

#include "server/contest/contest.h"
#include "server/journal/journal.h"
#include "server/show/state.h"

namespace leitai::show {

using StorePtr = std::shared_ptr<const contest::Store>;

/// What a command left behind.
struct Step {
  std::int64_t time_ms = 0;
  std::uint64_t token = 0;  ///< of its last record
  contest::Store store;
};

/// Holds the audience's documents back by the contest's `public_delay_ms`: knows the store that they are made of, and
/// those that wait to be its successor. What is told when is a function of the commands' times and stores and of the
/// time that is asked for, so a replay of the journal comes to the same. A value; copies are cheap.
///
/// The delay that counts is the one of the newest store: a lower one lets sooner out what waits, a higher one keeps it
/// longer, and nothing that was told is told back. Commands within 1/250 of the delay are told together, that much
/// later, so that few stores wait, and so that nothing hidden moves the time at which something public is told.
class Holdback {
 public:
  /// Past that (the delay itself was changed many times), the newest store takes the place of the one before it.
  static constexpr std::size_t kMostWaiting = 1'024;

  Holdback() = default;
  /// All of this is told.
  Holdback(contest::Store told, std::uint64_t token);

  /// A command was carried out; in the order of their times.
  void follow(const Step& step);
  /// Tells what is due at that time.
  void settle(std::int64_t now_ms);
  /// Tells what an earlier run had told: all up to the record `token`.
  void catch_up(std::uint64_t token);

  /// When the next store is due; none: nothing waits.
  std::optional<std::int64_t> due_ms() const;
  const StorePtr& told() const { return told_; }
  std::uint64_t told_token() const { return told_token_; }
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiting {
    std::int64_t from_ms = 0;  ///< when the delay begins: the end of its slot
    std::int64_t slot_ms = 0;
    std::uint64_t token = 0;
    StorePtr store;
  };

  void tell_next();

  StorePtr told_ = std::make_shared<const contest::Store>();
  std::uint64_t told_token_ = 0;
  StorePtr newest_ = told_;
  std::int64_t delay_ms_ = 0;  ///< of `newest_`
  std::deque<Waiting> waiting_;
};

/// Where the journal's last record is of `last_ms`, the audience has been told all that is not younger than this,
/// whatever the delay.
std::int64_t all_told_ms(std::int64_t last_ms);

/// A replay's Holdback. It copies stores only where a delay makes it necessary, as every copy makes the next change
/// of the store dearer.
class HoldbackReplay {
 public:
  /// `last_ms`: time of the journal's last record.
  explicit HoldbackReplay(std::int64_t last_ms);

  /// Between two commands: the state, and records from the next command's first on.
  void between(const State& state, std::span<const journal::Record> next);
  /// After the last command.
  Holdback finish(const State& state) &&;

 private:
  std::int64_t all_told_ms_;
  std::optional<Holdback> holdback_;
};

}  // namespace leitai::show
