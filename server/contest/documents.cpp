// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/documents.h"

#include "server/contest/kept_rows.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Writes `name`, and `exact_name` where the decimal is not all of it.
void write_value(Sink& sink, const char* name, const char* exact_name, const std::optional<Rational>& value,
                 std::optional<int> places) {
  if (!value) {
    sink.null(name);
  } else if (places) {
    sink.text(name, fixed_text(*value, *places));
  } else {
    sink.text(name, decimal_text(*value));
    if (const auto exact = fraction_text(*value)) sink.text(exact_name, *exact);
  }
}

void write_mark(Sink& sink, const Panel& panel, const MarkResult& mark) {
  sink.open_object();
  sink.text("judge", panel.judges[mark.judge]);
  if (mark.state == MarkState::given)
    sink.text("mark", mark.text);
  else if (mark.counts || mark.dropped)
    sink.text("mark", "0");
  else
    sink.null("mark");
  sink.boolean("dropped", mark.dropped);
  if (mark.state == MarkState::absent) sink.boolean("absent", true);
  sink.close_object();
}

void write_criterion(Sink& sink, const Rules& rules, std::size_t index, const CriterionResult& result, Detail detail) {
  sink.open_object();
  sink.text("id", rules.criteria[index].id);
  if (!rules.criteria[index].name.empty()) sink.text("name", rules.criteria[index].name);
  write_value(sink, "value", "exact", result.value, rules.round_to.criterion);
  write_value(sink, "weighted", "weighted_exact", result.weighted, rules.round_to.weighted);
  if (detail == Detail::marks) {
    sink.name("panels");
    sink.open_list();
    for (const PanelResult& panel : result.panels) {
      sink.open_object();
      sink.text("id", rules.panels[panel.panel].id);
      write_value(sink, "value", "exact", panel.value, rules.round_to.panel);
      sink.name("marks");
      sink.open_list();
      for (const MarkResult& mark : panel.marks) write_mark(sink, rules.panels[panel.panel], mark);
      sink.close_list();
      sink.close_object();
    }
    sink.close_list();
  }
  sink.close_object();
}

void write_judge(Sink& sink, const Rules& rules, const Panel& panel, const JudgeResult& judge) {
  sink.open_object();
  sink.text("judge", panel.judges[judge.judge]);
  write_value(sink, "total", "exact", judge.total, std::nullopt);
  sink.boolean("dropped", judge.dropped);
  if (judge.absent) sink.boolean("absent", true);
  sink.name("marks");
  sink.open_object();
  for (std::size_t c = 0; c < judge.marks.size(); ++c)
    if (!judge.marks[c].empty()) sink.text(rules.criteria[c].id, judge.marks[c]);
  sink.close_object();
  sink.close_object();
}

void write_panel(Sink& sink, const Rules& rules, const JudgePanelResult& result, Detail detail) {
  sink.open_object();
  sink.text("id", rules.panels[result.panel].id);
  write_value(sink, "value", "exact", result.value, rules.round_to.panel);
  if (detail == Detail::marks) {
    sink.name("judges");
    sink.open_list();
    for (const JudgeResult& judge : result.judges) write_judge(sink, rules, rules.panels[result.panel], judge);
    sink.close_list();
  }
  sink.close_object();
}

/// A list of objects without one of their members, which is not even looked at.
void write_without(Sink& sink, const Json& list, std::string_view left_out) {
  sink.open_list();
  for (const Json& entry : list) {
    sink.open_object();
    for (auto part = entry.begin(); part != entry.end(); ++part)
      if (part.key() != left_out) sink.tree(part.key(), part.value());
    sink.close_object();
  }
  sink.close_list();
}

/// A row without a total has none, whatever the lowest step is.
void write_stars(Sink& sink, const Rules& rules, const std::optional<Rational>& total) {
  std::optional<int> stars;
  if (total)
    for (const auto& [from, count] : rules.stars)
      if (*total >= from) stars = count;
  stars ? sink.integer("stars", *stars) : sink.null("stars");
}

void write_adjustments(Sink& sink, const Store& store, const Row& row) {
  sink.text("adjustments", decimal_text(row.adjustments));
  if (row.adjustment_ids.empty()) return;
  sink.name("adjustment_list");
  sink.open_list();
  for (const std::string& id : row.adjustment_ids) {
    const Json& data = store.find("adjustments", id)->data;
    sink.open_object();
    sink.text("id", id);
    sink.text("kind", text_or(data, "kind", ""));
    sink.text("points", text_or(data, "points", "0"));
    if (member(data, "reason")) sink.text("reason", text_or(data, "reason", ""));
    sink.close_object();
  }
  sink.close_list();
}

Json exact_or_null(const std::optional<Rational>& value) {
  return value ? Json(exact_text(*value)) : Json(nullptr);
}

std::optional<Rational> exact_of(const Json& value) {
  return value.is_string() ? parse_exact(value.get_ref<const std::string&>()) : std::nullopt;
}

}  // namespace

namespace {

void write_members(Sink& sink, const Store& store, const Sheet& sheet, const Row& row, Status status, Detail detail) {
  write_value(sink, "total", "exact", row.total, sheet.rules.round_to.total);
  write_stars(sink, sheet.rules, row.total);
  sink.text("status", status_name(status));
  write_adjustments(sink, store, row);
  if (sheet.rules.carry.empty())
    sink.null("carry");
  else
    write_value(sink, "carry", "carry_exact", row.carried, std::nullopt);
  if (detail == Detail::totals) return;
  if (!row.criteria.empty()) {
    sink.name("criteria");
    sink.open_list();
    for (std::size_t c = 0; c < row.criteria.size(); ++c)
      write_criterion(sink, sheet.rules, c, row.criteria[c], detail);
    sink.close_list();
  }
  if (!row.panels.empty()) {
    sink.name("panels");
    sink.open_list();
    for (const JudgePanelResult& panel : row.panels) write_panel(sink, sheet.rules, panel, detail);
    sink.close_list();
  }
}

/// Does the document hang on the row's own marks alone?
bool is_of_marks_alone(const Sheet& sheet, const Row& row, Status status, Detail detail) {
  return row.kept && detail != Detail::marks && status == row.status && row.adjustment_ids.empty() &&
         sheet.rules.carry.empty();
}

}  // namespace

void write_row(Sink& sink, const Store& store, const Sheet& sheet, const Row& row, Status status, Detail detail) {
  if (!sink.takes_members() || !is_of_marks_alone(sheet, row, status, detail))
    return write_members(sink, store, sheet, row, status, detail);
  sink.members(row.kept->text(detail, [&] {
    TextSink own;
    own.open_object();
    write_members(own, store, sheet, row, status, detail);
    own.close_object();
    const std::string object = own.take();
    return object.substr(1, object.size() - 2);
  }));
}

Json row_document(const Store& store, const Sheet& sheet, const Row& row, Detail detail) {
  TreeSink sink;
  sink.open_object();
  write_row(sink, store, sheet, row, row.status, detail);
  sink.close_object();
  return sink.take();
}

void write_row(Sink& sink, const Json& row, std::string_view status, Detail detail) {
  for (auto part = row.begin(); part != row.end(); ++part) {
    const std::string& name = part.key();
    const bool nested = name == "criteria" || name == "panels";
    if (name == "status") {
      sink.text(name, status);
    } else if (!nested || detail == Detail::marks) {
      sink.tree(name, part.value());
    } else if (detail == Detail::criteria) {
      sink.name(name);
      write_without(sink, part.value(), name == "criteria" ? "panels" : "judges");
    }
  }
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
