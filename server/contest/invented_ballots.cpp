// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <optional>

#include "server/contest/draw.h"
#include "server/contest/invention.h"
#include "server/contest/scores.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// How much better than the least liked one the best liked is.
constexpr std::uint64_t kMostLiked = 9;

class Electorate {
 public:
  Electorate(const InventionRound& round, std::uint64_t seed) : round_(round), lots_(seed) {
    for (const std::string& contestant : round.contestants) {
      const Resource* found = round.store.find("contestants", contestant);
      candidates_.push_back({found == nullptr ? "" : text_or(found->data, "group", ""), 1 + lots_.below(kMostLiked)});
    }
  }

  /// Contestants, in running order.
  std::vector<std::string> vote() {
    std::vector<std::size_t> left(candidates_.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    std::map<std::string_view, std::int64_t> of_group;
    std::vector<std::size_t> chosen;
    const std::size_t wanted = how_many();
    while (chosen.size() < wanted && !left.empty()) {
      const auto one = left.begin() + static_cast<std::ptrdiff_t>(drawn_of(left));
      const std::string_view group = candidates_[*one].group;
      if (takes_more(group, of_group[group])) {
        ++of_group[group];
        chosen.push_back(*one);
      }
      left.erase(one);
    }
    std::sort(chosen.begin(), chosen.end());
    std::vector<std::string> choices;
    for (const std::size_t index : chosen) choices.push_back(round_.contestants[index]);
    return choices;
  }

 private:
  struct Candidate {
    std::string_view group;
    std::uint64_t liked = 1;
  };

  /// Of what may be named, at least two thirds; without a limit at least one, and a third at most.
  std::size_t how_many() {
    const std::size_t all = candidates_.size();
    const auto limit = round_.rules.max_choices.of_all;
    if (all == 0 || (limit && *limit < 1)) return 0;
    const bool free = !limit && round_.rules.max_choices.of_group.empty();
    const std::size_t most = free ? (all + 2) / 3 : limit ? std::min(all, static_cast<std::size_t>(*limit)) : all;
    const std::size_t least = free ? 1 : (most * 2 + 2) / 3;
    return least + lots_.below(most - least + 1);
  }

  bool takes_more(std::string_view group, std::int64_t chosen) const {
    const auto limit = round_.rules.max_choices.of_group.find(group);
    return limit == round_.rules.max_choices.of_group.end() || chosen < limit->second;
  }

  /// A place in `left`, the better liked the likelier.
  std::size_t drawn_of(const std::vector<std::size_t>& left) {
    std::uint64_t sum = 0;
    for (const std::size_t index : left) sum += candidates_[index].liked;
    std::uint64_t lot = lots_.below(sum);
    for (std::size_t i = 0; i < left.size(); ++i) {
      const std::uint64_t liked = candidates_[left[i]].liked;
      if (lot < liked) return i;
      lot -= liked;
    }
    return left.size() - 1;
  }

  const InventionRound& round_;
  SplitMix lots_;
  std::vector<Candidate> candidates_;
};

/// Cast by whom no panel names.
std::size_t audience_ballots(const InventionRound& round, const SharedMap<Scores>& ballots) {
  std::size_t count = 0;
  for (const auto& [voter, filed] : ballots) {
    const bool named = std::find(round.judges.begin(), round.judges.end(), voter) != round.judges.end();
    if (!named && !filed->list.front().absent) ++count;
  }
  return count;
}

}  // namespace

std::vector<Event> invented_ballots(const InventionRound& round, std::size_t audience, std::uint64_t seed) {
  const SharedMap<Scores>& cast = scores_of(round.store, round.id).ballots();
  Electorate electorate(round, seed);
  InventedIds ids(round.store);
  std::vector<Event> events;
  const auto add = [&](const std::string& voter) {
    Json data = {{"round", round.id}, {"judge", voter}, {"choices", electorate.vote()}};
    events.push_back({"scores", ids.next(std::string(round.id) + "." + voter), std::move(data)});
  };
  for (const std::string& judge : round.judges) {
    if (cast.get(judge) == nullptr) add(judge);
  }
  if (!round.rules.has_audience()) return events;
  std::size_t there = audience_ballots(round, cast);
  for (std::size_t number = 1; there < audience; ++number) {
    const std::string voter = "invented-" + std::to_string(number);
    if (cast.get(voter) != nullptr || round.store.find("people", voter) != nullptr) continue;
    add(voter);
    ++there;
  }
  return events;
}

}  // namespace leitai::contest
