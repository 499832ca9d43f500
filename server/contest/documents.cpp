// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/documents.h"

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Writes `name`, and `exact_name` where the decimal is not all of it.
void put_value(Json& object, const char* name, const char* exact_name, const std::optional<Rational>& value,
               std::optional<int> places) {
  if (!value) {
    object[name] = nullptr;
  } else if (places) {
    object[name] = fixed_text(*value, *places);
  } else {
    object[name] = decimal_text(*value);
    if (auto exact = fraction_text(*value)) object[exact_name] = std::move(*exact);
  }
}

/// One of some 25,000 in a large round: built in place, for a braced list is copied.
Json mark_document(const Panel& panel, const MarkResult& mark) {
  Json document = Json::object();
  document["dropped"] = mark.dropped;
  document["judge"] = panel.judges[mark.judge];
  Json& value = document["mark"];
  if (mark.state == MarkState::given)
    value = mark.text;
  else if (mark.counts || mark.dropped)
    value = "0";
  if (mark.state == MarkState::absent) document["absent"] = true;
  return document;
}

Json criterion_document(const Rules& rules, std::size_t index, const CriterionResult& result, Detail detail) {
  Json document = Json::object();
  document["id"] = rules.criteria[index].id;
  if (!rules.criteria[index].name.empty()) document["name"] = rules.criteria[index].name;
  put_value(document, "value", "exact", result.value, rules.round_to.criterion);
  put_value(document, "weighted", "weighted_exact", result.weighted, rules.round_to.weighted);
  if (detail != Detail::marks) return document;
  Json& panels = document["panels"] = Json::array();
  for (const PanelResult& panel : result.panels) {
    Json& entry = panels.emplace_back(Json::object());
    entry["id"] = rules.panels[panel.panel].id;
    put_value(entry, "value", "exact", panel.value, rules.round_to.panel);
    Json& marks = entry["marks"] = Json::array();
    for (const MarkResult& mark : panel.marks) marks.push_back(mark_document(rules.panels[panel.panel], mark));
  }
  return document;
}

Json judge_document(const Rules& rules, const Panel& panel, const JudgeResult& judge) {
  Json document = Json::object();
  document["judge"] = panel.judges[judge.judge];
  put_value(document, "total", "exact", judge.total, std::nullopt);
  document["dropped"] = judge.dropped;
  if (judge.absent) document["absent"] = true;
  Json& marks = document["marks"] = Json::object();
  for (std::size_t c = 0; c < judge.marks.size(); ++c)
    if (!judge.marks[c].empty()) marks[rules.criteria[c].id] = judge.marks[c];
  return document;
}

Json panel_document(const Rules& rules, const JudgePanelResult& result, Detail detail) {
  Json document = Json::object();
  document["id"] = rules.panels[result.panel].id;
  put_value(document, "value", "exact", result.value, rules.round_to.panel);
  if (detail != Detail::marks) return document;
  Json& judges = document["judges"] = Json::array();
  for (const JudgeResult& judge : result.judges)
    judges.push_back(judge_document(rules, rules.panels[result.panel], judge));
  return document;
}

/// A copy of a list of objects without one of their members, which is not even looked at.
Json without(const Json& list, std::string_view left_out) {
  Json copy = Json::array();
  for (const Json& entry : list) {
    Json& kept = copy.emplace_back(Json::object());
    for (const auto& [name, value] : entry.items())
      if (name != left_out) kept[name] = value;
  }
  return copy;
}

/// A row without a total has none, whatever the lowest step is.
Json stars_of(const Rules& rules, const std::optional<Rational>& total) {
  Json stars = nullptr;
  if (total)
    for (const auto& [from, count] : rules.stars)
      if (*total >= from) stars = count;
  return stars;
}

Json adjustment_list(const Store& store, const Row& row) {
  Json list = Json::array();
  for (const std::string& id : row.adjustment_ids) {
    const Json& data = store.find("adjustments", id)->data;
    Json entry = {{"id", id}, {"kind", text_or(data, "kind", "")}, {"points", text_or(data, "points", "0")}};
    if (member(data, "reason")) entry["reason"] = text_or(data, "reason", "");
    list.push_back(std::move(entry));
  }
  return list;
}

Json exact_or_null(const std::optional<Rational>& value) {
  return value ? Json(exact_text(*value)) : Json(nullptr);
}

std::optional<Rational> exact_of(const Json& value) {
  return value.is_string() ? parse_exact(value.get_ref<const std::string&>()) : std::nullopt;
}

}  // namespace

Json row_document(const Store& store, const Sheet& sheet, const Row& row, Detail detail) {
  Json document = Json::object();
  put_value(document, "total", "exact", row.total, sheet.rules.round_to.total);
  document["stars"] = stars_of(sheet.rules, row.total);
  document["status"] = status_name(row.status);
  document["adjustments"] = decimal_text(row.adjustments);
  if (!row.adjustment_ids.empty()) document["adjustment_list"] = adjustment_list(store, row);
  if (sheet.rules.carry.empty())
    document["carry"] = nullptr;
  else
    put_value(document, "carry", "carry_exact", row.carried, std::nullopt);
  if (detail == Detail::totals) return document;
  if (!row.criteria.empty()) {
    Json& criteria = document["criteria"] = Json::array();
    for (std::size_t c = 0; c < row.criteria.size(); ++c)
      criteria.push_back(criterion_document(sheet.rules, c, row.criteria[c], detail));
  }
  if (!row.panels.empty()) {
    Json& panels = document["panels"] = Json::array();
    for (const JudgePanelResult& panel : row.panels) panels.push_back(panel_document(sheet.rules, panel, detail));
  }
  return document;
}

Json row_down_to(const Json& row, Detail detail) {
  if (detail == Detail::marks) return row;
  Json copy = Json::object();
  for (const auto& [name, value] : row.items()) {
    const bool nested = name == "criteria" || name == "panels";
    if (!nested)
      copy[name] = value;
    else if (detail == Detail::criteria)
      copy[name] = without(value, name == "criteria" ? "panels" : "judges");
  }
  return copy;
}

Contender contender_of(const Row& row) {
  const bool placed = row.total.has_value() || row.position.has_value();
  return {row.contestant, row.group, placed && !row.withdrawn, row.total, row.keys, row.position};
}

Json deciding_values(const Sheet& sheet, const Row& row) {
  Json keys = Json::array();
  for (const auto& key : row.keys) keys.push_back(exact_or_null(key));
  Json values = {{"total", exact_or_null(row.total)}, {"keys", std::move(keys)}};
  if (row.position) values["position"] = *row.position;
  if (sheet.rules.compares()) values["settled"] = is_settled(sheet, row);
  return values;
}

Contender contender_of(const Json& deciding) {
  Contender contender;
  if (const Json* total = member(deciding, "total")) contender.total = exact_of(*total);
  if (const Json* keys = member(deciding, "keys"))
    for (const Json& key : *keys) contender.keys.push_back(exact_of(key));
  if (member(deciding, "position")) contender.position = static_cast<int>(integer_or(deciding, "position", 0));
  contender.ranked = contender.total.has_value() || contender.position.has_value();
  return contender;
}

}  // namespace leitai::contest
