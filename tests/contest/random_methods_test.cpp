// SPDX-License-Identifier: GPL-2.0-or-later
// Random contests of every method, computed a second time here from the contract's sentences, with fractions
// and a ranking of this test's own.
#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

#include "server/contest/scoring.h"
#include "tests/contest/contest_of.h"
#include "tests/contest/fraction.h"

using namespace leitai::contest;
using test::Contest;
using test::Fraction;
using test::row_of;

namespace {

using Value = std::optional<Fraction>;

struct Jury {
  int weight = 1;  ///< of a third
  std::vector<int> judges;
  int drop_high = 0, drop_low = 0, drop_from = 1;
  int average = 0;  ///< 0 mean, 1 median, 2 sum
};

constexpr const char* kAverages[] = {"mean", "median", "sum"};
constexpr int kMissing = -1000;
constexpr int kAbsent = -2000;

/// Marks in quarters: contestant, judge, criterion.
struct Plan {
  int contestants = 0, criteria = 0, judges = 0;
  std::vector<int> weights;  ///< of the criteria, in tenths
  std::vector<Jury> juries;
  std::vector<std::vector<std::vector<int>>> marks;
  std::vector<bool> withdrawn;
  bool zero = false;
  std::vector<int> points;

  bool absent(int i, int j) const { return marks[i][j][0] == kAbsent; }
};

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
  bool one_in(int number) { return below(number) == 0; }
  template <typename List>
  void shuffle(List& list) {
    std::shuffle(list.begin(), list.end(), engine_);
  }

 private:
  std::mt19937 engine_;
};

Plan random_plan(Dice& dice, bool complete) {
  Plan plan;
  plan.contestants = 2 + dice.below(6);
  plan.criteria = 1 + dice.below(3);
  for (int p = 1 + dice.below(3); p > 0; --p) {
    Jury jury;
    jury.weight = 1 + dice.below(4);
    for (int j = 1 + dice.below(5); j > 0; --j) jury.judges.push_back(plan.judges++);
    jury.drop_high = dice.below(3);
    jury.drop_low = dice.below(2);
    jury.drop_from = jury.drop_high + jury.drop_low + 1 + dice.below(2);
    jury.average = dice.below(3);
    plan.juries.push_back(jury);
  }
  for (int c = 0; c < plan.criteria; ++c) plan.weights.push_back(1 + dice.below(9));
  for (int i = 0; i < plan.contestants; ++i) {
    plan.withdrawn.push_back(!complete && dice.one_in(8));
    auto& rows = plan.marks.emplace_back();
    for (int j = 0; j < plan.judges; ++j) {
      const bool absent = !complete && dice.one_in(10);
      auto& marks = rows.emplace_back();
      for (int c = 0; c < plan.criteria; ++c)
        marks.push_back(absent ? kAbsent : !complete && dice.one_in(10) ? kMissing : dice.below(21));
    }
  }
  plan.zero = dice.one_in(2);
  for (int p = dice.below(plan.contestants + 1); p >= 0; --p) plan.points.push_back(dice.below(13));
  return plan;
}

std::string name(const char* kind, int number) {
  return kind + std::to_string(number);
}

std::string quarters(int mark) {
  static const char* const kParts[] = {"", ".25", ".5", ".75"};
  return std::to_string(mark / 4) + kParts[mark % 4];
}

Json scoring_of(const Plan& plan) {
  Json scoring = {{"missing", plan.zero ? "zero" : "ignore"}, {"round_to", {{"total", 4}}}};
  for (int c = 0; c < plan.criteria; ++c)
    scoring["criteria"].push_back({{"id", name("k", c)}, {"weight", "0." + std::to_string(plan.weights[c])}});
  int number = 0;
  for (const Jury& jury : plan.juries) {
    Json judges = Json::array();
    for (const int j : jury.judges) judges.push_back(name("j", j));
    scoring["panels"].push_back({{"id", name("p", number++)},
                                 {"judges", judges},
                                 {"weight", std::to_string(jury.weight) + "/3"},
                                 {"drop_high", jury.drop_high},
                                 {"drop_low", jury.drop_low},
                                 {"drop_from", jury.drop_from},
                                 {"average", kAverages[jury.average]}});
  }
  return scoring;
}

