// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/show/bind_data.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

// The bounds of the templates' fields.
constexpr std::size_t kMostMarks = 15;
constexpr std::size_t kMostCriteria = 8;
constexpr std::size_t kMostAdjustments = 6;

/// All that one judge gave for a row.
struct JudgesMarks {
  std::string judge;
  Json only;         ///< the mark where there is one criterion
  Rational sum = 0;  ///< Σ weight · mark
  int given = 0;
  bool absent = false;
  bool missing = false;
  bool dropped = true;  ///< each of them
};

/// How many criteria a judge is asked for, as the round's scoring says.
int asked_for(const Json& round, const std::string& judge, int criteria) {
  const Json scoring = field(round, "scoring");
  const Json panels = scoring.is_object() ? field(scoring, "panels") : Json();
  if (!panels.is_array()) return criteria;
  int count = 0;
  for (const Json& panel : panels) {
    const Json judges = field(panel, "judges");
    const bool sits = !judges.is_array() || std::find(judges.begin(), judges.end(), Json(judge)) != judges.end();
    const Json own = field(panel, "criteria");
    if (sits) count += own.is_array() ? static_cast<int>(own.size()) : criteria;
  }
  return count;
}

void take_in(JudgesMarks& marks, const Json& mark, const Rational& weight) {
  if (mark.value("absent", false)) {
    marks.absent = true;
    return;
  }
  const Json given = field(mark, "mark");
  const auto value = value_of(given);
  if (!value) {
    marks.missing = true;
    return;
  }
  ++marks.given;
  marks.only = given;
  marks.sum += weight * *value;
  marks.dropped = marks.dropped && mark.value("dropped", false);
}

/// Judge by judge, in the order of the panels.
std::vector<JudgesMarks> marks_by_judge(const Json& row, const std::vector<Criterion>& criteria) {
  std::vector<JudgesMarks> all;
  const Json list = field(row, "criteria");
  if (!list.is_array()) return all;
  for (const Json& entry : list) {
    const std::string id = text(entry, "id");
    const auto known =
        std::find_if(criteria.begin(), criteria.end(), [&](const Criterion& other) { return other.id == id; });
    const Rational weight = known == criteria.end() ? Rational(1) : known->weight;
    for (const Json& panel : field(entry, "panels")) {
      for (const Json& mark : field(panel, "marks")) {
        const std::string judge = text(mark, "judge");
        auto found = std::find_if(all.begin(), all.end(), [&](const JudgesMarks& m) { return m.judge == judge; });
        if (found == all.end()) found = all.insert(all.end(), JudgesMarks{judge, {}, 0, 0, false, false, true});
        take_in(*found, mark, weight);
      }
    }
  }
  return all;
}

Json mark_entry(const Store& store, const std::string& judge, Json mark, bool dropped, bool absent) {
  const std::string name = name_of(store, "people", judge, "name");
  return {{"id", judge},
          {"name", name.empty() ? judge : name},
          {"mark", std::move(mark)},
          {"dropped", dropped},
          {"absent", absent}};
}

/// Where judges' totals are what is averaged, the standings say them.
void add_judges_totals(const Store& store, const Json& row, Json& marks) {
  const Json panels = field(row, "panels");
  if (!panels.is_array()) return;
  for (const Json& panel : panels) {
    const Json judges = field(panel, "judges");
    if (!judges.is_array()) continue;
    for (const Json& judge : judges) {
      if (marks.size() >= kMostMarks) return;
      marks.push_back(mark_entry(store, text(judge, "judge"), field(judge, "total"), judge.value("dropped", false),
                                 judge.value("absent", false)));
    }
  }
}

Json marks_of(const Store& store, const Json& round, const Json& row, Audience audience) {
  Json marks = Json::array();
  const std::vector<Criterion> criteria = criteria_of(round);
  const bool complete = field(row, "status") == "complete";
  for (const JudgesMarks& judge : marks_by_judge(row, criteria)) {
    if (marks.size() >= kMostMarks) break;
    const bool whole =
        !judge.missing && (complete || criteria.empty() ||
                           judge.given >= asked_for(round, judge.judge, static_cast<int>(criteria.size())));
    // The audience is not told whose marks are still to come.
    if (audience == Audience::everyone && !whole && !judge.absent) continue;
    Json mark;
    if (whole && judge.given > 0) mark = criteria.empty() ? judge.only : Json(contest::decimal_text(judge.sum));
    marks.push_back(mark_entry(store, judge.judge, std::move(mark), judge.given > 0 && judge.dropped, judge.absent));
  }
  add_judges_totals(store, row, marks);
  return marks;
}

