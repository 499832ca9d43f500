// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "server/contest/draw.h"
#include "server/contest/rules.h"
#include "server/contest/scores.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

constexpr std::size_t kMostInvented = 20'000;
constexpr std::size_t kMostIdBytes = 64;
/// Marks are good ones, as in a real contest: of the range, the upper part from here on.
constexpr std::int64_t kFromPercent = 60;

Refusal refused(RefusalKind kind, std::string detail) {
  return {kind, std::move(detail), {}, Json::object()};
}

/// A mark that the criterion takes; where it says nothing, of 0 to 10.
Rational invented_mark(const Criterion& criterion, SplitMix& lots) {
  Rational least = criterion.min.value_or(0);
  const Rational greatest = criterion.max.value_or(least + Rational(10));
  const Rational range = greatest - least;
  const Rational step = criterion.step.value_or(range / Rational(100));
  if (!(step > Rational(0)) || !(range > Rational(0))) return least;
  const auto steps = rounded(range / step, 0, Rounding::down).fraction();
  if (!steps || steps->first < 1) return least;
  const std::int64_t count = steps->first;
  const std::int64_t first = count / 100 * kFromPercent + count % 100 * kFromPercent / 100;
  const auto drawn = static_cast<std::int64_t>(lots.below(static_cast<std::uint64_t>(count - first) + 1));
  Rational mark = least + step * Rational(first + drawn);
  if (criterion.step) return mark;
  // A hundredth of a range may have more places than anybody writes down.
  mark = rounded(mark, 2, Rounding::down);
  return mark < least ? least : mark;
}

/// The places that a judge has not given yet, in a random order.
std::vector<std::int64_t> free_places(std::int64_t count, const std::set<std::int64_t>& given, SplitMix& lots) {
  std::vector<std::int64_t> places;
  for (std::int64_t place = 1; place <= count; ++place) {
    if (!given.contains(place)) places.push_back(place);
  }
  for (std::size_t i = places.size(); i > 1; --i) std::swap(places[i - 1], places[lots.below(i)]);
  return places;
}

class Inventor {
 public:
  Inventor(const Store& store, std::string_view round, const Json& data, std::uint64_t seed)
      : store_(store), round_(round), rules_(rules_of(store, data)), lots_(seed) {
    for (const std::string& contestant : running_order(store, data)) {
      const Resource* found = store.find("contestants", contestant);
      if (found != nullptr && !flag(found->data, "withdrawn")) contestants_.push_back(contestant);
    }
    for (const Panel& panel : rules_.panels) {
      for (const std::string& judge : panel.judges) {
        if (std::find(judges_.begin(), judges_.end(), judge) == judges_.end()) judges_.push_back(judge);
      }
    }
  }

  const Rules& rules() const { return rules_; }

  /// For all contestants, or the one.
  tl::expected<std::vector<Event>, Refusal> invent(const std::string& only) {
    std::vector<Event> events;
    for (const std::string& judge : judges_) {
      places_.clear();
      for (const std::string& contestant : contestants_) {
        if (!only.empty() && contestant != only) continue;
        auto event = score_of(contestant, judge);
        if (!event) return tl::unexpected(std::move(event.error()));
        if (*event) events.push_back(std::move(**event));
        if (events.size() > kMostInvented) {
          return tl::unexpected(
              refused(RefusalKind::conflict, "more than 20,000 marks are missing: name a contestant"));
        }
      }
    }
    return events;
  }

 private:
  const Score* known_score(const std::string& contestant, const std::string& judge) const {
    const RoundScores& scores = scores_of(store_, round_);
    for (const Score& score : scores.of(contestant).list) {
      if (scores.judges()[score.judge] == judge) return &score;
    }
    return nullptr;
  }

