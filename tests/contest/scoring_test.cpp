// SPDX-License-Identifier: GPL-2.0-or-later
// The worked examples of docs/scoring.md.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::ranks_of;
using test::row_of;

namespace {

/// Contestants c1 to c4 and a round r1 with this scoring and these further members.
Contest contest_with(const char* scoring, const Json& round = Json::object(), int judges = 7) {
  Contest contest;
  for (const char* id : {"c1", "c2", "c3", "c4"}) contest.put("contestants", id, R"({"name":"选手"})");
  for (int j = 1; j <= judges; ++j) contest.put("people", "j" + std::to_string(j), R"({"role":"judge"})");
  Json data = {{"contestants", {"c1", "c2", "c3", "c4"}}, {"scoring", Json::parse(scoring)}};
  if (round.is_object()) data.update(round);
  contest.apply({{"rounds", "r1", data}});
  return contest;
}

/// Marks of the judges j1, j2 … for the one criterion.
void marks(Contest& contest, const std::string& contestant, const std::vector<std::string>& values,
           const std::string& round = "r1") {
  for (std::size_t j = 0; j < values.size(); ++j)
    contest.mark(round, contestant, "j" + std::to_string(j + 1), "total", values[j]);
}

constexpr const char* kStreet = R"({
    "criteria":[{"id":"plan","weight":"0.6"},{"id":"speech","weight":"0.4"}],
    "panels":[{"id":"leaders","weight":"0.5","judges":["l1","l2"]},
              {"id":"heads","weight":"0.3","judges":["h1"]},
              {"id":"delegates","weight":"0.2","judges":["d1","d2"]}]})";

Contest street(const char* missing = "ignore") {
  Contest contest;
  contest.put("contestants", "c1", R"({"name":"1号选手"})");
  for (const char* id : {"l1", "l2", "h1", "d1", "d2"}) contest.put("people", id, R"({"role":"judge"})");
  Json scoring = Json::parse(kStreet);
  scoring["missing"] = missing;
  contest.apply({{"rounds", "r1", {{"contestants", {"c1"}}, {"scoring", scoring}}}});
  const std::pair<const char*, const char*> plan[] = {
      {"l1", "90"}, {"l2", "92"}, {"h1", "88"}, {"d1", "85"}, {"d2", "86"}};
  const std::pair<const char*, const char*> speech[] = {
      {"l1", "80"}, {"l2", "85"}, {"h1", "90"}, {"d1", "95"}, {"d2", "70"}};
  for (const auto& [judge, mark] : plan) contest.mark("r1", "c1", judge, "plan", mark);
  for (const auto& [judge, mark] : speech) contest.mark("r1", "c1", judge, "speech", mark);
  return contest;
}

Json totals(Contest& contest, std::initializer_list<const char*> values) {
  int number = 0;
  for (const char* value : values) contest.mark("r1", "c" + std::to_string(++number), "j1", "total", value);
  return contest.standings("r1");
}

std::string awards_of(const Json& standings) {
  std::string text;
  for (const char* id : {"c1", "c2", "c3", "c4"}) {
    const Json row = row_of(standings, id);
    text += row.at("awarded") == true ? 'A' : row.at("at_cut") == true ? 'c' : '-';
  }
  return text;
}

}  // namespace

TEST_CASE("a plain mean") {
  Contest contest = contest_with("{}", {}, 3);
  marks(contest, "c1", {"90", "91", "90"});
  Json row = row_of(contest.standings("r1"), "c1");
  CHECK(row.at("total") == "90.33");
  CHECK_FALSE(row.contains("exact"));
  CHECK(row.at("status") == "complete");
  CHECK(row.at("rank") == 1);
  CHECK(row.at("criteria").at(0).at("id") == "total");
  CHECK(row.at("criteria").at(0).at("value") == "90.333333333333");
  CHECK(row.at("criteria").at(0).at("exact") == "271/3");
  CHECK(row.at("criteria").at(0).at("panels").at(0).at("marks") ==
        Json::parse(R"([{"judge":"j1","mark":"90","dropped":false},{"judge":"j2","mark":"91","dropped":false},
                        {"judge":"j3","mark":"90","dropped":false}])"));
  Contest exact = contest_with(R"({"round_to":{"total":null}})", {}, 3);
  marks(exact, "c1", {"90", "91", "90"});
  row = row_of(exact.standings("r1"), "c1");
  CHECK(row.at("total") == "90.333333333333");
  CHECK(row.at("exact") == "271/3");
}

