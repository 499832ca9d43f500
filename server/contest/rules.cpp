// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/rules.h"

#include <algorithm>
#include <charconv>

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

std::size_t criterion_index(const Rules& rules, std::string_view id) {
  const auto found = std::find_if(rules.criteria.begin(), rules.criteria.end(),
                                  [id](const Criterion& criterion) { return criterion.id == id; });
  return static_cast<std::size_t>(found - rules.criteria.begin());
}

std::vector<std::size_t> criterion_indexes(const Rules& rules, const Json& object, std::string_view name) {
  std::vector<std::size_t> indexes;
  for (const std::string& id : ids_of(object, name)) indexes.push_back(criterion_index(rules, id));
  std::sort(indexes.begin(), indexes.end());
  return indexes;
}

Criterion read_criterion(const Json& data) {
  return {std::string(text_or(data, "id", "")),
          std::string(text_or(data, "name", "")),
          decimal_of(data, "min"),
          decimal_of(data, "max"),
          decimal_of(data, "step"),
          decimal_of(data, "weight").value_or(1)};
}

std::vector<std::string> all_judges(const Store& store) {
  std::vector<std::string> ids;
  for (const auto& [id, person] : store.all("people"))
    if (text_or(person->data, "role", "") == "judge") ids.push_back(id);
  return ids;
}

Panel read_panel(const Store& store, const Rules& rules, const Json& data) {
  Panel panel;
  panel.id = text_or(data, "id", "");
  panel.weight = decimal_of(data, "weight").value_or(1);
  panel.audience = text_or(data, "judges", "") == "@audience";
  panel.judges = member(data, "judges") ? ids_of(data, "judges") : all_judges(store);
  panel.drop_high = static_cast<std::size_t>(integer_or(data, "drop_high", 0));
  panel.drop_low = static_cast<std::size_t>(integer_or(data, "drop_low", 0));
  const auto least = static_cast<std::int64_t>(panel.drop_high + panel.drop_low + 1);
  panel.drop_from = static_cast<std::size_t>(integer_or(data, "drop_from", least));
  const std::string_view average = text_or(data, "average", rules.method == Method::votes ? "sum" : "mean");
  panel.average = average == "median" ? Average::median : average == "sum" ? Average::sum : Average::mean;
  if (member(data, "criteria")) {
    panel.criteria = criterion_indexes(rules, data, "criteria");
  } else {
    for (std::size_t i = 0; i < rules.criteria.size(); ++i) panel.criteria.push_back(i);
  }
  return panel;
}

Method read_method(std::string_view name) {
  return name == "votes"     ? Method::votes
         : name == "places"  ? Method::places
         : name == "skating" ? Method::skating
         : name == "given"   ? Method::given
                             : Method::marks;
}

MaxChoices read_max_choices(const Json& scoring) {
  MaxChoices most;
  const Json* data = member(scoring, "max_choices");
  if (!data) return most;
  if (data->is_number_integer()) most.of_all = data->get<std::int64_t>();
  if (data->is_object())
    for (auto group = data->begin(); group != data->end(); ++group)
      most.of_group.emplace(group.key(), group->get<std::int64_t>());
  return most;
}

std::vector<Rational> read_points(const Json& scoring) {
  std::vector<Rational> points;
  if (const Json* list = member(scoring, "points"))
    for (const Json& entry : *list) points.push_back(parse_decimal(entry.get_ref<const std::string&>()).value_or(0));
  return points;
}

std::optional<int> places(const Json* round_to, std::string_view name, std::optional<int> otherwise) {
  if (!round_to) return otherwise;
  const auto found = round_to->find(name);
  if (found == round_to->end()) return otherwise;
  return found->is_null() ? std::nullopt : std::optional(found->get<int>());
}

TieBreak read_tie_break(const Rules& rules, const Json& data) {
  using By = TieBreak::By;
  static constexpr std::pair<std::string_view, By> kNames[] = {{"criteria", By::criteria},
                                                               {"panel", By::panel},
                                                               {"adjustments", By::adjustments},
                                                               {"carry", By::carry},
                                                               {"highest_mark", By::highest_mark},
                                                               {"lowest_mark", By::lowest_mark},
                                                               {"manual", By::manual}};
  TieBreak result;
  for (const auto& [name, by] : kNames)
    if (name == text_or(data, "by", "")) result.by = by;
  result.criteria = criterion_indexes(rules, data, "ids");
  const std::string_view panel = text_or(data, "id", "");
  for (std::size_t i = 0; i < rules.panels.size(); ++i)
    if (rules.panels[i].id == panel) result.panel = i;
  result.kind = text_or(data, "kind", "");
  result.round = text_or(data, "round", "");
  return result;
}

