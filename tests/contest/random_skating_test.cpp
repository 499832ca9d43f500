// SPDX-License-Identifier: GPL-2.0-or-later
// Random finals, placed a second time here.
#include <catch2/catch.hpp>

#include <numeric>

#include "tests/contest/random_plan.h"

using namespace leitai::contest;
using namespace leitai::contest::test;

namespace {

/// The Skating System as its rules are read aloud: place after place, column after column.
class Floor {
 public:
  explicit Floor(const std::vector<std::vector<int>>& places) : places_(places) {}

  std::vector<Fraction> results() {
    std::vector<int> left(places_.size());
    std::iota(left.begin(), left.end(), 0);
    results_.resize(places_.size());
    for (int column = 1; !left.empty(); ++column) {
      std::vector<int> with_majority;
      for (const int couple : left)
        if (count(couple, column) > judges() / 2) with_majority.push_back(couple);
      for (const int couple : with_majority) std::erase(left, couple);
      allot(with_majority, column);
    }
    return results_;
  }

 private:
  int judges() const { return static_cast<int>(places_.front().size()); }
  int count(int couple, int column) const {
    return static_cast<int>(
        std::count_if(places_[couple].begin(), places_[couple].end(), [&](int place) { return place <= column; }));
  }
  int sum(int couple, int column) const {
    int total = 0;
    for (const int place : places_[couple]) total += place <= column ? place : 0;
    return total;
  }

  /// Gives the next places to these, looking at a column, then at the next one for those it leaves equal.
  void allot(std::vector<int> couples, int column) {
    while (!couples.empty()) {
      std::vector<int> best;
      for (const int couple : couples) {
        if (best.empty() || beats(couple, best.front(), column))
          best = {couple};
        else if (!beats(best.front(), couple, column))
          best.push_back(couple);
      }
      for (const int couple : best) std::erase(couples, couple);
      if (best.size() > 1 && column < static_cast<int>(places_.size())) {
        allot(best, column + 1);
        continue;
      }
      const int size = static_cast<int>(best.size());
      for (const int couple : best) results_[couple] = Fraction(2 * next_ + size - 1, 2);
      next_ += size;
    }
  }

  bool beats(int a, int b, int column) const {
    if (count(a, column) != count(b, column)) return count(a, column) > count(b, column);
    return sum(a, column) < sum(b, column);
  }

  const std::vector<std::vector<int>>& places_;
  std::vector<Fraction> results_;
  int next_ = 1;
};

}  // namespace

TEST_CASE("random finals have the places of the Skating System's rules, read out place by place") {
  Dice dice(8);
  for (int trial = 0; trial < 400; ++trial) {
    const int couples = 2 + dice.below(7);
    const int judges = 1 + dice.below(9);
    const bool someone_absent = dice.one_in(3);
    std::vector<std::vector<int>> places(couples);
    Contest contest;
    contest.apply(frame_events(couples, judges + (someone_absent ? 1 : 0), {{"method", "skating"}}));
    for (int j = 0; j < judges + (someone_absent ? 1 : 0); ++j) {
      std::vector<int> order(couples);
      std::iota(order.begin(), order.end(), 1);
      dice.shuffle(order);
      const int unseen = j == judges ? dice.below(couples) : -1;
      for (int i = 0; i < couples; ++i) {
        if (j < judges) places[i].push_back(order[i]);
        if (i == unseen)
          contest.apply({{"scores",
                          "absent",
                          {{"round", "r"}, {"contestant", name("c", i)}, {"judge", name("j", j)}, {"absent", true}}}});
        else
          contest.mark("r", name("c", i), name("j", j), "total", std::to_string(order[i]));
      }
    }
    const std::vector<Fraction> expected = Floor(places).results();
    const Json standings = contest.standings("r");
    for (int i = 0; i < couples; ++i) {
      CAPTURE(trial, i, standings.dump());
      const Json row = row_of(standings, name("c", i));
      std::string text = test::text_of(expected[i], 1);
      if (text.ends_with(".0")) text.resize(text.size() - 2);
      REQUIRE(row["place"] == text);
      REQUIRE(row["status"] == "complete");
    }
  }
}