TEST_CASE("criteria and panels with weights") {
  Contest contest = street();
  const Json row = row_of(contest.standings("r1"), "c1");
  const Json& plan = row.at("criteria").at(0);
  const Json& speech = row.at("criteria").at(1);
  CHECK(plan.at("panels").at(0).at("value") == "91");
  CHECK(plan.at("panels").at(2).at("value") == "85.5");
  CHECK(plan.at("value") == "89");
  CHECK(plan.at("weighted") == "53.4");
  CHECK(speech.at("value") == "84.75");
  CHECK(speech.at("weighted") == "33.9");
  CHECK(row.at("total") == "87.30");
  CHECK(row.at("marks_in") == 10);
  CHECK(row.at("marks_expected") == 10);
}

TEST_CASE("a mark that is not there") {
  const std::pair<const char*, Json> expected[] = {{"ignore", "87.56"}, {"zero", "71.46"}, {"block", nullptr}};
  for (const auto& [missing, total] : expected) {
    CAPTURE(missing);
    Contest contest = street(missing);
    contest.put("scores", "r1-c1-h1", R"({"round":"r1","contestant":"c1","judge":"h1","marks":{"speech":"90"}})");
    const Json row = row_of(contest.standings("r1"), "c1");
    CHECK(row.at("total") == total);
    CHECK(row.at("rank") == (total.is_null() ? Json(nullptr) : Json(1)));
    CHECK(row.at("status") == "partial");
    CHECK(row.at("marks_in") == 9);
    CHECK(row.at("marks_expected") == 10);
    CHECK_FALSE(contest.standings("r1").at("complete").get<bool>());
  }
}

TEST_CASE("a judge who is absent") {
  Contest contest = street();
  contest.put("scores", "r1-c1-h1", R"({"round":"r1","contestant":"c1","judge":"h1","absent":true})");
  const Json row = row_of(contest.standings("r1"), "c1");
  CHECK(row.at("total") == "86.66");
  CHECK(row.at("status") == "complete");
  CHECK(row.at("marks_in") == 8);
  CHECK(row.at("marks_expected") == 8);
  CHECK(row.at("criteria").at(0).at("panels").at(1).at("value").is_null());
  Contest nobody = contest_with("{}", {}, 1);
  nobody.put("scores", "s1", R"({"round":"r1","contestant":"c1","judge":"j1","absent":true})");
  nobody.mark("r1", "c2", "j1", "total", "5");
  CHECK(row_of(nobody.standings("r1"), "c1").at("total").is_null());
  CHECK(ranks_of(nobody.standings("r1")) == "c2 1, c1 -, c3 -, c4 -");
}

TEST_CASE("a criterion all of whose judges are absent leaves no total") {
  Contest contest = contest_with(R"({"criteria":[{"id":"a"},{"id":"b"}],"panels":[
      {"id":"p","judges":["j1"],"criteria":["a"]},{"id":"q","judges":["j2"],"criteria":["b"]}]})");
  contest.mark("r1", "c1", "j1", "a", "9");
  contest.put("scores", "s2", R"({"round":"r1","contestant":"c1","judge":"j2","absent":true})");
  CHECK(row_of(contest.standings("r1"), "c1").at("total").is_null());
  CHECK(row_of(contest.standings("r1"), "c1").at("rank").is_null());
}

TEST_CASE("rounding at each stage") {
  const std::tuple<const char*, const char*, const char*> expected[] = {
      {"half_up", "8.3", "1.25"}, {"half_even", "8.2", "1.23"}, {"down", "8.2", "1.23"}};
  for (const auto& [mode, panel, total] : expected) {
    CAPTURE(mode);
    Json scoring = {{"rounding", mode},
                    {"criteria", {{{"id", "total"}, {"weight", "0.15"}}}},
                    {"round_to", {{"panel", 1}, {"weighted", 2}}}};
    Contest contest = contest_with(scoring.dump().c_str(), {}, 2);
    marks(contest, "c1", {"8.2", "8.3"});
    const Json row = row_of(contest.standings("r1"), "c1");
    CHECK(row.at("criteria").at(0).at("panels").at(0).at("value") == panel);
    CHECK(row.at("criteria").at(0).at("weighted") == total);
    CHECK(row.at("total") == total);
  }
}

