// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/row_keeper.h"

/// The scores of a round, read once when they are put into the Store: filed by contestant, each mark a
/// number, judges and criteria numbered, so that a computation reads some kilobytes in a row and no texts.
namespace leitai::contest {

/// Ids and their numbers. A name keeps its number as long as the round has scores.
class NameTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  std::uint32_t find(std::string_view name) const;  ///< kNone: it has no number
  std::uint32_t add(std::string_view name);
  std::size_t size() const { return names_.size(); }
  const std::string& operator[](std::uint32_t number) const { return names_[number]; }

 private:
  std::vector<std::string> names_;
};

struct ParsedMark {
  std::int64_t digits = 0;            ///< the mark is digits / 10^places
  const std::string* text = nullptr;  ///< as it was given; lies in the score's resource
  std::uint32_t criterion = 0;        ///< number of the criterion's id
  std::int8_t places = 0;             ///< −1: it has more than 18 digits; take the text
};

/// The mark's size without its sign and what stands after the point.
std::int64_t whole_part(const ParsedMark& mark);

/// One `scores` resource: a judge's marks for a contestant, or a ballot.
struct Score {
  std::string id;
  std::shared_ptr<const Resource> resource;
  std::uint32_t judge = 0;  ///< number of the judge's id
  bool absent = false;
  std::uint32_t first_mark = 0, marks = 0;  ///< in Scores::marks
};

/// Stands for the places of a mark that has more than 18 digits.
constexpr int kTooManyPlaces = 100;

/// What is filed under one contestant, or one judge's ballot, and how large its marks are.
struct Scores {
  std::vector<Score> list;  ///< by the judge's id, then by id: until check() has refused it, a judge may have two
  std::vector<ParsedMark> marks;
  int places = 0;          ///< the most of any mark; or kTooManyPlaces
  std::int64_t whole = 0;  ///< the largest whole part of any mark
  RowKeeper kept;

  std::span<const ParsedMark> marks_of(const Score& score) const {
    return {marks.data() + score.first_mark, score.marks};
  }
};

/// A ballot's choices; they live as long as its resource.
std::vector<std::string_view> choices_of(const Score& ballot);

/// A round's scores; a value that shares what does not change, as the Store.
class RoundScores {
 public:
  RoundScores();

  void put(std::string_view id, const std::shared_ptr<const Resource>& resource);
  void erase(std::string_view id, const Resource& resource);
  bool empty() const { return by_contestant_.empty() && ballots_.empty(); }

  /// Those for a contestant; empty where there are none.
  const Scores& of(std::string_view contestant) const;
  const SharedMap<Scores>& by_contestant() const { return by_contestant_; }

  /// By judge; a judge may have two for a moment.
  const SharedMap<Scores>& ballots() const { return ballots_; }

  const NameTable& judges() const { return *judges_; }
  const NameTable& criteria() const { return *criteria_; }

  RulesKeeper& kept_rules() const { return *rules_; }

 private:
  std::uint32_t number(std::shared_ptr<const NameTable>& names, std::string_view name);
  void add_marks(const Json& data, Scores& scores);

  SharedMap<Scores> by_contestant_;
  SharedMap<Scores> ballots_;
  std::shared_ptr<const NameTable> judges_;
  std::shared_ptr<const NameTable> criteria_;
  std::shared_ptr<RulesKeeper> rules_;  ///< shared by the copies
};

/// A round's scores in the store; empty where there are none.
const RoundScores& scores_of(const Store& store, std::string_view round);

}  // namespace leitai::contest