Json adjustments_of(const Json& row) {
  Json adjustments = Json::array();
  const Json list = field(row, "adjustment_list");
  if (!list.is_array()) return adjustments;
  for (const Json& entry : list) {
    if (adjustments.size() >= kMostAdjustments) break;
    adjustments.push_back(
        {{"id", text(entry, "id")}, {"reason", text(entry, "reason")}, {"points", text(entry, "points")}});
  }
  return adjustments;
}

/// What is under review is provisional again; who has withdrawn has no status.
Json status_of(const Json& row) {
  if (row.value("under_review", false)) return "partial";
  const std::string status = text(row, "status");
  return status == "none" || status == "partial" || status == "complete" ? Json(status) : Json();
}

/// One side of a duel; `row` is null where the audience may not see it.
Json side_of(const Store& store, const std::string& id, const Json* row) {
  const Json& contestant = *resource(store, "contestants", id);
  return {{"name", text(contestant, "name")},
          {"organization", text(contestant, "organization")},
          {"number", text(contestant, "number")},
          {"total", row == nullptr ? Json() : field(*row, "total")},
          {"rank", row == nullptr ? Json() : field(*row, "rank")}};
}

std::string better_of(const Json& a, const Json& b) {
  const auto left = value_of(a);
  const auto right = value_of(b);
  if (!left || !right || *left == *right) return "";
  return *left > *right ? "a" : "b";
}

}  // namespace

Json score_fields(const Store& store, const Json& score, Audience audience) {
  const std::string id = text(score, "contestant");
  const Json& contestant = *resource(store, "contestants", id);
  Json fields = {{"title", text(contestant, "name")},
                 {"subtitle", text(contestant, "organization")},
                 {"number", text(contestant, "number")},
                 {"tag", name_of(store, "groups", text(contestant, "group"), "short_name")},
                 {"round", ""},
                 {"marks", Json::array()},
                 {"criteria", Json::array()},
                 {"adjustments", Json::array()}};
  for (const char* name : {"total", "rank", "stars", "status", "marks_in", "marks_expected"}) fields[name] = nullptr;
  const auto seen = SeenRows::of(store, text(score, "round"), "", audience, contest::Detail::marks);
  if (!seen) return fields;
  const Json& round = *resource(store, "rounds", text(score, "round"));
  fields["round"] = text(round, "name");
  const Json* row = seen->row_of(id);
  if (row == nullptr) return fields;
  for (const char* name : {"total", "rank", "stars", "marks_in", "marks_expected"}) fields[name] = field(*row, name);
  fields["status"] = status_of(*row);
  fields["marks"] = marks_of(store, round, *row, audience);
  // Where judges count as one there is no value of a criterion.
  const bool by_criterion = field(*row, "criteria").is_array();
  for (const Criterion& criterion : criteria_of(round)) {
    if (!by_criterion || fields["criteria"].size() >= kMostCriteria) break;
    fields["criteria"].push_back({{"id", criterion.id},
                                  {"name", criterion.name},
                                  {"value", criterion_value(*row, criterion.id)},
                                  {"max", criterion.max}});
  }
  fields["adjustments"] = adjustments_of(*row);
  return fields;
}

Json versus_fields(const Store& store, const Json& versus, Audience audience) {
  const auto seen = SeenRows::of(store, text(versus, "round"), "", audience, contest::Detail::criteria);
  const Json* a = seen ? seen->row_of(text(versus, "a")) : nullptr;
  const Json* b = seen ? seen->row_of(text(versus, "b")) : nullptr;
  const Json& round = *resource(store, "rounds", text(versus, "round"));
  Json fields = {{"title", seen ? text(round, "name") : ""},
                 {"a", side_of(store, text(versus, "a"), a)},
                 {"b", side_of(store, text(versus, "b"), b)},
                 {"criteria", Json::array()}};
  if (a == nullptr && b == nullptr) return fields;
  for (const Criterion& criterion : criteria_of(round)) {
    if (fields["criteria"].size() >= kMostCriteria) break;
    const Json left = a == nullptr ? Json() : criterion_value(*a, criterion.id);
    const Json right = b == nullptr ? Json() : criterion_value(*b, criterion.id);
    fields["criteria"].push_back({{"id", criterion.id},
                                  {"name", criterion.name},
                                  {"a", left},
                                  {"b", right},
                                  {"max", criterion.max},
                                  {"better", better_of(left, right)}});
  }
  return fields;
}

}  // namespace leitai::show