TEST_CASE("dropping the highest and the lowest") {
  const auto dropped = [](Contest& contest) {
    std::string text;
    const Json row = row_of(contest.standings("r1"), "c1");
    for (const Json& mark : row.at("criteria").at(0).at("panels").at(0).at("marks"))
      if (mark.at("dropped") == true) text += mark.at("judge").get<std::string>() + " ";
    return text + row.at("total").get<std::string>();
  };
  const char* scoring = R"({"panels":[{"id":"p","drop_high":1,"drop_low":1}]})";
  Contest seven = contest_with(scoring);
  marks(seven, "c1", {"9.0", "9.5", "9.5", "8.0", "9.2", "9.8", "9.1"});
  CHECK(dropped(seven) == "j4 j6 9.26");
  Contest equal = contest_with(scoring, {}, 4);
  marks(equal, "c1", {"9", "9", "8", "8"});
  CHECK(dropped(equal) == "j2 j3 8.50");
  Contest two = contest_with(scoring, {}, 4);
  marks(two, "c1", {"9", "8"});
  CHECK(dropped(two) == "8.50");
  Contest from_five = contest_with(R"({"panels":[{"id":"p","drop_high":1,"drop_low":1,"drop_from":5}]})");
  marks(from_five, "c1", {"9", "9", "8", "4"});
  CHECK(dropped(from_five) == "7.50");
}

TEST_CASE("a missing mark that counts as zero can be dropped") {
  Contest contest = contest_with(R"({"missing":"zero","panels":[{"id":"p","drop_low":1}]})", {}, 3);
  marks(contest, "c1", {"9", "8"});
  const Json row = row_of(contest.standings("r1"), "c1");
  CHECK(row.at("total") == "8.50");
  CHECK(row.at("criteria").at(0).at("panels").at(0).at("marks").at(2) ==
        Json{{"judge", "j3"}, {"mark", "0"}, {"dropped", true}});
}

TEST_CASE("median and sum") {
  const std::pair<const char*, const char*> expected[] = {{"median", "9.25"}, {"sum", "36.50"}};
  for (const auto& [average, total] : expected) {
    const Json scoring = {{"panels", {{{"id", "p"}, {"average", average}}}}};
    Contest contest = contest_with(scoring.dump().c_str(), {}, 4);
    marks(contest, "c1", {"9", "9.5", "8", "10"});
    CHECK(row_of(contest.standings("r1"), "c1").at("total") == total);
  }
}

TEST_CASE("adjustments") {
  Contest contest = street();
  contest.put("adjustments", "a1", R"({"round":"r1","contestant":"c1","points":"1","kind":"bonus"})");
  contest.put("adjustments", "a2",
              R"({"round":"r1","contestant":"c1","points":-2.5,"kind":"penalty","reason":"time"})");
  const Json row = row_of(contest.standings("r1"), "c1");
  CHECK(row.at("total") == "85.80");
  CHECK(row.at("adjustments") == "-1.5");
  CHECK(row.at("adjustment_list").at(1) ==
        Json{{"id", "a2"}, {"kind", "penalty"}, {"points", "-2.5"}, {"reason", "time"}});
  Contest alone = contest_with("{}");
  alone.put("adjustments", "a1", R"({"round":"r1","contestant":"c1","points":"5","kind":"bonus"})");
  CHECK(row_of(alone.standings("r1"), "c1").at("total").is_null());
}

TEST_CASE("a carried round") {
  Contest contest = contest_with("{}", {}, 1);
  contest.put("rounds", "final", R"({"contestants":["c1","c2"],"scoring":{"carry":[{"round":"r1","weight":"0.4"}]}})");
  marks(contest, "c1", {"90.5"});
  marks(contest, "c1", {"88"}, "final");
  marks(contest, "c2", {"88"}, "final");
  const Json row = row_of(contest.standings("final"), "c1");
  CHECK(row.at("total") == "124.20");
  CHECK(row.at("carry") == "36.2");
  CHECK(row.at("status") == "complete");
  const Json waiting = row_of(contest.standings("final"), "c2");
  CHECK(waiting.at("status") == "partial");
  CHECK(waiting.at("total") == "88.00");
}