  /// The score with what was missing in it; nothing where nothing was.
  tl::expected<std::optional<Event>, Refusal> score_of(const std::string& contestant, const std::string& judge) {
    const Score* known = known_score(contestant, judge);
    if (known != nullptr && known->absent) return std::nullopt;
    Json data = known != nullptr ? known->resource->data
                                 : Json{{"round", round_}, {"contestant", contestant}, {"judge", judge}};
    Json& marks = data["marks"];
    if (!marks.is_object()) marks = Json::object();
    bool added = false;
    for (std::size_t c = 0; c < rules_.criteria.size(); ++c) {
      const Criterion& criterion = rules_.criteria[c];
      if (marks.contains(criterion.id) || !is_asked(judge, c)) continue;
      const std::string mark = mark_text(judge, c);
      if (auto fault = mark_fault(rules_, judge, criterion.id, mark)) {
        return tl::unexpected(
            refused(RefusalKind::conflict, "criterion " + criterion.id + " takes no invented mark: " + *fault));
      }
      marks[criterion.id] = mark;
      added = true;
    }
    if (!added) return std::nullopt;
    return Event{"scores", known != nullptr ? known->id : fresh_id(contestant, judge), std::move(data)};
  }

  bool is_asked(const std::string& judge, std::size_t criterion) const {
    return std::any_of(rules_.panels.begin(), rules_.panels.end(),
                       [&](const Panel& panel) { return panel.marks(criterion) && panel.has_judge(judge); });
  }

  std::string mark_text(const std::string& judge, std::size_t criterion) {
    if (rules_.method != Method::skating) return decimal_text(invented_mark(rules_.criteria[criterion], lots_));
    const auto [left, fresh] = places_.try_emplace(criterion);
    if (fresh) {
      left->second = free_places(static_cast<std::int64_t>(contestants_.size()), places_given(judge, criterion), lots_);
    }
    if (left->second.empty()) return "1";
    const std::int64_t place = left->second.back();
    left->second.pop_back();
    return std::to_string(place);
  }

  std::set<std::int64_t> places_given(const std::string& judge, std::size_t criterion) const {
    std::set<std::int64_t> given;
    for (const std::string& contestant : contestants_) {
      const Score* score = known_score(contestant, judge);
      const Json* marks = score == nullptr ? nullptr : member(score->resource->data, "marks");
      const auto mark = marks == nullptr ? std::nullopt : decimal_of(*marks, rules_.criteria[criterion].id);
      const auto place = mark ? mark->fraction() : std::nullopt;
      if (place) given.insert(place->first);
    }
    return given;
  }

  std::string fresh_id(const std::string& contestant, const std::string& judge) const {
    const std::string plain = std::string(round_) + "." + contestant + "." + judge;
    std::string id = plain.substr(0, kMostIdBytes);
    for (int number = 2; store_.find("scores", id) != nullptr || used_.contains(id); ++number) {
      const std::string ending = "-" + std::to_string(number);
      id = plain.substr(0, kMostIdBytes - ending.size()) + ending;
    }
    used_.insert(id);
    return id;
  }

  const Store& store_;
  std::string_view round_;
  Rules rules_;
  SplitMix lots_;
  std::vector<std::string> contestants_;
  std::vector<std::string> judges_;
  std::map<std::size_t, std::vector<std::int64_t>> places_;  ///< of one judge, by criterion: those not given yet
  mutable std::set<std::string> used_;
};

}  // namespace

tl::expected<std::vector<Event>, Refusal> invented_marks(const Store& store, const Json& body, std::uint64_t seed) {
  for (const auto& [name, value] : body.items()) {
    if (name != "round" && name != "contestant") {
      return tl::unexpected(
          Refusal{RefusalKind::invalid, "/" + name + ": is not known", {{"/" + name, "is not known"}}});
    }
    if (!value.is_string()) {
      return tl::unexpected(
          Refusal{RefusalKind::invalid, "/" + name + ": must be an id", {{"/" + name, "must be an id"}}});
    }
  }
  const std::string round(text_or(body, "round", ""));
  const Resource* found = store.find("rounds", round);
  if (found == nullptr) return tl::unexpected(refused(RefusalKind::not_found, "there is no such round"));
  const std::string only(text_or(body, "contestant", ""));
  const auto order = running_order(store, found->data);
  if (!only.empty() && std::find(order.begin(), order.end(), only) == order.end()) {
    return tl::unexpected(refused(RefusalKind::not_found, "the round has no such contestant"));
  }
  Inventor inventor(store, round, found->data, seed);
  const Method method = inventor.rules().method;
  if (method == Method::votes || method == Method::given) {
    return tl::unexpected(refused(
        RefusalKind::conflict,
        "the round has no marks: it is decided by " + std::string(method == Method::votes ? "votes" : "others")));
  }
  return inventor.invent(only);
}

}  // namespace leitai::contest
