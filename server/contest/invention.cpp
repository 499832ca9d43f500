// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "server/contest/draw.h"
#include "server/contest/invention.h"
#include "server/contest/scores.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

constexpr std::size_t kMostInvented = 20'000;
constexpr std::size_t kMostIdBytes = 64;
/// Ballots of an audience that nobody counted: enough for a ranking that moves.
constexpr std::size_t kUsualAudience = 50;
constexpr std::int64_t kMostAudience = 5'000;
/// Marks are good ones, as in a real contest: of the range, the upper part from here on.
constexpr std::int64_t kFromPercent = 60;

Refusal refused(RefusalKind kind, std::string detail) {
  return {kind, std::move(detail), {}, Json::object()};
}

Refusal wrong(const std::string& pointer, const std::string& detail) {
  return {RefusalKind::invalid, pointer + ": " + detail, {{pointer, detail}}};
}

std::optional<Refusal> wrong_shape(const Json& body) {
  for (const auto& [name, value] : body.items()) {
    const std::string pointer = "/" + json::escape_token(name);
    if (name == "audience") {
      const std::int64_t count = value.is_number_integer() ? value.get<std::int64_t>() : -1;
      if (count < 0 || count > kMostAudience) return wrong(pointer, "must be a whole number from 0 to 5000");
    } else if (name != "round" && name != "contestant") {
      return wrong(pointer, "is not known");
    } else if (!value.is_string()) {
      return wrong(pointer, "must be an id");
    }
  }
  return std::nullopt;
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
  Inventor(InventionRound round, std::uint64_t seed) : in_(std::move(round)), ids_(in_.store), lots_(seed) {}

  /// For all contestants, or the one.
  tl::expected<std::vector<Event>, Refusal> invent(const std::string& only) {
    std::vector<Event> events;
    for (const std::string& judge : in_.judges) {
      places_.clear();
      for (const std::string& contestant : in_.contestants) {
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
    const RoundScores& scores = scores_of(in_.store, in_.id);
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
                                 : Json{{"round", in_.id}, {"contestant", contestant}, {"judge", judge}};
    Json& marks = data["marks"];
    if (!marks.is_object()) marks = Json::object();
    bool added = false;
    for (std::size_t c = 0; c < in_.rules.criteria.size(); ++c) {
      const Criterion& criterion = in_.rules.criteria[c];
      if (marks.contains(criterion.id) || !is_asked(judge, c)) continue;
      const std::string mark = mark_text(judge, c);
      if (auto fault = mark_fault(in_.rules, judge, criterion.id, mark)) {
        return tl::unexpected(
            refused(RefusalKind::conflict, "criterion " + criterion.id + " takes no invented mark: " + *fault));
      }
      marks[criterion.id] = mark;
      added = true;
    }
    if (!added) return std::nullopt;
    return Event{"scores",
                 known != nullptr ? known->id : ids_.next(std::string(in_.id) + "." + contestant + "." + judge),
                 std::move(data)};
  }

  bool is_asked(const std::string& judge, std::size_t criterion) const {
    return std::any_of(in_.rules.panels.begin(), in_.rules.panels.end(),
                       [&](const Panel& panel) { return panel.marks(criterion) && panel.has_judge(judge); });
  }

  std::string mark_text(const std::string& judge, std::size_t criterion) {
    if (in_.rules.method != Method::skating) return decimal_text(invented_mark(in_.rules.criteria[criterion], lots_));
    const auto [left, fresh] = places_.try_emplace(criterion);
    if (fresh) {
      left->second =
          free_places(static_cast<std::int64_t>(in_.contestants.size()), places_given(judge, criterion), lots_);
    }
    if (left->second.empty()) return "1";
    const std::int64_t place = left->second.back();
    left->second.pop_back();
    return std::to_string(place);
  }

  std::set<std::int64_t> places_given(const std::string& judge, std::size_t criterion) const {
    std::set<std::int64_t> given;
    for (const std::string& contestant : in_.contestants) {
      const Score* score = known_score(contestant, judge);
      const Json* marks = score == nullptr ? nullptr : member(score->resource->data, "marks");
      const auto mark = marks == nullptr ? std::nullopt : decimal_of(*marks, in_.rules.criteria[criterion].id);
      const auto place = mark ? mark->fraction() : std::nullopt;
      if (place) given.insert(place->first);
    }
    return given;
  }

  const InventionRound in_;
  InventedIds ids_;
  SplitMix lots_;
  std::map<std::size_t, std::vector<std::int64_t>> places_;  ///< of one judge, by criterion: those not given yet
};

}  // namespace

InventionRound invention_round(const Store& store, std::string_view id, const Json& round) {
  InventionRound found{store, id, rules_of(store, round), {}, {}};
  for (const std::string& contestant : running_order(store, round)) {
    const Resource* resource = store.find("contestants", contestant);
    if (resource != nullptr && !flag(resource->data, "withdrawn")) found.contestants.push_back(contestant);
  }
  for (const Panel& panel : found.rules.panels) {
    for (const std::string& judge : panel.judges) {
      const auto& judges = found.judges;
      if (std::find(judges.begin(), judges.end(), judge) == judges.end()) found.judges.push_back(judge);
    }
  }
  return found;
}

std::string InventedIds::next(const std::string& plain) {
  std::string id = plain.substr(0, kMostIdBytes);
  for (int number = 2; store_.find("scores", id) != nullptr || used_.contains(id); ++number) {
    const std::string ending = "-" + std::to_string(number);
    id = plain.substr(0, kMostIdBytes - ending.size()) + ending;
  }
  used_.insert(id);
  return id;
}

tl::expected<std::vector<Event>, Refusal> invented_scores(const Store& store, const Json& body, std::uint64_t seed) {
  if (auto fault = wrong_shape(body)) return tl::unexpected(std::move(*fault));
  const std::string round(text_or(body, "round", ""));
  const Resource* found = store.find("rounds", round);
  if (found == nullptr) return tl::unexpected(refused(RefusalKind::not_found, "there is no such round"));
  const std::string only(text_or(body, "contestant", ""));
  const auto order = running_order(store, found->data);
  if (!only.empty() && std::find(order.begin(), order.end(), only) == order.end()) {
    return tl::unexpected(refused(RefusalKind::not_found, "the round has no such contestant"));
  }
  InventionRound in = invention_round(store, round, found->data);
  const bool votes = in.rules.method == Method::votes;
  if (in.rules.method == Method::given) {
    return tl::unexpected(refused(RefusalKind::conflict, "the round has no marks: its totals are given"));
  }
  if (votes && !only.empty()) return tl::unexpected(wrong("/contestant", "a ballot is not about one contestant"));
  const Json* audience = member(body, "audience");
  if (audience != nullptr && !(votes && in.rules.has_audience())) {
    return tl::unexpected(wrong("/audience", "has no vote in this round"));
  }
  if (votes) return invented_ballots(in, audience != nullptr ? audience->get<std::size_t>() : kUsualAudience, seed);
  return Inventor(std::move(in), seed).invent(only);
}

}  // namespace leitai::contest