TEST_CASE("given totals") {
  Contest contest = contest_with(R"({"method":"given"})");
  contest.put("totals", "t1", R"({"round":"r1","contestant":"c1","total":"90.125"})");
  contest.put("totals", "t2", R"({"round":"r1","contestant":"c2","total":95})");
  Json standings = contest.standings("r1");
  CHECK(ranks_of(standings) == "c2 1, c1 2, c3 -, c4 -");
  CHECK(row_of(standings, "c1").at("total") == "90.13");
  CHECK(row_of(standings, "c3").at("status") == "none");
  contest.put("totals", "t1", R"({"round":"r1","contestant":"c1","total":"90","rank":5})");
  contest.put("totals", "t2", R"({"round":"r1","contestant":"c2","total":"95","rank":7})");
  CHECK(ranks_of(contest.standings("r1")) == "c1 5, c2 7, c3 -, c4 -");
}

TEST_CASE("equal totals") {
  Contest standard = contest_with("{}");
  CHECK(ranks_of(totals(standard, {"93", "95", "93", "90"})) == "c2 1, c1 2, c3 2, c4 4");
  CHECK(row_of(standard.standings("r1"), "c1").at("tied") == true);
  CHECK(row_of(standard.standings("r1"), "c2").at("tied") == false);
  Contest dense = contest_with(R"({"ranking":"dense"})");
  CHECK(ranks_of(totals(dense, {"93", "95", "93", "90"})) == "c2 1, c1 2, c3 2, c4 3");
}

TEST_CASE("totals that only rounding makes equal are equal") {
  Contest contest = contest_with(R"({"round_to":{"total":1}})");
  CHECK(ranks_of(totals(contest, {"9.04", "9.01", "9.05"})) == "c3 1, c1 2, c2 2, c4 -");
}

TEST_CASE("breaking a tie") {
  const auto tied = [](const char* tie_break) {
    const std::string scoring =
        R"({"criteria":[{"id":"plan"},{"id":"speech"}],"tie_break":)" + std::string(tie_break) + "}";
    Contest contest = contest_with(scoring.c_str(), {}, 1);
    contest.mark("r1", "c1", "j1", "plan", "9");
    contest.mark("r1", "c1", "j1", "speech", "8");
    contest.mark("r1", "c2", "j1", "plan", "7");
    contest.mark("r1", "c2", "j1", "speech", "10");
    return contest;
  };
  Contest none = tied("[]");
  CHECK(ranks_of(none.standings("r1")) == "c1 1, c2 1, c3 -, c4 -");
  Contest speech = tied(R"([{"by":"criteria","ids":["speech"]}])");
  CHECK(ranks_of(speech.standings("r1")) == "c2 1, c1 2, c3 -, c4 -");
  Contest highest = tied(R"([{"by":"highest_mark"}])");
  CHECK(ranks_of(highest.standings("r1")) == "c2 1, c1 2, c3 -, c4 -");
  Contest lowest = tied(R"([{"by":"lowest_mark"}])");
  CHECK(ranks_of(lowest.standings("r1")) == "c1 1, c2 2, c3 -, c4 -");
  none.put("tiebreaks", "t1", R"({"round":"r1","order":["c2","c3"]})");
  CHECK(ranks_of(none.standings("r1")) == "c1 1, c2 1, c3 -, c4 -");
  none.put("tiebreaks", "t2", R"({"round":"r1","order":["c2","c1"]})");
  CHECK(ranks_of(none.standings("r1")) == "c2 1, c1 2, c3 -, c4 -");
  speech.put("tiebreaks", "t1", R"({"round":"r1","order":["c1","c2"]})");
  CHECK(ranks_of(speech.standings("r1")) == "c2 1, c1 2, c3 -, c4 -");
  Contest manual = tied(R"([{"by":"manual"},{"by":"criteria","ids":["speech"]}])");
  manual.put("tiebreaks", "t1", R"({"round":"r1","order":["c1","c2"]})");
  CHECK(ranks_of(manual.standings("r1")) == "c1 1, c2 2, c3 -, c4 -");
}

TEST_CASE("quotas") {
  Contest contest = contest_with("{}", {{"quota", {{"total", 2}}}});
  CHECK(awards_of(totals(contest, {"95", "93", "93", "90"})) == "Acc-");
  contest.put("tiebreaks", "t1", R"({"round":"r1","order":["c3","c2"]})");
  CHECK(awards_of(contest.standings("r1")) == "A-A-");
  Contest dense = contest_with(R"({"ranking":"dense"})", {{"quota", {{"total", 3}}}});
  CHECK(awards_of(totals(dense, {"95", "93", "93", "90"})) == "AAA-");
}

