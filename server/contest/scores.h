// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"

/// The scores of a round, read once when they are put into the Store: by contestant and judge, each
/// mark as a number.
namespace leitai::contest {

struct ParsedMark {
  std::string_view criterion;
  std::string_view text;
  std::int64_t digits = 0;  ///< the mark is digits / 10^places
  std::int8_t places = 0;   ///< −1: it has more than 18 digits; take the text
};

/// The mark's size without its sign and what stands after the point.
std::int64_t whole_part(const ParsedMark& mark);

/// One `scores` resource: a judge's marks for a contestant, or a ballot. Its views lie in `resource`.
struct Score {
  std::shared_ptr<const Resource> resource;
  std::string_view contestant;  ///< empty: a ballot
  std::string_view judge;
  bool absent = false;
  std::vector<ParsedMark> marks;  ///< by criterion
  std::vector<std::string_view> choices;
};

Score parse_score(std::shared_ptr<const Resource> resource);

struct FiledScore {
  std::string id;
  std::shared_ptr<const Score> score;
};

/// Stands for the places of a mark that has more than 18 digits.
constexpr int kTooManyPlaces = 100;

/// What is filed under one contestant, or one judge's ballot, and how large its marks are.
struct Scores {
  std::vector<FiledScore> list;  ///< by judge, then by id: until check() has refused it, a judge may have two
  int places = 0;                ///< the most of any mark; or kTooManyPlaces
  std::int64_t whole = 0;        ///< the largest whole part of any mark
};

/// A round's scores; a value that shares what does not change, as the Store.
class RoundScores {
 public:
  void put(std::string_view id, std::shared_ptr<const Score> score);
  void erase(std::string_view id, const Score& score);
  bool empty() const { return by_contestant_.empty() && ballots_.empty(); }

  /// Those for a contestant; empty where there are none.
  const Scores& of(std::string_view contestant) const;
  const SharedMap<Scores>& by_contestant() const { return by_contestant_; }

  /// By judge; a judge may have two for a moment.
  const SharedMap<Scores>& ballots() const { return ballots_; }

 private:
  SharedMap<Scores> by_contestant_;
  SharedMap<Scores> ballots_;
};

/// A round's scores in the store; empty where there are none.
const RoundScores& scores_of(const Store& store, std::string_view round);

}  // namespace leitai::contest