std::vector<Event> frame_events(int contestants, int judges, const Json& scoring) {
  std::vector<Event> events;
  Json order = Json::array();
  for (int j = 0; j < judges; ++j) events.push_back({"people", name("j", j), {{"role", "judge"}}});
  for (int i = 0; i < contestants; ++i) {
    order.push_back(name("c", i));
    events.push_back({"contestants", name("c", i), Json::object()});
  }
  events.push_back({"rounds", "r", {{"contestants", order}, {"scoring", scoring}}});
  return events;
}

std::vector<Event> score_events(const Plan& plan) {
  std::vector<Event> events;
  for (int i = 0; i < plan.contestants; ++i)
    for (int j = 0; j < plan.judges; ++j) {
      Json score = {{"round", "r"}, {"contestant", name("c", i)}, {"judge", name("j", j)}};
      if (plan.absent(i, j)) score["absent"] = true;
      for (int c = 0; c < plan.criteria; ++c)
        if (plan.marks[i][j][c] >= 0) score["marks"][name("k", c)] = quarters(plan.marks[i][j][c]);
      events.push_back({"scores", name("s", i) + "-" + std::to_string(j), score});
    }
  return events;
}

std::vector<Event> withdrawal_events(const Plan& plan) {
  std::vector<Event> events;
  for (int i = 0; i < plan.contestants; ++i)
    if (plan.withdrawn[i]) events.push_back({"contestants", name("c", i), {{"withdrawn", true}}});
  return events;
}

Contest contest_of(const Plan& plan, const Json& scoring, Dice& dice) {
  Contest contest;
  contest.apply(frame_events(plan.contestants, plan.judges, scoring));
  std::vector<Event> scores = score_events(plan);
  dice.shuffle(scores);
  contest.apply(scores);
  contest.apply(withdrawal_events(plan));
  return contest;
}

/// What is left after dropping, then averaged.
Value averaged(const Jury& jury, std::vector<Fraction> values) {
  std::sort(values.begin(), values.end());
  if (static_cast<int>(values.size()) >= jury.drop_from) {
    REQUIRE(static_cast<int>(values.size()) > jury.drop_high + jury.drop_low);
    values.erase(values.begin(), values.begin() + jury.drop_low);
    values.erase(values.end() - jury.drop_high, values.end());
  }
  if (values.empty()) return std::nullopt;
  const std::size_t middle = values.size() / 2;
  if (jury.average == 1)
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / Fraction(2);
  Fraction sum;
  for (const Fraction& value : values) sum = sum + value;
  return jury.average == 2 ? sum : sum / Fraction(static_cast<std::int64_t>(values.size()));
}

bool any_mark(const Plan& plan, int i) {
  for (const auto& marks : plan.marks[i])
    for (const int mark : marks)
      if (mark >= 0) return true;
  return false;
}

Value total_by_criterion(const Plan& plan, int i) {
  if (!any_mark(plan, i)) return std::nullopt;
  Fraction total;
  for (int c = 0; c < plan.criteria; ++c) {
    Fraction sum, weights;
    bool judged = false;
    for (const Jury& jury : plan.juries) {
      std::vector<Fraction> present;
      for (const int j : jury.judges) {
        judged = judged || !plan.absent(i, j);
        const int mark = plan.marks[i][j][c];
        if (mark >= 0) present.emplace_back(mark, 4);
        if (mark == kMissing && plan.zero) present.emplace_back(0);
      }
      if (const Value value = averaged(jury, present)) {
        sum = sum + Fraction(jury.weight, 3) * *value;
        weights = weights + Fraction(jury.weight, 3);
      }
    }
    if (!judged) return std::nullopt;
    if (Fraction(0) < weights) total = total + sum / weights * Fraction(plan.weights[c], 10);
  }
  return total;
}

