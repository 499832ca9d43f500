// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/journal/journal.h"
#include "server/show/air_state.h"
#include "server/show/history.h"

namespace leitai::show {

/// Everything that the journal says, up to one of its records. A value; copies are cheap.
struct State {
  std::uint64_t token = 0;
  std::int64_t time_ms = 0;
  std::string show_id;
  Json last_start;  ///< data of the newest `start` record, or null
  Json theme;       ///< `{name, hash}` of the newest `start` or `theme` record, or null
  contest::Store store;
  AirState air;
  History history;
};

/// A command being folded: live, while it is written, and again at a restart.
class CommandFold {
 public:
  explicit CommandFold(State& state) : state_(state) {}

  /// One record; its token is the state's next.
  void record(std::string_view actor, std::string_view type, std::string_view id, Json data, std::int64_t time_ms);

  /// The command is complete: what is bound on air follows it, and it is remembered.
  void finish();

 private:
  State& state_;
  Touched touched_;
  HistoryFold history_;
};

/// What a record of this type and id would have as `before`; null: new.
Json current_data(const State& state, std::string_view type, std::string_view id);

}  // namespace leitai::show
