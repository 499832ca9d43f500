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

std::string_view method_of(const Json& scoring) {
  return text_or(scoring, "method", "marks");
}

void refuse_members(const Json& object, std::initializer_list<const char*> names, const std::string& pointer,
                    const std::string& why, Errors& errors) {
  for (const char* name : names)
    if (member(object, name)) errors.push_back({pointer + "/" + name, why});
}

/// What would mean nothing with a method is refused, so that nobody believes it is done.
void check_method(const Json& scoring, const std::string& pointer, Errors& errors) {
  const std::string method(method_of(scoring));
  const std::string why = "has no meaning with the method " + method;
  const auto refuse = [&](std::initializer_list<const char*> names) {
    refuse_members(scoring, names, pointer, why, errors);
  };
  if (method != "places") refuse({"points"});
  if (method != "votes") refuse({"max_choices"});
  if (method == "places" && !member(scoring, "points"))
    errors.push_back({pointer + "/points", "is required with the method places"});
  if (method == "given") refuse({"criteria", "panels", "trim", "missing", "carry"});
  if (method == "votes") refuse({"criteria"});
  if (method == "skating") refuse({"carry", "stars"});
  if ((method == "votes" || method == "skating") && text_or(scoring, "trim", "criterion") == "judge_total")
    errors.push_back({pointer + "/trim", why});
  if (method == "skating" && text_or(scoring, "missing", "ignore") == "zero")
    errors.push_back({pointer + "/missing", "a place cannot be 0"});
  const Json* criteria = member(scoring, "criteria");
  if (method == "skating" && criteria && criteria->size() > 1)
    errors.push_back({pointer + "/criteria", "a judge gives one place: there is one criterion at most"});
}

/// The same for a panel.
void check_panel_method(const Json& scoring, const Json& panel, const std::string& pointer, Errors& errors) {
  const std::string method(method_of(scoring));
  const bool votes = method == "votes";
  const bool skating = method == "skating";
  const std::string why = "has no meaning with the method " + method;
  if (votes || skating) {
    refuse_members(panel, {"criteria"}, pointer, why, errors);
    for (const char* name : {"drop_high", "drop_low"})
      if (integer_or(panel, name, 0) > 0) errors.push_back({pointer + "/" + name, why});
  }
  const std::string_view average = text_or(panel, "average", "mean");
  if ((votes && average == "median") || (skating && average != "mean")) errors.push_back({pointer + "/average", why});
  if (skating && decimal_of(panel, "weight").value_or(1) != Rational(1)) errors.push_back({pointer + "/weight", why});
  if (text_or(scoring, "trim", "criterion") == "judge_total" && method == "marks" && member(panel, "criteria"))
    errors.push_back({pointer + "/criteria", "with trim judge_total a judge marks all criteria"});
  if (text_or(panel, "judges", "") == "@audience" && (skating || method == "places"))
    errors.push_back({pointer + "/judges", "the audience gives marks or votes, not places"});
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

/// Who marks what: one panel at most for a judge and a criterion.
class Seating {
 public:
  void seat(const Json& panel, const std::vector<std::string>& criteria, const std::string& pointer, Errors& errors) {
    const std::string id(text_or(panel, "id", ""));
    const bool audience = text_or(panel, "judges", "") == "@audience";
    const std::vector<std::string> judges = audience ? std::vector<std::string>{"@audience"} : ids_of(panel, "judges");
    for (std::size_t j = 0; j < judges.size(); ++j)
      for (const std::string& criterion : criteria)
        if (const auto [other, fresh] = panels_.try_emplace({judges[j], criterion}, id); !fresh)
          errors.push_back({audience ? pointer + "/judges" : at(pointer + "/judges", j),
                            "marks " + criterion + " in the panel " + other->second + " already"});
  }

 private:
  std::map<std::pair<std::string, std::string>, std::string> panels_;  ///< by judge and criterion
};

std::set<std::string> check_panels(const Json& scoring, const std::set<std::string>& criteria,
                                   const std::string& pointer, Errors& errors) {
  const Json* panels = member(scoring, "panels");
  if (!panels) return {"judges"};
  std::set<std::string> ids;
  Seating seating;
  std::set<std::string> marked;
  if (panels->empty()) errors.push_back({pointer, "must name at least one panel"});
  for (std::size_t i = 0; i < panels->size(); ++i) {
    const Json& panel = (*panels)[i];
    const std::string id(text_or(panel, "id", ""));
    ids.insert(id);
    const auto weight = decimal_of(panel, "weight");
    if (weight && *weight <= Rational(0)) errors.push_back({at(pointer, i) + "/weight", "must be above 0"});
    if (!member(panel, "judges") && panels->size() > 1)
      errors.push_back({at(pointer, i) + "/judges", "is required where there are several panels"});
    check_dropping(panel, at(pointer, i), errors);
    check_panel_method(scoring, panel, at(pointer, i), errors);
    std::vector<std::string> own = ids_of(panel, "criteria");
    for (std::size_t c = 0; c < own.size(); ++c)
      if (!criteria.contains(own[c]))
        errors.push_back({at(at(pointer, i) + "/criteria", c), "there is no such criterion"});
    if (!member(panel, "criteria")) own.assign(criteria.begin(), criteria.end());
    marked.insert(own.begin(), own.end());
    seating.seat(panel, own, at(pointer, i), errors);
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
  const std::string method(method_of(scoring));
  std::set<std::string> carried;
  if (const Json* carry = member(scoring, "carry"))
    for (const Json& entry : *carry) carried.emplace(text_or(entry, "round", ""));
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Json& entry = (*list)[i];
    const std::string_view by = text_or(entry, "by", "");
    const std::string_view operand = operand_of(by);
    const std::string place = at(pointer, i);
    const bool of_marks = by == "criteria" || by == "highest_mark" || by == "lowest_mark";
    const bool only_manual = method == "given" || method == "skating";
    if ((only_manual && by != "manual") || (method == "votes" && of_marks))
      errors.push_back({place + "/by", "has no meaning with the method " + method});
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
  check_method(scoring, pointer, errors);
  const auto criteria = check_criteria(member(scoring, "criteria"), pointer + "/criteria", errors);
  const auto panels = check_panels(scoring, criteria, pointer + "/panels", errors);
  check_tie_break(scoring, criteria, panels, pointer + "/tie_break", errors);
}

}  // namespace leitai::contest
