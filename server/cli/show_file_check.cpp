// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/show_file_check.h"

namespace leitai::cli {

void ShapeCheck::problem(const Seen& seen, const std::string& pointer, const std::string& message) {
  problems_.push_back({{seen.line, place_of(seen.positions, pointer).column}, message});
}

void ShapeCheck::add(const Entry& entry, std::map<std::string, json::Position> positions) {
  const auto* event = std::get_if<contest::Event>(&entry.what);
  if (!event || entry.at_ms != batch_at_ms_) check_batch();
  batch_at_ms_ = entry.at_ms;
  if (event) apply(*event, {entry.line, std::move(positions)});
}

void ShapeCheck::apply(const contest::Event& event, Seen seen) {
  if (!contest::is_type(event.type)) return problem(seen, "/type", "there is no type \"" + event.type + "\"");
  if (!contest::is_writable_type(event.type)) {
    return problem(seen, "/type", "\"" + event.type + "\" is written by commands only");
  }
  if (!contest::is_id(event.id)) return problem(seen, "/id", "\"" + event.id + "\" is not an id");
  if (event.data.is_null()) {
    store_.erase(event.type, event.id);
  } else {
    const auto* before = store_.find(event.type, event.id);
    const auto data = contest::normalise(event.type, event.id, event.data, before ? &before->data : nullptr);
    if (!data) {
      for (const auto& error : data.error()) problem(seen, "/data" + error.pointer, error.pointer + " " + error.detail);
      return;
    }
    store_.put(event.type, event.id, *data, seen.line);
  }
  batch_[{event.type, event.id}] = std::move(seen);
}

void ShapeCheck::check_batch() {
  if (batch_.empty()) return;
  std::vector<Key> changed;
  for (const auto& [key, seen] : batch_) changed.push_back(key);
  for (const auto& found : contest::check(store_, changed)) {
    const auto seen = batch_.find({found.type, found.id});
    const auto& where = seen != batch_.end() ? seen->second : batch_.rbegin()->second;
    problem(where, "/data" + found.error.pointer,
            found.type + "/" + found.id + found.error.pointer + ": " + found.error.detail);
  }
  batch_.clear();
}

void ShapeCheck::finish() {
  check_batch();
}

}  // namespace leitai::cli
