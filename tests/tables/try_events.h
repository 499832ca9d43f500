// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/contest/contest.h"

namespace leitai::tables {

/// A trial by the rules of the contest alone.
inline std::vector<contest::FieldError> try_events(const contest::Store& store,
                                                   const std::vector<contest::Event>& events) {
  contest::Store after = store;
  std::vector<contest::FieldError> errors;
  std::vector<std::pair<std::string, std::string>> changed;
  std::map<std::pair<std::string, std::string>, std::size_t> index;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const contest::Event& event = events[i];
    const contest::Resource* before = store.find(event.type, event.id);
    auto data = contest::normalise(event.type, event.id, event.data, before ? &before->data : nullptr);
    const std::string at = "/" + std::to_string(i) + "/data";
    if (!data) {
      for (contest::FieldError& error : data.error()) errors.push_back({at + error.pointer, std::move(error.detail)});
      continue;
    }
    after.put(event.type, event.id, std::move(*data), 0);
    changed.emplace_back(event.type, event.id);
    index[changed.back()] = i;
  }
  if (!errors.empty()) return errors;
  for (contest::ResourceError& error : contest::check(after, changed)) {
    const auto found = index.find({error.type, error.id});
    const std::string at = found == index.end() ? "" : "/" + std::to_string(found->second) + "/data";
    errors.push_back({found == index.end() ? "" : at + error.error.pointer, std::move(error.error.detail)});
  }
  return errors;
}

}  // namespace leitai::tables
