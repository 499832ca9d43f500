// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/recording.h"

#include <utility>

namespace leitai::show {

journal::Transaction recorded(State& state, std::vector<contest::Event> changes, const std::string& actor,
                              std::int64_t time_ms) {
  journal::Transaction transaction;
  CommandFold fold(state);
  for (contest::Event& change : changes) {
    const Json before = current_data(state, change.type, change.id);
    if (before == change.data) continue;
    journal::Record& record = transaction.records.emplace_back();
    record.time_ms = time_ms;
    record.actor = actor;
    record.type = change.type;
    record.id = change.id;
    record.data = json::dump(change.data);
    record.before = json::dump(before);
    fold.record(actor, change.type, change.id, std::move(change.data), time_ms);
  }
  fold.finish();
  return transaction;
}

}  // namespace leitai::show