/// All that a judge gives a contestant, as one number.
Value of_judge(const Plan& plan, int i, int j) {
  if (plan.absent(i, j)) return std::nullopt;
  Fraction sum;
  for (int c = 0; c < plan.criteria; ++c) {
    const int mark = plan.marks[i][j][c];
    if (mark == kMissing && !plan.zero) return std::nullopt;
    if (mark >= 0) sum = sum + Fraction(mark, 4) * Fraction(plan.weights[c], 10);
  }
  return sum;
}

Value total_by_judge(const Plan& plan, int i) {
  if (!any_mark(plan, i)) return std::nullopt;
  Fraction sum, weights;
  for (const Jury& jury : plan.juries) {
    std::vector<Fraction> present;
    for (const int j : jury.judges)
      if (const Value own = of_judge(plan, i, j)) present.push_back(*own);
    if (const Value value = averaged(jury, present)) {
      sum = sum + Fraction(jury.weight, 3) * *value;
      weights = weights + Fraction(jury.weight, 3);
    }
  }
  return Fraction(0) < weights ? Value(sum / weights) : std::nullopt;
}

bool takes_part(const Plan& plan, int i) {
  return !plan.withdrawn[i] && any_mark(plan, i);
}

/// The points that a judge's order gives: the mean over the places from the first to the last of the tied.
Value points_from(const Plan& plan, int i, int j) {
  const Value own = takes_part(plan, i) ? of_judge(plan, i, j) : std::nullopt;
  if (!own) return std::nullopt;
  int better = 0;
  int equal = 0;
  for (int k = 0; k < plan.contestants; ++k) {
    const Value other = takes_part(plan, k) ? of_judge(plan, k, j) : std::nullopt;
    better += other && *own < *other ? 1 : 0;
    equal += other && *own == *other ? 1 : 0;
  }
  Fraction sum;
  for (int place = better; place < better + equal; ++place)
    if (place < static_cast<int>(plan.points.size())) sum = sum + Fraction(plan.points[place]);
  return sum / Fraction(equal);
}

Value total_by_places(const Plan& plan, int i) {
  if (!takes_part(plan, i)) return std::nullopt;
  Fraction sum;
  bool any = false;
  for (const Jury& jury : plan.juries) {
    std::vector<Fraction> present;
    for (const int j : jury.judges)
      if (const Value points = points_from(plan, i, j)) present.push_back(*points);
    if (const Value value = averaged(jury, present)) {
      sum = sum + Fraction(jury.weight, 3) * *value;
      any = true;
    }
  }
  return any ? Value(sum) : std::nullopt;
}

/// Totals and ranks, by counting who is better.
void compare(Contest& contest, const std::vector<Value>& totals, const std::vector<bool>& withdrawn) {
  const Json standings = contest.standings("r");
  const auto shallow = leitai::contest::standings(contest.store, "r", "", Audience::operators, Detail::totals);
  const int count = static_cast<int>(totals.size());
  std::vector<Value> rounded;
  for (const Value& total : totals) rounded.push_back(total ? Value(test::rounded_half_up(*total, 4)) : std::nullopt);
  for (int i = 0; i < count; ++i) {
    const Json row = row_of(standings, name("c", i));
    CAPTURE(i, row.dump());
    const bool ranked = rounded[i] && !withdrawn[i];
    if (!withdrawn[i]) REQUIRE(row["total"] == (rounded[i] ? Json(test::text_of(*rounded[i], 4)) : Json(nullptr)));
    int rank = 1;
    int equal = 0;
    for (int k = 0; k < count; ++k) {
      if (!ranked || !rounded[k] || withdrawn[k]) continue;
      rank += *rounded[i] < *rounded[k] ? 1 : 0;
      equal += *rounded[i] == *rounded[k] ? 1 : 0;
    }
    REQUIRE(row["rank"] == (ranked ? Json(rank) : Json(nullptr)));
    REQUIRE(row["tied"] == (equal > 1));
    const Json less = row_of(*shallow, name("c", i));
    REQUIRE(less["total"] == row["total"]);
    REQUIRE(less["rank"] == row["rank"]);
    REQUIRE_FALSE(less.contains("criteria"));
    REQUIRE_FALSE(less.contains("panels"));
  }
}

