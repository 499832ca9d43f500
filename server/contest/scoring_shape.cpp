// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <set>

#include "server/contest/shape.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Errors = std::vector<FieldError>;

std::string at(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

/// What later versions of the program will do: refused, so that nobody believes it is done.
void refuse_unsupported(const Json& scoring, const std::string& pointer, Errors& errors) {
  const std::string_view method = text_or(scoring, "method", "marks");
  if (method != "marks" && method != "given")
    errors.push_back({pointer + "/method", "the method " + std::string(method) + " is not supported yet"});
  if (text_or(scoring, "trim", "criterion") != "criterion")
    errors.push_back({pointer + "/trim", "trim judge_total is not supported yet"});
  for (const char* name : {"points", "max_choices"})
    if (member(scoring, name)) errors.push_back({pointer + "/" + name, std::string(name) + " is not supported yet"});
}

/// Somebody else does the scoring: rules for marks would mean nothing.
void check_given(const Json& scoring, const std::string& pointer, Errors& errors) {
  for (const char* name : {"criteria", "panels", "trim", "missing", "carry"})
    if (member(scoring, name)) errors.push_back({pointer + "/" + name, "has no meaning where the totals are given"});
}

std::set<std::string> check_criteria(const Json* criteria, const std::string& pointer, Errors& errors) {
  if (!criteria) return {"total"};
  std::set<std::string> ids;
  if (criteria->empty()) errors.push_back({pointer, "must name at least one criterion"});
  for (std::size_t i = 0; i < criteria->size(); ++i) {
    const Json& criterion = (*criteria)[i];
    ids.emplace(text_or(criterion, "id", ""));
    const auto min = decimal_of(criterion, "min");
    const auto max = decimal_of(criterion, "max");
    const auto step = decimal_of(criterion, "step");
    const auto weight = decimal_of(criterion, "weight");
    if (min && max && *max < *min) errors.push_back({at(pointer, i) + "/max", "is below min"});
    if (step && *step <= Rational(0)) errors.push_back({at(pointer, i) + "/step", "must be above 0"});
    if (weight && *weight < Rational(0)) errors.push_back({at(pointer, i) + "/weight", "must be at least 0"});
  }
  return ids;
}

void check_dropping(const Json& panel, const std::string& pointer, Errors& errors) {
  const std::int64_t dropped = integer_or(panel, "drop_high", 0) + integer_or(panel, "drop_low", 0);
  if (integer_or(panel, "drop_from", dropped + 1) < dropped + 1)
    errors.push_back({pointer + "/drop_from", "must leave a mark: at least drop_high + drop_low + 1"});
}

std::set<std::string> check_panels(const Json* panels, const std::set<std::string>& criteria,
                                   const std::string& pointer, Errors& errors) {
  if (!panels) return {};
  std::set<std::string> ids;
  std::map<std::pair<std::string, std::string>, std::string> marks_by;  // (judge, criterion) to panel
  std::set<std::string> marked;
  if (panels->empty()) errors.push_back({pointer, "must name at least one panel"});
  for (std::size_t i = 0; i < panels->size(); ++i) {
    const Json& panel = (*panels)[i];
    const std::string id(text_or(panel, "id", ""));
    ids.insert(id);
    const auto weight = decimal_of(panel, "weight");
    if (weight && *weight <= Rational(0)) errors.push_back({at(pointer, i) + "/weight", "must be above 0"});
    if (text_or(panel, "judges", "") == "@audience")
      errors.push_back({at(pointer, i) + "/judges", "ballots of the audience are not supported yet"});
    if (!member(panel, "judges") && panels->size() > 1)
      errors.push_back({at(pointer, i) + "/judges", "is required where there are several panels"});
    check_dropping(panel, at(pointer, i), errors);
    std::vector<std::string> own = ids_of(panel, "criteria");
    for (std::size_t c = 0; c < own.size(); ++c)
      if (!criteria.contains(own[c]))
        errors.push_back({at(at(pointer, i) + "/criteria", c), "there is no such criterion"});
    if (!member(panel, "criteria")) own.assign(criteria.begin(), criteria.end());
    marked.insert(own.begin(), own.end());
    const std::vector<std::string> judges = ids_of(panel, "judges");
    for (std::size_t j = 0; j < judges.size(); ++j)
      for (const std::string& criterion : own)
        if (const auto [other, fresh] = marks_by.try_emplace({judges[j], criterion}, id); !fresh)
          errors.push_back({at(at(pointer, i) + "/judges", j),
                            "marks " + criterion + " in the panel " + other->second + " already"});
  }
  for (const std::string& criterion : criteria)
    if (!panels->empty() && !marked.contains(criterion))
      errors.push_back({pointer, "no panel marks the criterion " + criterion});
  return ids;
}

/// The one member that each kind of tie-break takes besides `by`.
std::string_view operand_of(std::string_view by) {
  static const std::map<std::string_view, std::string_view> kOperands = {
      {"criteria", "ids"}, {"panel", "id"}, {"adjustments", "kind"}, {"carry", "round"}};
  const auto found = kOperands.find(by);
  return found == kOperands.end() ? std::string_view() : found->second;
}

void check_tie_break(const Json& scoring, const std::set<std::string>& criteria, const std::set<std::string>& panels,
                     const std::string& pointer, Errors& errors) {
  const Json* list = member(scoring, "tie_break");
  if (!list) return;
  const bool given = text_or(scoring, "method", "marks") == "given";
  std::set<std::string> carried;
  if (const Json* carry = member(scoring, "carry"))
    for (const Json& entry : *carry) carried.emplace(text_or(entry, "round", ""));
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Json& entry = (*list)[i];
    const std::string_view by = text_or(entry, "by", "");
    const std::string_view operand = operand_of(by);
    const std::string place = at(pointer, i);
    if (given && by != "manual") errors.push_back({place + "/by", "totals that are given have only manual"});
    if (!operand.empty() && !member(entry, operand))
      errors.push_back({place + "/" + std::string(operand), "is required"});
    for (const char* name : {"ids", "id", "kind", "round"})
      if (operand != name && member(entry, name))
        errors.push_back({place + "/" + name, "has no meaning for " + std::string(by)});
    const std::vector<std::string> ids = ids_of(entry, "ids");
    for (std::size_t c = 0; c < ids.size(); ++c)
      if (!criteria.contains(ids[c])) errors.push_back({at(place + "/ids", c), "there is no such criterion"});
    if (by == "panel" && member(entry, "id") && !panels.contains(std::string(text_or(entry, "id", ""))))
      errors.push_back({place + "/id", "there is no such panel"});
    if (by == "carry" && member(entry, "round") && !carried.contains(std::string(text_or(entry, "round", ""))))
      errors.push_back({place + "/round", "is not carried into this round"});
  }
}

}  // namespace

void check_scoring_shape(const Json& scoring, const std::string& pointer, Errors& errors) {
  refuse_unsupported(scoring, pointer, errors);
  if (text_or(scoring, "method", "marks") == "given") check_given(scoring, pointer, errors);
  const auto criteria = check_criteria(member(scoring, "criteria"), pointer + "/criteria", errors);
  const auto panels = check_panels(member(scoring, "panels"), criteria, pointer + "/panels", errors);
  check_tie_break(scoring, criteria, panels, pointer + "/tie_break", errors);
}

}  // namespace leitai::contest
