// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/journal/journal.h"
#include "server/show/air_state.h"
#include "server/show/history.h"

namespace leitai::show {

/// What the commands of the newest millisecond have written to the contest, and what was on air before them. What
/// is bound follows all of them at once, however many they are: a jury presses its buttons together.
struct Instant {
  AirState before;
  Touched touched;
  std::uint64_t token = 0;  ///< of the last record that touched something
  bool followed = true;     ///< by the state's `air`
};

/// Everything that the journal says, up to one of its records. A value; copies are cheap.
struct State {
  std::uint64_t token = 0;
  std::int64_t time_ms = 0;
  std::string show_id;
  Json last_start;  ///< data of the newest `start` record, or null
  Json theme;       ///< `{name, hash}` of the newest `start` or `theme` record, or null
  contest::Store store;
  AirState air;  ///< what is bound may lag behind `instant`, until settle()
  Instant instant;
  History history;
};

/// What is bound on air follows the contest. When, and how often, makes no difference to the commands that come
/// after: those of the same millisecond make `air` anew from what it was before them.
void settle(State& state);

/// A command being folded: live, while it is written, and again at a restart. A command that writes more than the
/// contest (on air, the show itself) is followed by what is bound at once, for the next one may look at it.
class CommandFold {
 public:
  explicit CommandFold(State& state) : state_(state) {}

  /// One record; its token is the state's next.
  void record(std::string_view actor, std::string_view type, std::string_view id, Json data, std::int64_t time_ms);

  /// The command is complete: it is remembered.
  void finish();

 private:
  void fold(std::string_view type, std::string_view id, Json data);

  State& state_;
  Touched touched_;
  bool begun_ = false;
  bool stands_apart_ = false;
  std::optional<contest::Store> store_before_;  ///< where what is bound is still to follow the commands before
  HistoryFold history_;
};

/// What a record of this type and id would have as `before`; null: new.
Json current_data(const State& state, std::string_view type, std::string_view id);

}  // namespace leitai::show
