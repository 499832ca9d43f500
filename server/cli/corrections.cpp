// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/corrections.h"

#include <algorithm>
#include <sstream>

#include "server/cli/files.h"
#include "server/contest/contest.h"

namespace leitai::cli {

namespace {

using json::Json;

constexpr std::uintmax_t kMostBytes = 16U << 20U;
constexpr std::size_t kAtOnce = 500;
/// What the program wrote may nest deeper than what clients may send.
constexpr json::Limits kStored{80};

std::int64_t number(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool has_only(const Json& object, std::initializer_list<const char*> names) {
  return std::all_of(object.items().begin(), object.items().end(), [&](const auto& item) {
    return std::find(names.begin(), names.end(), item.key()) != names.end();
  });
}

/// Did an operator take it off, rather than its own duration?
std::optional<std::int64_t> taken_off_at(const Json& item) {
  if (!item.contains("out_at")) return std::nullopt;
  const auto out_at = number(item, "out_at");
  const bool by_duration =
      item.contains("duration_ms") && out_at == number(item, "last_take_at") + number(item, "duration_ms");
  return by_duration ? std::nullopt : std::optional(out_at);
}

}  // namespace

tl::expected<Corrections, std::string> Corrections::read(const std::filesystem::path& file) {
  const auto text = read_whole(file, kMostBytes);
  if (!text) return tl::unexpected(text.error());
  Corrections corrections;
  corrections.file_ = file.string();
  std::istringstream lines(*text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto entry = json::parse(line);
    const auto at = corrections.file_ + ":" + std::to_string(number) + ": error: ";
    if (!entry) return tl::unexpected(at + entry.error().detail);
    if (auto added = corrections.add(*entry, number); !added) return tl::unexpected(at + added.error());
  }
  return corrections;
}

tl::expected<void, std::string> Corrections::add(const Json& entry, std::size_t line) {
  const auto has_text = [&](const char* name) { return entry.contains(name) && entry[name].is_string(); };
  const bool has_patch = entry.is_object() && entry.contains("data") && entry["data"].is_object();
  if (entry.is_object() && has_text("type") && has_text("id") && has_patch && has_only(entry, {"type", "id", "data"})) {
    const auto type = entry["type"].get<std::string>();
    if (!contest::is_writable_type(type)) return tl::unexpected("there is no resource type \"" + type + "\"");
    resources_.push_back({type, entry["id"].get<std::string>(), entry["data"], line});
    return {};
  }
  const bool removes = entry.is_object() && entry.contains("remove") && entry["remove"] == true;
  if (entry.is_object() && entry.contains("at_ms") && entry["at_ms"].is_number_integer() && has_text("template") &&
      removes != has_patch && has_only(entry, {"at_ms", "template", "data", "remove"})) {
    takes_.push_back({entry["at_ms"].get<std::int64_t>(), entry["template"].get<std::string>(), removes,
                      has_patch ? entry["data"] : Json(), line});
    return {};
  }
  return tl::unexpected(
      std::string("a correction is {type, id, data}, {at_ms, template, data} or {at_ms, template, remove: true}"));
}

tl::expected<void, std::string> Corrections::check(const journal::Journal& journal, std::int64_t first_ms) const {
  Correcting correcting(*this, first_ms);
  for (journal::Token at = 0;;) {
    const auto page = journal.read(at, kAtOnce);
    if (!page) return tl::unexpected(page.error().message);
    if (page->empty()) break;
    for (const auto& record : *page) {
      at = record.token;
      auto data = json::parse(record.data, kStored);
      if (!data) return tl::unexpected("record " + std::to_string(at) + " is damaged");
      if (auto corrected = correcting(record, std::move(*data)); !corrected) return tl::unexpected(corrected.error());
    }
  }
  const auto unused = correcting.unused();
  return unused.empty() ? tl::expected<void, std::string>() : tl::unexpected(unused);
}

tl::expected<std::optional<Json>, std::string> Correcting::operator()(const journal::Record& record, Json data) {
  if (record.type == "air") {
    correct_air(record, data);
    return data;
  }
  for (const auto& resource : corrections_.resources_) {
    if (resource.type != record.type || resource.id != record.id || !data.is_object()) continue;
    used_[resource.line] = true;
    const Json before = data;
    data.merge_patch(resource.patch);
    auto normal = contest::normalise(record.type, record.id, data, &before);
    if (!normal) {
      const auto& wrong = normal.error().front();
      return tl::unexpected(corrections_.file_ + ":" + std::to_string(resource.line) + ": error: " + wrong.pointer +
                            " " + wrong.detail);
    }
    data = std::move(*normal);
  }
  return data;
}

std::string Correcting::unused() const {
  const auto sentence = [&](std::size_t line, const std::string& what) {
    return corrections_.file_ + ":" + std::to_string(line) + ": error: the show has no " + what;
  };
  for (const auto& resource : corrections_.resources_) {
    if (used_.count(resource.line) == 0) return sentence(resource.line, resource.type + "/" + resource.id);
  }
  for (const auto& take : corrections_.takes_) {
    if (used_.count(take.line) == 0) {
      return sentence(take.line, "take of " + take.template_id + " at " + std::to_string(take.at_ms) + " ms");
    }
  }
  return "";
}

void Correcting::find_take(const journal::Record& record, const Json& item, const Json& before) {
  const auto take = static_cast<std::uint64_t>(number(item, "take"));
  if (takes_.count(take) != 0) return;
  // An undo brings back a take under another name.
  if (const auto origin = takes_.find(static_cast<std::uint64_t>(number(item, "origin"))); origin != takes_.end()) {
    takes_[take] = origin->second;
    covered_[take] = before;
    return;
  }
  for (std::size_t i = 0; i < corrections_.takes_.size(); ++i) {
    const auto& each = corrections_.takes_[i];
    const bool is_it =
        number(item, "taken_at") - first_ms_ == each.at_ms && item.value("template", "") == each.template_id;
    if (!is_it || take != record.token) continue;
    used_[each.line] = true;
    takes_[take] = i;
    covered_[take] = before;
  }
}

/// What stands on a layer in place of an item whose take was removed.
Json Correcting::instead_of(const Json& item) const {
  Json covered = covered_.at(static_cast<std::uint64_t>(number(item, "take")));
  const auto off = taken_off_at(item);
  if (!covered.is_object() || !off) return covered;
  covered["out_at"] = covered.contains("out_at") ? std::min(number(covered, "out_at"), *off) : *off;
  return covered;
}

void Correcting::correct_air(const journal::Record& record, Json& layer) {
  const Json known = layers_[record.id];
  const Json before = known.is_object() ? known.value("current", Json()) : Json();
  if (layer.is_object() && layer.contains("current")) {
    if (layer["current"].is_object()) find_take(record, layer["current"], before);
    for (const char* place : {"current", "leaving"}) {
      Json& item = layer[place];
      if (!item.is_object()) continue;
      const auto found = takes_.find(static_cast<std::uint64_t>(number(item, "take")));
      if (found == takes_.end()) continue;
      const auto& fix = corrections_.takes_[found->second];
      if (!fix.removed) {
        item["data"].merge_patch(fix.patch);
        continue;
      }
      item = instead_of(item);
      if (std::string(place) == "current")
        layer["leaving"] = known.is_object() ? known.value("leaving", Json()) : Json();
    }
    const bool is_held = layer.value("held", false);
    if (layer["current"].is_null() && layer["leaving"].is_null() && !is_held) layer = nullptr;
  }
  layers_[record.id] = layer;
}

}  // namespace leitai::cli