TEST_CASE("quotas of groups are counted within the group") {
  Contest contest = contest_with("{}");
  contest.put("groups", "zones", R"({})");
  contest.put("groups", "heads", R"({})");
  for (const char* id : {"c1", "c2"}) contest.put("contestants", id, R"({"group":"zones"})");
  for (const char* id : {"c3", "c4"}) contest.put("contestants", id, R"({"group":"heads"})");
  contest.put("rounds", "r1", R"({"contestants":["c1","c2","c3","c4"],"quota":{"groups":{"zones":1,"heads":1}}})");
  CHECK(awards_of(totals(contest, {"80", "70", "95", "95"})) == "A-cc");
  CHECK(ranks_of(contest.standings("r1", Audience::operators, "zones")) == "c1 1, c2 2");
  CHECK(row_of(contest.standings("r1", Audience::operators, "zones"), "c1").at("awarded") == true);
}

TEST_CASE("stars") {
  Contest contest = contest_with(R"({"stars":[{"from":"90","stars":4},{"from":"60","stars":1},{"from":"70","stars":2},
                                              {"from":"80","stars":3}]})");
  const Json standings = totals(contest, {"84", "90", "59.99"});
  CHECK(row_of(standings, "c1").at("stars") == 3);
  CHECK(row_of(standings, "c2").at("stars") == 4);
  CHECK(row_of(standings, "c3").at("stars").is_null());
  CHECK(row_of(standings, "c4").at("stars").is_null());
}

TEST_CASE("change") {
  Contest contest = contest_with("{}");
  totals(contest, {"90", "80", "70"});
  contest.put("rounds", "r2", R"({"contestants":["c1","c2","c3","c4"],"compare_to":"r1"})");
  const std::pair<const char*, const char*> next[] = {{"c3", "99"}, {"c1", "98"}, {"c4", "97"}};
  for (const auto& [id, mark] : next) contest.mark("r2", id, "j1", "total", mark);
  const Json standings = contest.standings("r2");
  CHECK(row_of(standings, "c3").at("change") == 2);
  CHECK(row_of(standings, "c1").at("change") == -1);
  CHECK(row_of(standings, "c4").at("change").is_null());
  CHECK(row_of(standings, "c2").at("change").is_null());
}

TEST_CASE("who has withdrawn is listed last, without a rank") {
  Contest contest = contest_with("{}", {{"quota", {{"total", 1}}}});
  totals(contest, {"95", "93", "92", "91"});
  contest.put("contestants", "c1", R"({"withdrawn":true})");
  const Json standings = contest.standings("r1");
  CHECK(ranks_of(standings) == "c2 1, c3 2, c4 3, c1 -");
  CHECK(row_of(standings, "c1").at("status") == "withdrawn");
  CHECK(awards_of(standings) == "-A--");
}

TEST_CASE("a round that names no contestants has all of them, by number") {
  Contest contest;
  contest.put("contestants", "x", R"({"number":"10"})");
  contest.put("contestants", "y", R"({"number":2})");
  contest.put("contestants", "z", R"({"number":"1"})");
  contest.put("contestants", "w", R"({})");
  contest.put("rounds", "r1", "{}");
  CHECK(ranks_of(contest.standings("r1")) == "z -, y -, x -, w -");
}

TEST_CASE("standings of what is not there are not found") {
  Contest contest = contest_with("{}");
  CHECK(standings(contest.store, "r9", "", Audience::operators).error().kind == RefusalKind::not_found);
  CHECK(standings(contest.store, "r1", "g9", Audience::operators).error().kind == RefusalKind::not_found);
}

TEST_CASE("marks of twelve digits and nine places are summed without loss") {
  Contest contest = contest_with(R"({"round_to":{"total":null}})", {}, 3);
  marks(contest, "c1", {"999999999999.999999999", "999999999999.999999998", "0.000000001"});
  const Json row = row_of(contest.standings("r1"), "c1");
  CHECK(row.at("total") == "666666666666.666666666");
  CHECK_FALSE(row.contains("exact"));
}
