// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "server/contest/contest.h"
#include "server/contest/groups_of_cues.h"
#include "server/contest/references.h"
#include "server/contest/rules.h"
#include "server/contest/schema.h"
#include "server/contest/scores.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Name = std::pair<std::string, std::string>;  // type, id
using ChangedNames = std::set<Name>;

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
    double_scores();
    double_totals();
    stored_scores();
    stored_boards();
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

  void all(std::string_view type, std::string_view id, std::vector<FieldError> faults) {
    for (FieldError& fault : faults) error(type, id, std::move(fault.pointer), std::move(fault.detail));
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
      if (exists(store_, named, named_id)) return;
      if (type == "scores" && named == "people" && takes_anybody(data)) return;
      error(type, id, pointer(), "there is no " + std::string(named) + "/" + std::string(named_id));
    });
    if (type == "rounds") round(id, data);
    if (type == "scores") score(id, data);
    if (type == "adjustments" || type == "totals") in_round(type, id, data);
    if (type == "tiebreaks") tiebreak(id, data);
    if (type == "boards") all(type, id, board_faults(data));
    if (type == "cues") all(type, id, group_faults(store_, id, data));
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

  /// What is wrong with a score in its round. `order`: it names somebody who is not in it.
  struct ScoreFault {
    FieldError error;
    bool order = false;
  };
  using ScoreFaults = std::vector<ScoreFault>;

  bool takes_anybody(const Json& score) {
    const RoundRules* round = round_rules(text_or(score, "round", ""));
    return round && round->rules.has_audience();
  }

  ScoreFaults score_faults(const Json& data) {
    const RoundRules* round = round_rules(text_or(data, "round", ""));
    if (!round) return {};
    if (round->rules.method == Method::given) return {{{"/round", "the totals of this round are given, not marked"}}};
    ScoreFaults faults =
        round->rules.method == Method::votes ? ballot_faults(*round, data) : of_one_faults(*round, data);
    const std::string_view judge = text_or(data, "judge", "");
    const bool known = round->rules.has_audience() || store_.find("people", judge);
    if (known && !has_judge(round->rules, judge)) faults.push_back({{"/judge", "is in no panel of this round"}});
    return faults;
  }

  ScoreFaults of_one_faults(const RoundRules& round, const Json& data) const {
    ScoreFaults faults;
    const std::string_view contestant = text_or(data, "contestant", "");
    if (member(data, "choices"))
      faults.push_back({{"/choices", "this round is not voted on"}});
    else if (contestant.empty())
      faults.push_back({{"/contestant", "is required"}});
    else if (store_.find("contestants", contestant) && !round.contestants.contains(contestant))
      faults.push_back({{"/contestant", "is not in the running order of this round"}, true});
    const std::string_view judge = text_or(data, "judge", "");
    const Json* marks = member(data, "marks");
    if (!marks || !has_judge(round.rules, judge)) return faults;
    for (const auto& [criterion, mark] : marks->items())
      if (auto fault = mark_fault(round.rules, judge, criterion, mark.template get_ref<const std::string&>()))
        faults.push_back({{"/marks/" + json::escape_token(criterion), std::move(*fault)}});
    return faults;
  }

  ScoreFaults ballot_faults(const RoundRules& round, const Json& data) const {
    ScoreFaults faults;
    for (const char* name : {"contestant", "marks"})
      if (member(data, name)) return {{{"/" + std::string(name), "this round is voted on: a ballot has choices"}}};
    if (!member(data, "choices") && !flag(data, "absent")) return {{{"/choices", "is required"}}};
    const std::vector<std::string> choices = ids_of(data, "choices");
    std::map<std::string_view, std::int64_t> of_group;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const Resource* contestant = store_.find("contestants", choices[i]);
      if (!contestant) continue;
      if (!round.contestants.contains(choices[i]))
        faults.push_back({{"/choices/" + std::to_string(i), "is not in the running order of this round"}, true});
      ++of_group[text_or(contestant->data, "group", "")];
    }
    const MaxChoices& most = round.rules.max_choices;
    if (most.of_all && static_cast<std::int64_t>(choices.size()) > *most.of_all)
      faults.push_back({{"/choices", "may name " + std::to_string(*most.of_all) + " at most"}});
    for (const auto& [group, count] : of_group)
      if (const auto limit = most.of_group.find(group); limit != most.of_group.end() && count > limit->second)
        faults.push_back({{"/choices", "may name " + std::to_string(limit->second) + " at most of the group " +
                                           std::string(group)}});
    return faults;
  }

  void score(const std::string& id, const Json& data) {
    for (ScoreFault& fault : score_faults(data))
      error("scores", id, std::move(fault.error.pointer), std::move(fault.error.detail));
    // A choice of somebody who withdraws later is void, and its ballot stays right.
    const std::vector<std::string> choices = ids_of(data, "choices");
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (const Resource* contestant = store_.find("contestants", choices[i]);
          contestant && flag(contestant->data, "withdrawn"))
        error("scores", id, "/choices/" + std::to_string(i), "has withdrawn");
  }

  static bool is_adjusted(const Rules& rules) {
    return rules.method != Method::given && rules.method != Method::skating;
  }

  void in_round(const std::string& type, const std::string& id, const Json& data) {
    const RoundRules* round = round_rules(text_or(data, "round", ""));
    if (!round) return;
    const std::string_view contestant = text_or(data, "contestant", "");
    if (store_.find("contestants", contestant) && !round->contestants.contains(contestant))
      error(type, id, "/contestant", "is not in the running order of this round");
    const bool given = round->rules.method == Method::given;
    if (type == "adjustments" && !is_adjusted(round->rules))
      error(type, id, "/round", given ? "totals that are given are not adjusted" : "places are not adjusted");
    if (type == "totals" && !given) error(type, id, "/round", "this round is marked: its totals are not given");
  }

  void tiebreak(const std::string& id, const Json& data) {
    const RoundRules* round = round_rules(text_or(data, "round", ""));
    const std::vector<std::string> order = ids_of(data, "order");
    for (std::size_t i = 0; round && i < order.size(); ++i)
      if (store_.find("contestants", order[i]) && !round->contestants.contains(order[i]))
        error("tiebreaks", id, "/order/" + std::to_string(i), "is not in the running order of this round");
  }

  /// Of which criteria and panels the round's rows have values.
  static bool has_values_of(const Rules& rules, std::string_view criterion_or_panel, std::string_view id) {
    const auto has = [id](const auto& list) {
      return std::any_of(list.begin(), list.end(), [id](const auto& entry) { return entry.id == id; });
    };
    if (criterion_or_panel == "criterion")
      return rules.method == Method::marks && rules.trim == Trim::criterion && has(rules.criteria);
    return rules.method != Method::given && rules.method != Method::skating && has(rules.panels);
  }

  /// What is wrong with a board of a round's rows in that round.
  std::vector<FieldError> board_faults(const Json& data) {
    const Json* source = member(data, "source");
    const RoundRules* round = source ? round_rules(text_or(*source, "round", "")) : nullptr;
    if (!round) return {};
    std::vector<FieldError> faults;
    const Json* by = member(*source, "by");
    for (const char* what : {"criterion", "panel"})
      if (const std::string_view id = by ? text_or(*by, what, "") : ""; !id.empty())
        if (!has_values_of(round->rules, what, id))
          faults.push_back(
              {"/source/by/" + std::string(what), "the rows of this round have no such " + std::string(what)});
    const Json* columns = member(data, "columns");
    for (std::size_t i = 0; columns && i < columns->size(); ++i) {
      const std::string_view id = text_or((*columns)[i], "id", "");
      const bool known = std::find(kBoardColumns.begin(), kBoardColumns.end(), id) != kBoardColumns.end();
      if (!known && !has_values_of(round->rules, "criterion", id) && !has_values_of(round->rules, "panel", id))
        faults.push_back({"/columns/" + std::to_string(i) + "/id",
                          "must be rank, number, name, group, organization, total, stars, change, or a criterion or "
                          "panel of which the rows of this round have a value"});
    }
    return faults;
  }

  /// Boards of a round whose scoring has changed.
  void stored_boards() {
    std::set<std::string, std::less<>> rounds;
    for (const auto& [type, id] : changed_)
      if (type == "rounds") rounds.insert(id);
    if (rounds.empty()) return;
    for (const auto& [id, board] : store_.all("boards")) {
      const Json* source = member(board->data, "source");
      const std::string round(source ? text_or(*source, "round", "") : "");
      if (!rounds.contains(round) || is_changed("boards", id)) continue;
      for (const FieldError& fault : board_faults(board->data))
        error("rounds", round, "/scoring", "boards/" + id + fault.pointer + " would be wrong: " + fault.detail);
    }
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

  void already_there(const char* type, const std::string& id, const std::string& other) {
    // Of two that have both changed, one is enough to say it of.
    if (other < id || !is_changed(type, other))
      error(type, id, "", std::string("is there already, as ") + type + "/" + other);
  }

  /// At most one for a round, contestant and judge, or a round and ballot.
  void double_scores() {
    for (auto name = changed_.lower_bound({"scores", ""}); name != changed_.end() && name->first == "scores"; ++name) {
      const Resource* found = store_.find("scores", name->second);
      if (!found) continue;
      const RoundScores& round = scores_of(store_, text_or(found->data, "round", ""));
      const std::string_view contestant = text_or(found->data, "contestant", "");
      const std::string_view judge = text_or(found->data, "judge", "");
      const Scores* filed = contestant.empty() ? round.ballots().get(judge) : &round.of(contestant);
      if (!filed) continue;
      const auto other = std::find_if(filed->list.begin(), filed->list.end(), [&](const Score& score) {
        return text_or(score.resource->data, "judge", "") == judge && score.id != name->second;
      });
      if (other != filed->list.end()) already_there("scores", name->second, other->id);
    }
  }

  /// At most one for a round and contestant.
  void double_totals() {
    using Key = std::pair<std::string_view, std::string_view>;
    std::map<Key, const std::string*> wanted;
    const auto key = [](const Json& data) { return Key(text_or(data, "round", ""), text_or(data, "contestant", "")); };
    for (auto name = changed_.lower_bound({"totals", ""}); name != changed_.end() && name->first == "totals"; ++name)
      if (const Resource* found = store_.find("totals", name->second)) wanted.emplace(key(found->data), nullptr);
    if (wanted.empty()) return;
    for (const auto& [id, total] : store_.all("totals")) {
      const auto found = wanted.find(key(total->data));
      if (found == wanted.end()) continue;
      if (!found->second)
        found->second = &id;
      else if (is_changed("totals", id))
        already_there("totals", id, *found->second);
      else
        already_there("totals", *found->second, id);
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
    for (const std::string& round : rounds) stored_in_round(round);
    if (!people.empty())
      for (const auto& [id, score] : store_.all("scores"))
        if (people.contains(text_or(score->data, "judge", "")) && !rounds.contains(text_or(score->data, "round", "")))
          stored_by_person(id, score->data);
    for (const char* type : {"adjustments", "totals"})
      for (const auto& [id, resource] : store_.all(type)) {
        const std::string_view round = text_or(resource->data, "round", "");
        const RoundRules* rules = rounds.contains(round) ? round_rules(round) : nullptr;
        if (!rules || is_changed(type, id)) continue;
        const std::string name = std::string(type) + "/" + id;
        if (!rules->contestants.contains(text_or(resource->data, "contestant", "")))
          error("rounds", round, "/contestants", name + " names a contestant who would not be in this round");
        const bool has_meaning =
            std::string_view(type) == "adjustments" ? is_adjusted(rules->rules) : rules->rules.method == Method::given;
        if (!has_meaning) error("rounds", round, "/scoring/method", name + " has no meaning with this method");
      }
  }

  static std::string would_be_wrong(const std::string& id, const ScoreFault& fault) {
    return "scores/" + id + fault.error.pointer + " would be wrong: " + fault.error.detail;
  }

  void stored_in_round(const std::string& round) {
    const RoundScores& scores = scores_of(store_, round);
    for (const auto* filed : {&scores.by_contestant(), &scores.ballots()})
      for (const auto& [key, list] : *filed)
        for (const Score& score : list->list) {
          if (errors_.size() >= kMostErrors) return;
          if (is_changed("scores", score.id)) continue;
          for (const ScoreFault& fault : score_faults(score.resource->data))
            error("rounds", round, fault.order ? "/contestants" : "/scoring", would_be_wrong(score.id, fault));
        }
  }

  void stored_by_person(const std::string& id, const Json& score) {
    if (is_changed("scores", id)) return;
    for (const ScoreFault& fault : score_faults(score))
      error("people", text_or(score, "judge", ""), "/role", would_be_wrong(id, fault));
  }

  const Store& store_;
  ChangedNames changed_;
  std::map<std::string, RoundRules, std::less<>> rounds_;
  std::vector<ResourceError> errors_;
};

}  // namespace

std::vector<ResourceError> check(const Store& after, std::span<const std::pair<std::string, std::string>> changed) {
  return Checker(after, changed).run();
}

}  // namespace leitai::contest
