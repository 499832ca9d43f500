// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/binds/parts.h"

namespace leitai::show {

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  return found->is_number() ? json::dump(*found) : "";
}

const Json& field(const Json& object, const char* name) {
  static const Json kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + " " + second;
}

const Json* resource(const Store& store, std::string_view type, std::string_view id) {
  const contest::Resource* found = id.empty() ? nullptr : store.find(type, id);
  return found != nullptr && found->data.is_object() ? &found->data : nullptr;
}

std::string name_of(const Store& store, std::string_view type, const std::string& id, const char* field_name) {
  const Json* found = resource(store, type, id);
  return found == nullptr ? "" : text(*found, field_name);
}

std::optional<Rational> value_of(const Json& number) {
  if (number.is_number_integer()) return contest::parse_decimal(json::dump(number));
  if (!number.is_string()) return std::nullopt;
  // Exact totals may have more places than what clients send.
  return contest::parse_value(number.get_ref<const std::string&>());
}

std::vector<Criterion> criteria_of(const Json& round) {
  std::vector<Criterion> criteria;
  const Json scoring = field(round, "scoring");
  const Json list = scoring.is_object() ? field(scoring, "criteria") : Json();
  if (!list.is_array() || list.size() < 2) return criteria;
  for (const Json& entry : list) {
    if (!entry.is_object()) continue;
    Criterion& criterion = criteria.emplace_back();
    criterion.id = text(entry, "id");
    criterion.name = text(entry, "name");
    if (criterion.name.empty()) criterion.name = criterion.id;
    criterion.max = field(entry, "max");
    if (entry.contains("weight")) criterion.weight = contest::parse_weight(text(entry, "weight")).value_or(1);
  }
  return criteria;
}

std::optional<SeenRows> SeenRows::of(const Store& store, const std::string& round, const std::string& group,
                                     Audience audience, contest::Detail detail) {
  auto standings = contest::standings(store, round, group, audience, detail);
  if (!standings) return std::nullopt;
  return SeenRows(std::move(*standings));
}

SeenRows::SeenRows(Json standings) : standings_(std::move(standings)) {
  for (std::size_t i = 0; i < rows().size(); ++i) places_.emplace(text(rows()[i], "contestant"), i);
}

const Json* SeenRows::row_of(const std::string& contestant) const {
  const auto found = places_.find(contestant);
  return found == places_.end() ? nullptr : &rows()[found->second];
}

Json criterion_value(const Json& row, const std::string& criterion) {
  const auto list = row.find("criteria");
  if (list == row.end() || !list->is_array()) return nullptr;
  for (const Json& entry : *list) {
    if (text(entry, "id") == criterion) return field(entry, "value");
  }
  return nullptr;
}

const Json* segment_of(const Json& round, const std::string& id) {
  const auto segments = round.find("segments");
  if (id.empty() || segments == round.end() || !segments->is_array()) return nullptr;
  for (const Json& segment : *segments) {
    if (segment.is_object() && text(segment, "id") == id) return &segment;
  }
  return nullptr;
}

std::optional<OnStage> on_stage(const Store& store) {
  const Json* stage = resource(store, "stage", "stage");
  if (stage == nullptr || text(*stage, "contestant").empty()) return std::nullopt;
  OnStage result{text(*stage, "round"), text(*stage, "contestant"), text(*stage, "segment"), true, ""};
  const Json* round = resource(store, "rounds", result.round);
  const Json* segment = round == nullptr ? nullptr : segment_of(*round, result.segment);
  const std::string speaker = segment == nullptr ? "" : text(*segment, "speaker");
  if (speaker.empty() || speaker == "contestant") return result;
  result.contestant_speaks = false;
  result.person = speaker == "supporter" ? name_of(store, "contestants", result.contestant, "supporter") : speaker;
  return result;
}

}  // namespace leitai::show
