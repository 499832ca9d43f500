// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "server/contest/contest.h"
#include "server/contest/references.h"
#include "server/contest/rules.h"
#include "server/contest/schema.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Name = std::pair<std::string, std::string>;  // type, id
using Names = std::set<Name>;

/// More than that many errors say nothing new.
constexpr std::size_t kMostErrors = 100;

class Checker {
 public:
  Checker(const Store& store, std::span<const Name> changed)
      : store_(store), changed_(changed.begin(), changed.end()) {}

  std::vector<ResourceError> run() {
    for (const auto& [type, id] : changed_) {
      if (errors_.size() >= kMostErrors) break;
      if (const Resource* found = store_.find(type, id)) present(type, id, found->data);
    }
    deleted();
    doubles("scores", {"round", "contestant", "judge"});
    doubles("totals", {"round", "contestant"});
    stored_scores();
    if (errors_.size() > kMostErrors) errors_.resize(kMostErrors);
    return std::move(errors_);
  }

 private:
  struct RoundRules {
    const Json* data;
    Rules rules;
    std::set<std::string, std::less<>> contestants;
  };

  void error(std::string_view type, std::string_view id, std::string pointer, std::string detail) {
    if (errors_.size() < kMostErrors)
      errors_.push_back({std::string(type), std::string(id), {std::move(pointer), std::move(detail)}});
  }

  bool is_changed(std::string_view type, const std::string& id) const {
    return changed_.contains({std::string(type), id});
  }

  /// Null where there is no such round: the reference's own error says so.
  const RoundRules* round_rules(std::string_view id) {
    const auto known = rounds_.find(id);
    if (known != rounds_.end()) return &known->second;
    const Resource* round = store_.find("rounds", id);
    if (!round) return nullptr;
    RoundRules rules{&round->data, rules_of(store_, round->data), {}};
    for (std::string& contestant : running_order(store_, round->data)) rules.contestants.insert(std::move(contestant));
    return &rounds_.emplace(std::string(id), std::move(rules)).first->second;
  }

  void present(const std::string& type, const std::string& id, const Json& data) {
    visit_references(type, data, [&](std::string_view named, std::string_view named_id, const auto& pointer) {
      if (!exists(store_, named, named_id))
        error(type, id, pointer(), "there is no " + std::string(named) + "/" + std::string(named_id));
    });
    if (type == "rounds") round(id, data);
    if (type == "scores") score(type, id, data);
    if (type == "adjustments" || type == "totals") in_round(type, id, data);
    if (type == "tiebreaks") tiebreak(id, data);
  }

  void round(const std::string& id, const Json& data) {
    std::set<std::string> seen = {id};
    if (carries_itself(id, data, seen)) error("rounds", id, "/scoring/carry", "the rounds carry in a circle");
    if (text_or(data, "compare_to", "") == id) error("rounds", id, "/compare_to", "a round is not compared to itself");
  }

  bool carries_itself(const std::string& start, const Json& data, std::set<std::string>& seen) const {
    const Json* scoring = member(data, "scoring");
    const Json* carry = scoring ? member(*scoring, "carry") : nullptr;
    if (!carry) return false;
    for (const Json& entry : *carry) {
      const std::string other(text_or(entry, "round", ""));
      if (other == start) return true;
      const Resource* found = store_.find("rounds", other);
      if (found && seen.insert(other).second && carries_itself(start, found->data, seen)) return true;
    }
    return false;
  }

  /// What is wrong with a score in its round, the first of it.
  std::optional<FieldError> score_fault(const Json& data) {
    const RoundRules* round = round_rules(text_or(data, "round", ""));
    if (!round) return std::nullopt;
    const std::string_view contestant = text_or(data, "contestant", "");
    if (store_.find("contestants", contestant) && !round->contestants.contains(contestant))
      return FieldError{"/contestant", "is not in the running order of this round"};
    if (round->rules.method == Method::given)
      return FieldError{"/round", "the totals of this round are given, not marked"};
    const std::string_view judge = text_or(data, "judge", "");
    if (!store_.find("people", judge)) return std::nullopt;
    const auto& panels = round->rules.panels;
    if (std::none_of(panels.begin(), panels.end(), [&](const Panel& panel) { return panel.has_judge(judge); }))
      return FieldError{"/judge", "is in no panel of this round"};
    const Json* marks = member(data, "marks");
    if (!marks) return std::nullopt;
    for (const auto& [criterion, mark] : marks->items())
      if (auto fault = mark_fault(round->rules, judge, criterion, mark.template get_ref<const std::string&>()))
        return FieldError{"/marks/" + json::escape_token(criterion), std::move(*fault)};
    return std::nullopt;
  }

  void score(const std::string& type, const std::string& id, const Json& data) {
    if (auto fault = score_fault(data)) error(type, id, std::move(fault->pointer), std::move(fault->detail));
  }

