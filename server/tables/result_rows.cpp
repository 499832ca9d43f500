// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <functional>

#include "server/tables/tables.h"

namespace leitai::tables {

namespace {

using Line = std::vector<std::string>;

/// A member as a cell holds it; empty where it is null or not there.
std::string cell(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

const Json& list(const Json& object, const char* name) {
  static const Json kNone = Json::array();
  const auto found = object.find(name);
  return found == object.end() || !found->is_array() ? kNone : *found;
}

/// What a document says of the one with that id.
const Json& named(const Json& results, const char* kind, const std::string& id) {
  static const Json kNone = Json::object();
  const auto found = results[kind].find(id);
  return found == results[kind].end() ? kNone : *found;
}

/// One step of one total. Which members a kind has is in docs/import-export.md.
struct Step {
  std::string kind, criterion, panel, judge, value, exact, weight, flag, note;
};
using TakeStep = std::function<void(const Step&)>;

std::string weight_of(const Json& results, const char* kind, const std::string& id) {
  for (const Json& entry : results["rules"][kind])
    if (entry["id"] == id) return cell(entry, "weight");
  return {};
}

std::string flag_of(const Json& mark) {
  if (mark.value("absent", false)) return "absent";
  return mark.value("dropped", false) ? "dropped" : "";
}

void steps_of_criteria(const Json& results, const Json& row, const TakeStep& take) {
  for (const Json& criterion : list(row, "criteria")) {
    const std::string id = cell(criterion, "id");
    for (const Json& panel : list(criterion, "panels")) {
      const std::string panel_id = cell(panel, "id");
      for (const Json& mark : list(panel, "marks"))
        take({"mark", id, panel_id, cell(mark, "judge"), cell(mark, "mark"), "", "", flag_of(mark), ""});
      take({"panel", id, panel_id, "", cell(panel, "value"), cell(panel, "exact"),
            weight_of(results, "panels", panel_id), "", ""});
    }
    take({"criterion", id, "", "", cell(criterion, "value"), cell(criterion, "exact"),
          weight_of(results, "criteria", id), "", ""});
    take({"weighted", id, "", "", cell(criterion, "weighted"), cell(criterion, "weighted_exact"), "", "", ""});
  }
}

void steps_of_panels(const Json& results, const Json& row, const TakeStep& take) {
  for (const Json& panel : list(row, "panels")) {
    const std::string id = cell(panel, "id");
    for (const Json& judge : list(panel, "judges")) {
      const std::string judge_id = cell(judge, "judge");
      if (judge.contains("marks"))
        for (const auto& [criterion, mark] : judge["marks"].items())
          take({"mark", criterion, id, judge_id, mark.is_string() ? mark.get<std::string>() : "", "",
                weight_of(results, "criteria", criterion), "", ""});
      take({"judge", "", id, judge_id, cell(judge, "total"), cell(judge, "exact"), "", flag_of(judge), ""});
    }
    take({"panel", "", id, "", cell(panel, "value"), cell(panel, "exact"), weight_of(results, "panels", id), "", ""});
  }
}

/// All of a row's, from the marks up.
void each_step(const Json& results, const Json& row, const TakeStep& take) {
  steps_of_criteria(results, row, take);
  steps_of_panels(results, row, take);
  for (const Json& entry : list(row, "adjustment_list"))
    take({"adjustment", "", "", "", cell(entry, "points"), "", "", cell(entry, "kind"), cell(entry, "reason")});
  for (const Json& entry : list(row, "carry_list"))
    take({"carry", "", "", "", cell(entry, "total"), cell(entry, "exact"), cell(entry, "weight"), "",
          cell(entry, "round")});
  take({"total", "", "", "", cell(row, "total"), cell(row, "exact"), "", cell(row, "status"), ""});
}

std::vector<Line> step_rows(const Json& results) {
  std::vector<Line> rows = {{"round", "rank", "contestant", "number", "name", "group", "step", "criterion", "panel",
                             "judge", "judge_name", "value", "exact", "weight", "flag", "note"}};
  for (const Json& row : results["rows"]) {
    const std::string id = cell(row, "contestant");
    const Json& who = named(results, "contestants", id);
    each_step(results, row, [&](const Step& step) {
      rows.push_back({cell(results, "round"), cell(row, "rank"), id, cell(who, "number"), cell(who, "name"),
                      cell(row, "group"), step.kind, step.criterion, step.panel, step.judge,
                      cell(named(results, "judges", step.judge), "name"), step.value, step.exact, step.weight,
                      step.flag, step.note});
    });
  }
  return rows;
}

/// Columns of the table form that hang on the round: in the order in which rows first name them.
class WideColumns {
 public:
  std::size_t operator[](const std::string& header) {
    const auto [found, fresh] = places_.emplace(header, headers_.size());
    if (fresh) headers_.push_back(header);
    return found->second;
  }
  const Line& headers() const { return headers_; }

 private:
  Line headers_;
  std::map<std::string, std::size_t> places_;
};

std::string column_of(const Step& step) {
  std::string column;
  for (const std::string* part : {&step.criterion, &step.panel, &step.judge})
    if (!part->empty()) column += (column.empty() ? "" : "/") + *part;
  if (step.kind == "mark" || step.kind == "judge") return column;
  return column + (step.kind == "weighted" ? " weighted" : " value");
}

std::vector<Line> table_rows(const Json& results) {
  const Line fixed = {"round", "rank",        "place",      "tied",         "contestant", "number",
                      "name",  "group",       "group_name", "organization", "status",     "total",
                      "exact", "adjustments", "carry",      "stars",        "awarded"};
  WideColumns columns;
  std::vector<std::map<std::size_t, std::string>> wide;
  for (const Json& row : results["rows"]) {
    std::map<std::size_t, std::string>& cells = wide.emplace_back();
    each_step(results, row, [&](const Step& step) {
      if (step.kind == "adjustment" || step.kind == "carry" || step.kind == "total") return;
      const std::string column = column_of(step);
      cells[columns[column]] = step.value;
      if (step.kind == "mark" || step.kind == "judge") {
        const std::size_t flag = columns[column + " flag"];
        if (!step.flag.empty()) cells[flag] = step.flag;
      }
    });
  }
  std::vector<Line> rows = {fixed};
  rows[0].insert(rows[0].end(), columns.headers().begin(), columns.headers().end());
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const Json& row = results["rows"][i];
    const Json& who = named(results, "contestants", cell(row, "contestant"));
    Line line = {
        cell(results, "round"),    cell(row, "rank"),        cell(row, "place"),
        cell(row, "tied"),         cell(row, "contestant"),  cell(who, "number"),
        cell(who, "name"),         cell(row, "group"),       cell(named(results, "groups", cell(row, "group")), "name"),
        cell(who, "organization"), cell(row, "status"),      cell(row, "total"),
        cell(row, "exact"),        cell(row, "adjustments"), cell(row, "carry"),
        cell(row, "stars"),        cell(row, "awarded")};
    line.resize(rows[0].size());
    for (const auto& [place, value] : wide[i]) line[fixed.size() + place] = value;
    rows.push_back(std::move(line));
  }
  return rows;
}

}  // namespace

std::vector<std::vector<std::string>> result_rows(const Json& results, Form form) {
  return form == Form::steps ? step_rows(results) : table_rows(results);
}

}  // namespace leitai::tables