void read_lists(const Store& store, const Json& scoring, Rules& rules) {
  if (const Json* list = member(scoring, "criteria"))
    for (const Json& entry : *list) rules.criteria.push_back(read_criterion(entry));
  else
    rules.criteria.push_back({"total", "", {}, {}, {}, 1});
  if (const Json* list = member(scoring, "panels"))
    for (const Json& entry : *list) rules.panels.push_back(read_panel(store, rules, entry));
  else
    rules.panels.push_back(read_panel(store, rules, Json{{"id", "judges"}}));
  if (const Json* list = member(scoring, "carry"))
    for (const Json& entry : *list)
      rules.carry.push_back({std::string(text_or(entry, "round", "")), decimal_of(entry, "weight").value_or(1)});
  if (const Json* list = member(scoring, "tie_break"))
    for (const Json& entry : *list) rules.tie_break.push_back(read_tie_break(rules, entry));
  if (const Json* list = member(scoring, "stars"))
    for (const Json& entry : *list)
      rules.stars.emplace_back(decimal_of(entry, "from").value_or(0), static_cast<int>(integer_or(entry, "stars", 0)));
  std::stable_sort(rules.stars.begin(), rules.stars.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

/// Numbers before texts, and numbers by value: 2 before 10.
std::pair<std::int64_t, std::string> number_key(const Json& contestant) {
  const Json* number = member(contestant, "number");
  if (!number) return {INT64_MAX, {}};
  if (number->is_number_integer()) return {number->get<std::int64_t>(), {}};
  const std::string& text = number->get_ref<const std::string&>();
  std::int64_t value = INT64_MAX;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return {result.ec == std::errc() ? value : INT64_MAX, text};
}

}  // namespace

bool Panel::marks(std::size_t criterion) const {
  return std::binary_search(criteria.begin(), criteria.end(), criterion);
}

bool Panel::has_judge(std::string_view judge) const {
  return std::find(judges.begin(), judges.end(), judge) != judges.end();
}

bool Rules::has_audience() const {
  return std::any_of(panels.begin(), panels.end(), [](const Panel& panel) { return panel.audience; });
}

Rules rules_of(const Store& store, const Json& round) {
  static const Json kNone = Json::object();
  const Json* given = member(round, "scoring");
  const Json& scoring = given ? *given : kNone;
  Rules rules;
  rules.method = read_method(text_or(scoring, "method", "marks"));
  rules.trim = text_or(scoring, "trim", "criterion") == "judge_total" ? Trim::judge_total : Trim::criterion;
  const std::string_view rounding = text_or(scoring, "rounding", "half_up");
  rules.rounding = rounding == "half_even" ? Rounding::half_even
                   : rounding == "down"    ? Rounding::down
                                           : Rounding::half_up;
  const Json* round_to = member(scoring, "round_to");
  rules.round_to = {places(round_to, "panel", {}), places(round_to, "criterion", {}), places(round_to, "weighted", {}),
                    places(round_to, "total", 2)};
  const std::string_view missing = text_or(scoring, "missing", "ignore");
  rules.missing = missing == "zero" ? Missing::zero : missing == "block" ? Missing::block : Missing::ignore;
  rules.dense = text_or(scoring, "ranking", "standard") == "dense";
  rules.points = read_points(scoring);
  rules.max_choices = read_max_choices(scoring);
  read_lists(store, scoring, rules);
  return rules;
}

std::vector<std::string> running_order(const Store& store, const Json& round) {
  if (member(round, "contestants")) return ids_of(round, "contestants");
  std::vector<std::pair<std::pair<std::int64_t, std::string>, std::string>> everybody;
  for (const auto& [id, contestant] : store.all("contestants"))
    everybody.emplace_back(number_key(contestant->data), id);
  std::sort(everybody.begin(), everybody.end());
  std::vector<std::string> order;
  for (auto& [number, id] : everybody) order.push_back(std::move(id));
  return order;
}

bool has_judge(const Rules& rules, std::string_view judge) {
  return std::any_of(rules.panels.begin(), rules.panels.end(),
                     [&](const Panel& panel) { return panel.audience || panel.has_judge(judge); });
}

std::optional<std::string> mark_fault(const Rules& rules, std::string_view judge, std::string_view criterion,
                                      std::string_view mark) {
  const std::size_t index = criterion_index(rules, criterion);
  if (index == rules.criteria.size()) return "the round has no such criterion";
  const auto& panels = rules.panels;
  const bool named =
      std::any_of(panels.begin(), panels.end(), [&](const Panel& panel) { return panel.has_judge(judge); });
  const bool asked = std::any_of(panels.begin(), panels.end(), [&](const Panel& panel) {
    return panel.marks(index) && (named ? panel.has_judge(judge) : panel.audience);
  });
  if (!asked) return "this judge does not mark this criterion";
  const Criterion& limits = rules.criteria[index];
  const auto value = parse_decimal(mark);
  if (!value) return "is not a decimal";
  if (limits.min && *value < *limits.min) return "is below the least mark, " + decimal_text(*limits.min);
  if (limits.max && *value > *limits.max) return "is above the greatest mark, " + decimal_text(*limits.max);
  const Rational start = limits.min.value_or(0);
  if (limits.step && !((*value - start) / *limits.step).is_integer())
    return "is not a step of " + decimal_text(*limits.step) + " from " + decimal_text(start);
  if (rules.method == Method::skating && (!value->is_integer() || *value < Rational(1)))
    return "is not a place: 1, 2, 3 …";
  return std::nullopt;
}

}  // namespace leitai::contest
