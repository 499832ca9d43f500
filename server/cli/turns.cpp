// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/turns.h"

#include <algorithm>
#include <utility>

#include "server/cli/facts.h"

namespace leitai::cli {

namespace {

using json::Json;

/// Somebody, or nobody, called to the stage.
struct Call {
  std::uint64_t command = 0;
  std::int64_t time_ms = 0;
  std::string round;
  std::string contestant;  ///< empty: nobody
  bool undone = false;
};

/// The stage clock began to run, or stopped.
struct ClockFact {
  std::int64_t time_ms = 0;
  bool runs = false;
};

class Fold {
 public:
  void take(const journal::Record& record) {
    const Json data = fact_of(record.data);
    if (record.type == "undo") {
      turning_ = record.command;
      mark(data, "undone", true);
      mark(data, "redone", false);
    } else if (record.type == "stage" && record.command != turning_) {
      calls_.push_back({record.command, record.time_ms, text_in(data, "round"), text_in(data, "contestant")});
    } else if (record.type == "timers" && record.id == "stage") {
      const bool runs = text_in(data, "state") == "running";
      if (clock_.empty() ? runs : clock_.back().runs != runs) clock_.push_back({record.time_ms, runs});
    }
  }

  std::vector<Turn> finish() && {
    std::vector<Turn> turns;
    for (const Call& call : calls_) {
      if (call.undone) continue;
      Turn* last = turns.empty() || turns.back().to_ms ? nullptr : &turns.back();
      if (last != nullptr && last->round == call.round && last->contestant == call.contestant) continue;  // a segment
      if (last != nullptr) last->to_ms = call.time_ms;
      if (!call.contestant.empty()) turns.push_back({call.round, call.contestant, call.time_ms, {}, {}, {}});
    }
    for (Turn& turn : turns) add_clock(turn);
    return turns;
  }

 private:
  void mark(const Json& data, const char* name, bool undone) {
    if (!data.is_object() || !data.contains(name) || !data[name].is_number_unsigned()) return;
    const auto command = data[name].get<std::uint64_t>();
    for (Call& call : calls_)
      if (call.command == command) call.undone = undone;
  }

  void add_clock(Turn& turn) const {
    bool runs = false;
    for (const ClockFact& fact : clock_) {
      if (fact.time_ms < turn.from_ms) {
        continue;  // a clock that ran on from the turn before is not this turn's
      }
      // What the next call started, or stopped, at that very moment is the next turn's.
      if (turn.to_ms && fact.time_ms >= *turn.to_ms) break;
      if (fact.runs && !turn.clock_from_ms) turn.clock_from_ms = fact.time_ms;
      if (!fact.runs && turn.clock_from_ms) turn.clock_to_ms = fact.time_ms;
      runs = fact.runs;
    }
    if (runs) turn.clock_to_ms = turn.to_ms;
  }

  std::vector<Call> calls_;
  std::vector<ClockFact> clock_;
  std::uint64_t turning_ = 0;  ///< the undo or redo that was read last
};

}  // namespace

tl::expected<std::vector<Turn>, journal::Error> turns_of(const journal::Journal& journal) {
  Fold fold;
  const auto read =
      each_fact(journal, {"stage", "timers", "undo"}, [&](const journal::Record& record) { fold.take(record); });
  if (!read) return tl::unexpected(read.error());
  return std::move(fold).finish();
}

}  // namespace leitai::cli