Json without_rounding(Json scoring) {
  scoring["round_to"] = {{"total", nullptr}};
  return scoring;
}

std::vector<std::pair<std::string, int>> ranks_in(Contest& contest) {
  std::vector<std::pair<std::string, int>> ranks;
  const Json standings = contest.standings("r");
  for (const Json& row : standings["rows"]) ranks.emplace_back(row["contestant"], row["rank"].get<int>());
  return ranks;
}

std::string sheet_text(const Store& store, Numbers numbers) {
  std::string text;
  for (const Row& row : compute(store, "r", {Detail::marks, {}, numbers}).rows) {
    const auto add = [&](const std::optional<Rational>& value) { text += (value ? exact_text(*value) : "-") + " "; };
    add(row.total);
    for (const auto& key : row.keys) add(key);
    for (const auto& criterion : row.criteria) {
      add(criterion.value);
      for (const auto& panel : criterion.panels) {
        add(panel.value);
        for (const auto& mark : panel.marks) text += mark.dropped ? 'd' : mark.counts ? 'c' : '.';
      }
    }
    for (const auto& panel : row.panels) {
      add(panel.value);
      for (const auto& judge : panel.judges) {
        add(judge.total);
        text += judge.dropped ? 'd' : '.';
      }
    }
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("random marks, trimmed by criterion, by judge, and as places: totals and ranks of a second computation") {
  Dice dice(3);
  for (int trial = 0; trial < 300; ++trial) {
    CAPTURE(trial);
    const Plan plan = random_plan(dice, false);
    Json scoring = scoring_of(plan);
    std::vector<Value> by_criterion, by_judge, by_places;
    for (int i = 0; i < plan.contestants; ++i) {
      by_criterion.push_back(total_by_criterion(plan, i));
      by_judge.push_back(total_by_judge(plan, i));
      by_places.push_back(total_by_places(plan, i));
    }
    Contest contest = contest_of(plan, scoring, dice);
    compare(contest, by_criterion, plan.withdrawn);
    const Json order = contest.store.find("rounds", "r")->data["contestants"];
    scoring["trim"] = "judge_total";
    contest.apply({{"rounds", "r", {{"contestants", order}, {"scoring", scoring}}}});
    compare(contest, by_judge, plan.withdrawn);
    scoring.erase("trim");
    scoring["method"] = "places";
    scoring["points"] = plan.points;
    contest.apply({{"rounds", "r", {{"contestants", order}, {"scoring", scoring}}}});
    compare(contest, by_places, plan.withdrawn);
  }
}

TEST_CASE("scaled whole numbers and fractions compute the same") {
  Dice dice(4);
  const Json tie_break = Json::parse(
      R"([{"by":"criteria","ids":["k0"]},{"by":"panel","id":"p0"},{"by":"highest_mark"},{"by":"lowest_mark"}])");
  for (int trial = 0; trial < 200; ++trial) {
    const Plan plan = random_plan(dice, false);
    Json scoring = scoring_of(plan);
    scoring["tie_break"] = tie_break;
    if (dice.one_in(2)) scoring["criteria"][0]["weight"] = "1/7";
    Contest contest = contest_of(plan, scoring, dice);
    const Json order = contest.store.find("rounds", "r")->data["contestants"];
    for (const char* trim : {"criterion", "judge_total", "places"}) {
      CAPTURE(trial, trim);
      const bool places = std::string_view(trim) == "places";
      scoring[places ? "method" : "trim"] = trim;
      if (places) scoring["points"] = plan.points;
      if (places) scoring.erase("trim");
      contest.apply({{"rounds", "r", {{"contestants", order}, {"scoring", scoring}}}});
      REQUIRE(sheet_text(contest.store, Numbers::fastest) == sheet_text(contest.store, Numbers::exact));
    }
  }
}

TEST_CASE("marks and weights that are too long for whole numbers are computed in fractions") {
  Contest contest;
  contest.apply(frame_events(1, 2, Json::parse(R"({"trim":"judge_total","round_to":{"total":null},
      "criteria":[{"id":"a","weight":"1/999999999989"},{"id":"b","weight":"999999999999"}]})")));
  contest.put("scores", "s0", R"({"round":"r","contestant":"c0","judge":"j0",
      "marks":{"a":"999999999989","b":"999999999999.999999999"}})");
  contest.put("scores", "s1", R"({"round":"r","contestant":"c0","judge":"j1","marks":{"a":"999999999989","b":"-1"}})");
  // (1 + (10^12 − 1)(10^12 − 10^−9) + 1 − (10^12 − 1)) / 2 = 5·10^23 − 10^12 − 498.5 + 10^−9 / 2
  const Json row = row_of(contest.standings("r"), "c0");
  CHECK(row["total"] == "499999999998999999999501.5000000005");
}

TEST_CASE("with nothing rounded, adding a constant to all marks or scaling all weights keeps the ranking") {
  Dice dice(5);
  for (int trial = 0; trial < 150; ++trial) {
    CAPTURE(trial);
    Plan plan = random_plan(dice, true);
    for (Jury& jury : plan.juries) jury.average = dice.below(2);  // a sum's constant depends on how many there are
    Json scoring = without_rounding(scoring_of(plan));
    for (const char* trim : {"criterion", "judge_total"}) {
      scoring["trim"] = trim;
      Contest plain = contest_of(plan, scoring, dice);
      Plan more = plan;
      const int constant = 1 + dice.below(8);
      for (auto& contestant : more.marks)
        for (auto& judge : contestant)
          for (int& mark : judge) mark += constant;
      Contest moved = contest_of(more, scoring, dice);
      REQUIRE(ranks_in(moved) == ranks_in(plain));
      Json scaled = scoring;
      for (Json& criterion : scaled["criteria"]) {
        const std::string weight = criterion["weight"];  // "0.7"
        criterion["weight"] = std::to_string((weight[2] - '0') * 5) + "/7";
      }
      for (std::size_t p = 0; p < plan.juries.size(); ++p)
        scaled["panels"][p]["weight"] = std::to_string(plan.juries[p].weight * 7) + "/2";
      Contest weighted = contest_of(plan, scaled, dice);
      REQUIRE(ranks_in(weighted) == ranks_in(plain));
    }
  }
}

TEST_CASE("a panel of one is its mark, in every average, however many are to be dropped") {
  Dice dice(6);
  for (const char* average : kAverages)
    for (const char* trim : {"criterion", "judge_total"})
      for (int drops = 0; drops < 3; ++drops) {
        Contest contest;
        const Json panel = {
            {"id", "p"}, {"judges", {"j0"}}, {"average", average}, {"drop_high", drops}, {"drop_low", drops}};
        contest.apply(frame_events(1, 1, {{"trim", trim}, {"panels", {panel}}}));
        const int mark = dice.below(40);
        contest.mark("r", "c0", "j0", "total", quarters(mark));
        CHECK(row_of(contest.standings("r"), "c0")["total"] == test::text_of(Fraction(mark, 4), 2));
      }
}

TEST_CASE("dropping never uses more marks than there are, and drops no other number than it says") {
  Dice dice(7);
  for (int trial = 0; trial < 200; ++trial) {
    const Plan plan = random_plan(dice, false);
    Contest contest = contest_of(plan, scoring_of(plan), dice);
    const Json standings = contest.standings("r");
    for (const Json& row : standings["rows"])
      for (const Json& criterion : row["criteria"])
        for (std::size_t p = 0; p < plan.juries.size(); ++p) {
          int present = 0;
          int dropped = 0;
          for (const Json& mark : criterion["panels"][p]["marks"]) {
            present += mark["mark"].is_null() ? 0 : 1;
            dropped += mark["dropped"] == true ? 1 : 0;
          }
          const Jury& jury = plan.juries[p];
          CAPTURE(trial, present, dropped);
          REQUIRE(dropped == (present >= jury.drop_from ? jury.drop_high + jury.drop_low : 0));
          REQUIRE(dropped < std::max(present, 1));
        }
  }
}

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

TEST_CASE("random votes have the totals of a second count") {
  Dice dice(9);
  for (int trial = 0; trial < 200; ++trial) {
    CAPTURE(trial);
    const int contestants = 2 + dice.below(5);
    const int judges = 1 + dice.below(6);
    const bool hall = dice.one_in(2);
    const int weights[] = {1 + dice.below(5), 1 + dice.below(5)};
    const bool means[] = {dice.one_in(2), dice.one_in(2)};
    Json scoring = {{"method", "votes"}, {"round_to", {{"total", 4}}}};
    Json named = Json::array();
    for (int j = 0; j < judges; ++j) named.push_back(name("j", j));
    for (int p = 0; p < (hall ? 2 : 1); ++p)
      scoring["panels"].push_back({{"id", name("p", p)},
                                   {"weight", std::to_string(weights[p]) + "/3"},
                                   {"judges", p == 0 ? named : Json("@audience")},
                                   {"average", means[p] ? "mean" : "sum"}});
    Contest contest;
    contest.apply(frame_events(contestants, judges, scoring));
    std::vector<std::vector<std::vector<int>>> ballots(2);  // panel, ballot, choices
    std::vector<Event> events;
    int phones = 0;
    for (int b = 0; b < judges + (hall ? dice.below(20) : 0); ++b) {
      if (b < judges && dice.one_in(5)) continue;  // none yet
      std::vector<int> choices;
      for (int i = 0; i < contestants; ++i)
        if (dice.one_in(3)) choices.push_back(i);
      Json list = Json::array();
      for (const int i : choices) list.push_back(name("c", i));
      const std::string judge = b < judges ? name("j", b) : name("phone-", phones++);
      events.push_back({"scores", "b" + std::to_string(b), {{"round", "r"}, {"judge", judge}, {"choices", list}}});
      ballots[b < judges ? 0 : 1].push_back(choices);
    }
    dice.shuffle(events);
    contest.apply(events);
    std::vector<bool> withdrawn(contestants, false);
    if (dice.one_in(3)) {
      withdrawn[0] = true;
      contest.apply({{"contestants", "c0", {{"withdrawn", true}}}});
    }
    std::vector<Value> totals;
    for (int i = 0; i < contestants; ++i) {
      Fraction total;
      for (int p = 0; p < 2; ++p) {
        int votes = 0;
        for (const auto& choices : ballots[p]) votes += static_cast<int>(std::count(choices.begin(), choices.end(), i));
        if (ballots[p].empty()) continue;
        const Fraction value(votes, means[p] ? static_cast<std::int64_t>(ballots[p].size()) : 1);
        total = total + Fraction(weights[p], 3) * value;
      }
      const bool any = !ballots[0].empty() || !ballots[1].empty();
      totals.push_back(any ? Value(total) : std::nullopt);
    }
    compare(contest, totals, withdrawn);
    const Json row = row_of(contest.standings("r"), "c1");
    const bool all_in = static_cast<int>(ballots[0].size()) == judges && !hall;
    const bool none = ballots[0].empty() && ballots[1].empty();
    REQUIRE(row["status"] == (none ? "none" : all_in ? "complete" : "partial"));
    REQUIRE(row["marks_in"] == ballots[0].size() + ballots[1].size());
  }
}

TEST_CASE("the order in which scores arrive never matters, nor whether they come twice, in any method") {
  Dice dice(10);
  for (int trial = 0; trial < 60; ++trial) {
    const Plan plan = random_plan(dice, false);
    Json scoring = scoring_of(plan);
    if (trial % 3 == 1) scoring["trim"] = "judge_total";
    if (trial % 3 == 2) {
      scoring["method"] = "places";
      scoring["points"] = plan.points;
    }
    Contest first = contest_of(plan, scoring, dice);
    Contest second;
    second.apply(frame_events(plan.contestants, plan.judges, scoring));
    std::vector<Event> scores = score_events(plan);
    const std::vector<Event> again = scores;
    scores.insert(scores.end(), again.begin(), again.end());
    dice.shuffle(scores);
    for (const Event& score : scores) second.apply({score});
    second.apply(withdrawal_events(plan));
    REQUIRE(first.standings("r").dump() == second.standings("r").dump());
    REQUIRE(public_results(first.store).dump() == public_results(second.store).dump());
  }
}
