// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/public_change.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/contest/contest.h"

namespace leitai::show {

namespace {

using json::Json;
using Names = std::vector<std::string>;

/// The names of a list's entries; nothing where one has none, or two have the same.
std::optional<Names> names_of(const Json& list) {
  Names names;
  std::set<std::string_view> known;
  names.reserve(list.size());
  for (const Json& entry : list) {
    const auto is_text = [&](const char* member) {
      return entry.is_object() && entry.contains(member) && entry[member].is_string();
    };
    if (!is_text("id") && !is_text("contestant")) return std::nullopt;
    names.push_back(entry[is_text("id") ? "id" : "contestant"].get<std::string>());
  }
  for (const std::string& name : names)
    if (!known.insert(name).second) return std::nullopt;
  return names;
}

class Patch {
 public:
  void compare(const std::string& at, const Json& before, const Json& after) {
    if (before == after) return;
    if (before.is_object() && after.is_object()) return compare_objects(at, before, after);
    if (before.is_array() && after.is_array()) {
      auto from = names_of(before);
      const auto to = names_of(after);
      if (from && to) return compare_lists(at, before, after, std::move(*from), *to);
    }
    operations_.push_back({{"op", "replace"}, {"path", at}, {"value", after}});
  }

  Json take() { return std::move(operations_); }

 private:
  void compare_objects(const std::string& at, const Json& before, const Json& after) {
    for (auto member = before.begin(); member != before.end(); ++member)
      if (!after.contains(member.key())) remove(at + '/' + json::escape_token(member.key()));
    for (auto member = after.begin(); member != after.end(); ++member) {
      const std::string path = at + '/' + json::escape_token(member.key());
      const auto was = before.find(member.key());
      was == before.end() ? add(path, member.value()) : compare(path, *was, member.value());
    }
  }

  void compare_lists(const std::string& at, const Json& before, const Json& after, Names names, const Names& wanted) {
    std::vector<const Json*> was;
    for (const Json& entry : before) was.push_back(&entry);
    const auto place = [&at](std::size_t i) { return at + '/' + std::to_string(i); };
    const std::set<std::string_view> kept(wanted.begin(), wanted.end());
    for (std::size_t i = names.size(); i-- > 0;) {
      if (kept.contains(names[i])) continue;
      remove(place(i));
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(i));
      was.erase(was.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto here = static_cast<std::ptrdiff_t>(i);
      const auto found = std::find(names.begin() + here, names.end(), wanted[i]);
      if (found == names.end()) {
        add(place(i), after[i]);
        names.insert(names.begin() + here, wanted[i]);
        was.insert(was.begin() + here, &after[i]);
      } else if (const auto from = found - names.begin(); from != here) {
        operations_.push_back({{"op", "move"}, {"from", place(static_cast<std::size_t>(from))}, {"path", place(i)}});
        std::rotate(names.begin() + here, found, found + 1);
        std::rotate(was.begin() + here, was.begin() + from, was.begin() + from + 1);
      }
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) compare(place(i), *was[i], after[i]);
  }

  void add(const std::string& path, const Json& value) {
    operations_.push_back({{"op", "add"}, {"path", path}, {"value", value}});
  }
  void remove(const std::string& path) { operations_.push_back({{"op", "remove"}, {"path", path}}); }

  Json operations_ = Json::array();
};

}  // namespace

Json public_change(const Json& before, const Json& after) {
  Patch patch;
  patch.compare("", before, after);
  return patch.take();
}

std::string public_news(const Edition& before, const Edition& after) {
  std::string change = json::dump(Json{{"show", after.show()},
                                       {"revision", after.revision},
                                       {"previous", before.revision},
                                       {"patch", public_change(before.document, after.document)}});
  return change.size() < after.text->size() ? change : *after.text;
}

std::string public_heartbeat(const Edition& newest, std::int64_t now_ms) {
  return json::dump(
      Json{{"now", contest::format_time(now_ms)}, {"show", newest.show()}, {"revision", newest.revision}});
}

}  // namespace leitai::show