  void in_round(const std::string& type, const std::string& id, const Json& data) {
    const RoundRules* round = round_rules(text_or(data, "round", ""));
    if (!round) return;
    const std::string_view contestant = text_or(data, "contestant", "");
    if (store_.find("contestants", contestant) && !round->contestants.contains(contestant))
      error(type, id, "/contestant", "is not in the running order of this round");
    const bool given = round->rules.method == Method::given;
    if (type == "adjustments" && given) error(type, id, "/round", "totals that are given are not adjusted");
    if (type == "totals" && !given) error(type, id, "/round", "this round is marked: its totals are not given");
  }

  void tiebreak(const std::string& id, const Json& data) {
    const RoundRules* round = round_rules(text_or(data, "round", ""));
    const std::vector<std::string> order = ids_of(data, "order");
    for (std::size_t i = 0; round && i < order.size(); ++i)
      if (store_.find("contestants", order[i]) && !round->contestants.contains(order[i]))
        error("tiebreaks", id, "/order/" + std::to_string(i), "is not in the running order of this round");
  }

  /// One pass over everything that may refer to what has gone.
  void deleted() {
    std::set<Name> gone;
    std::set<std::string> types;
    for (const Name& name : changed_) {
      if (exists(store_, name.first, name.second) || !can_be_referenced(name.first)) continue;
      gone.insert(name);
      types.insert(name.first);
    }
    if (gone.empty()) return;
    for (const ResourceType& type : resource_types())
      for (const auto& [id, resource] : store_.all(type.name)) {
        if (is_changed(type.name, id)) continue;  // present() has said it
        visit_references(
            type.name, resource->data,
            [&, &other = id](std::string_view named, std::string_view named_id, const auto& pointer) {
              if (types.contains(std::string(named)) && gone.contains({std::string(named), std::string(named_id)}))
                error(named, named_id, "",
                      "is still named by " + std::string(type.name) + "/" + other + " at " + pointer());
            });
      }
  }

  /// At most one resource of a type for the same values of `fields`.
  void doubles(const std::string& type, std::initializer_list<const char*> fields) {
    using Key = std::array<std::string_view, 3>;
    const auto key = [&fields](const Json& data) {
      Key values;
      std::size_t count = 0;
      for (const char* field : fields) values[count++] = text_or(data, field, "");
      return values;
    };
    std::map<Key, const std::string*> wanted;
    std::set<std::string_view> contestants;  // most resources are about others: one look tells
    for (auto name = changed_.lower_bound({type, ""}); name != changed_.end() && name->first == type; ++name)
      if (const Resource* found = store_.find(type, name->second)) {
        wanted.emplace(key(found->data), nullptr);
        contestants.insert(text_or(found->data, "contestant", ""));
      }
    if (wanted.empty()) return;
    for (const auto& [id, resource] : store_.all(type)) {
      if (!contestants.contains(text_or(resource->data, "contestant", ""))) continue;
      const auto found = wanted.find(key(resource->data));
      if (found == wanted.end()) continue;
      if (!found->second) {
        found->second = &id;
        continue;
      }
      const bool this_one = is_changed(type, id);
      error(type, this_one ? id : *found->second, "",
            "is there already, as " + type + "/" + (this_one ? *found->second : id));
    }
  }

  /// Scores, totals and adjustments that were right, against what has changed around them.
  void stored_scores() {
    std::set<std::string, std::less<>> rounds;
    std::set<std::string, std::less<>> people;
    for (const auto& [type, id] : changed_) {
      if (type == "rounds" && store_.find(type, id)) rounds.insert(id);
      if (type == "people" && store_.find(type, id)) people.insert(id);
    }
    if (rounds.empty() && people.empty()) return;
    for (const auto& [id, score] : store_.all("scores")) {
      const std::string_view round = text_or(score->data, "round", "");
      const std::string_view judge = text_or(score->data, "judge", "");
      const bool by_round = rounds.contains(round);
      if ((!by_round && !people.contains(judge)) || is_changed("scores", id)) continue;
      const auto fault = score_fault(score->data);
      if (!fault) continue;
      const std::string detail = "scores/" + id + fault->pointer + " would be wrong: " + fault->detail;
      const std::string pointer = fault->pointer == "/contestant" ? "/contestants" : "/scoring";
      if (by_round)
        error("rounds", round, pointer, detail);
      else
        error("people", judge, "/role", detail);
    }
    for (const char* type : {"adjustments", "totals"})
      for (const auto& [id, resource] : store_.all(type)) {
        const std::string_view round = text_or(resource->data, "round", "");
        const RoundRules* rules = rounds.contains(round) ? round_rules(round) : nullptr;
        if (!rules || is_changed(type, id)) continue;
        const std::string name = std::string(type) + "/" + id;
        if (!rules->contestants.contains(text_or(resource->data, "contestant", "")))
          error("rounds", round, "/contestants", name + " names a contestant who would not be in this round");
        if ((rules->rules.method == Method::given) == (std::string_view(type) == "adjustments"))
          error("rounds", round, "/scoring/method", name + " has no meaning with this method");
      }
  }

  const Store& store_;
  Names changed_;
  std::map<std::string, RoundRules, std::less<>> rounds_;
  std::vector<ResourceError> errors_;
};

}  // namespace

std::vector<ResourceError> check(const Store& after, std::span<const std::pair<std::string, std::string>> changed) {
  return Checker(after, changed).run();
}

}  // namespace leitai::contest
