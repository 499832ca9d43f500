// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/contest/contest.h"

using namespace leitai::contest;

namespace {

struct Case {
  const char* type;
  const char* data;
  const char* pointer;
};

std::string first_pointer(const char* type, const std::string& id, const Json& data) {
  const auto result = normalise(type, id, data, nullptr);
  if (result) return "accepted";
  REQUIRE_FALSE(result.error().empty());
  CHECK_FALSE(result.error().front().detail.empty());
  return result.error().front().pointer;
}

std::string id_for(const std::string& type) {
  return type == "contest" || type == "rundown" || type == "stage" ? type : "x1";
}

}  // namespace

TEST_CASE("a resource of the wrong shape is refused where it is wrong") {
  const Case cases[] = {
      {"contest", R"({"name":5})", "/name"},
      {"contest", R"({"public_delay_ms":-1})", "/public_delay_ms"},
      {"contest", R"({"public_delay_ms":1.5})", "/public_delay_ms"},
      {"contest", R"({"public_delay_ms":600001})", "/public_delay_ms"},
      {"channels", R"({"audience":"press"})", "/audience"},
      {"channels", R"({"width":0})", "/width"},
      {"channels", R"({"height":18446744073709551615})", "/height"},
      {"groups", R"({"order":"first"})", "/order"},
      {"contestants", R"({"number":1.5})", "/number"},
      {"contestants", R"({"group":"no spaces"})", "/group"},
      {"contestants", R"({"withdrawn":"yes"})", "/withdrawn"},
      {"contestants", R"({"supporter":["p1"]})", "/supporter"},
      {"people", R"({"role":"boss"})", "/role"},
      {"rounds", R"({"state":"paused"})", "/state"},
      {"rounds", R"({"visibility":"secret"})", "/visibility"},
      {"rounds", R"({"contestants":"c1"})", "/contestants"},
      {"rounds", R"({"contestants":["c1","c2","c1"]})", "/contestants/2"},
      {"rounds", R"({"segments":[{"name":"Talk"}]})", "/segments/0/id"},
      {"rounds", R"({"segments":[{"id":"a"},{"id":"a"}]})", "/segments/1/id"},
      {"rounds", R"({"segments":[{"id":"a","duration_ms":"60000"}]})", "/segments/0/duration_ms"},
      {"rounds", R"({"segments":[{"id":"a","overtime":"go"}]})", "/segments/0/overtime"},
      {"rounds", R"({"segments":[{"id":"a","speaker":"the boss"}]})", "/segments/0/speaker"},
      {"rounds", R"({"quota":{"groups":{"g1":-1}}})", "/quota/groups/g1"},
      {"rounds", R"({"quota":{"total":3,"groups":{"g1":1}}})", "/quota"},
      {"scores", R"({"contestant":"c1","judge":"j1","marks":{}})", "/round"},
      {"scores", R"({"round":"r1","contestant":"c1"})", "/judge"},
      {"scores", R"({"round":"r1","judge":"j1"})", "/contestant"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":"nine"}})", "/marks/total"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":true}})", "/marks/total"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":"1.0000000001"}})", "/marks/total"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":1e300}})", "/marks/total"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"a/b":"1"}})", "/marks/a~1b"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","marks":[]})", "/marks"},
      {"scores", R"({"round":"r1","contestant":"c1","judge":"j1","absent":true,"marks":{"total":"9"}})", "/marks"},
      {"scores", R"({"round":"r1","judge":"j1","choices":"c1"})", "/choices"},
      {"scores", R"({"round":"r1","judge":"j1","choices":["c1","c2","c1"]})", "/choices/2"},
      {"scores", R"({"round":"r1","judge":"j1","choices":[],"contestant":"c1"})", "/contestant"},
      {"scores", R"({"round":"r1","judge":"j1","choices":[],"marks":{"total":"1"}})", "/marks"},
      {"scores", R"({"round":"r1","judge":"j1","choices":["c1"],"absent":true})", "/choices"},
      {"scores", R"({"round":"r1","judge":"j1"})", "/contestant"},
      {"adjustments", R"({"round":"r1","contestant":"c1","kind":"bonus"})", "/points"},
      {"adjustments", R"({"round":"r1","contestant":"c1","points":"1"})", "/kind"},
      {"adjustments", R"({"round":"r1","contestant":"c1","points":"-1","kind":"bonus"})", "/points"},
      {"adjustments", R"({"round":"r1","contestant":"c1","points":"1","kind":"penalty"})", "/points"},
      {"totals", R"({"round":"r1","contestant":"c1","total":{}})", "/total"},
      {"totals", R"({"round":"r1","contestant":"c1","rank":0})", "/rank"},
      {"tiebreaks", R"({"round":"r1"})", "/order"},
      {"tiebreaks", R"({"round":"r1","order":["c1","c1"]})", "/order/1"},
      {"timers", R"({"mode":"sideways"})", "/mode"},
      {"timers", R"({"duration_ms":-5})", "/duration_ms"},
      {"boards", R"({"columns":[{"id":"a","kind":"pie"}]})", "/columns/0/kind"},
      {"boards", R"({"columns":[{"id":"a"}],"rows":[{"id":"r","cells":{"b":"1"}}]})", "/rows/0/cells/b"},
      {"boards", R"({"columns":[{"id":"a"}],"rows":[{"id":"r","cells":{"a":[]}}]})", "/rows/0/cells/a"},
      {"boards", R"({"source":{}})", "/source/round"},
      {"boards", R"({"source":{"round":"r1"},"rows":[]})", "/rows"},
      {"boards", R"({"source":{"round":"r1"},"sort":"total"})", "/sort"},
      {"boards", R"({"source":{"round":"r1","limit":0}})", "/source/limit"},
      {"boards", R"({"source":{"round":"r1","by":"points"}})", "/source/by"},
      {"boards", R"({"source":{"round":"r1","by":{}}})", "/source/by"},
      {"boards", R"({"source":{"round":"r1","by":{"judge":"j1"}}})", "/source/by"},
      {"boards", R"({"source":{"round":"r1","by":{"criterion":5}}})", "/source/by"},
      {"boards", R"({"source":{"round":"r1","by":{"panel":"a/b"}}})", "/source/by"},
      {"boards", R"({"source":{"round":"r1","by":{"criterion":"a","panel":"b"}}})", "/source/by"},
      {"messages", R"({"until":"tomorrow"})", "/until"},
      {"awards", R"({"contestants":{"c1":true}})", "/contestants"},
      {"cues", R"({"layer":20})", "/template"},
      {"cues", R"({"template":"lower-third","layer":-1})", "/layer"},
      {"cues", R"({"template":"lower-third","bind":{"contestant":"@everybody"}})", "/bind/contestant"},
      {"rundown", R"({"items":[7]})", "/items/0"},
      {"cues", R"({"template":"t","skip":"yes"})", "/skip"},
      {"cues", R"({"cues":[]})", "/cues"},
      {"cues", R"({"cues":["a","a"]})", "/cues/1"},
      {"cues", R"({"cues":["a"],"template":"t"})", "/template"},
      {"cues", R"({"cues":["a"],"data":{}})", "/data"},
      {"cues", R"({"cues":["a"],"duration_ms":100})", "/duration_ms"},
      {"rules", R"({"do":{"cue":"a"}})", "/when"},
      {"rules", R"({"when":{"on":"called"}})", "/do"},
      {"rules", R"({"when":{"on":"doorbell"},"do":{"cue":"a"}})", "/when/on"},
      {"rules", R"({"when":{"on":"called","who":"stage"},"do":{"cue":"a"}})", "/when/who"},
      {"rules", R"({"when":{"on":"called","speaker":"host"},"do":{"cue":"a"}})", "/when/speaker"},
      {"rules", R"({"when":{"on":"called","rond":"r1"},"do":{"cue":"a"}})", "/when/rond"},
      {"rules", R"({"when":{"on":"clock","timer":"t"},"do":{"cue":"a"}})", "/when/remaining_ms"},
      {"rules", R"({"when":{"on":"clock","remaining_ms":30000},"do":{"cue":"a"}})", "/when/timer"},
      {"rules", R"({"when":{"on":"clock","timer":"t","remaining_ms":"30 s"},"do":{"cue":"a"}})", "/when/remaining_ms"},
      {"rules", R"({"when":{"on":"scene"},"do":{"cue":"a"}})", "/when/scene"},
      {"rules", R"({"when":{"on":"recording","state":"paused"},"do":{"cue":"a"}})", "/when/state"},
      {"rules", R"({"when":{"on":"marks"},"do":{}})", "/do"},
      {"rules", R"({"when":{"on":"marks"},"do":{"cue":"a","ready":"b"}})", "/do"},
      {"rules", R"({"when":{"on":"marks"},"do":{"panic":true}})", "/do/panic"},
      {"rules", R"({"when":{"on":"marks"},"do":{"take":{"layer":20}}})", "/do/take"},
      {"rules", R"({"when":{"on":"marks"},"do":{"take":{"template":"t","bind":"c1"}}})", "/do/take/bind"},
      {"rules", R"({"when":{"on":"marks"},"do":{"take":{"template":"t","token":1}}})", "/do/take/token"},
      {"groups", R"(["name"])", ""},
      {"groups", R"("name")", ""},
  };
  for (const Case& refused : cases) {
    CAPTURE(refused.type, refused.data);
    CHECK(first_pointer(refused.type, id_for(refused.type), Json::parse(refused.data)) == refused.pointer);
  }
}

TEST_CASE("a scoring that says something unknown, impossible or meaningless is refused at its place") {
  const Case cases[] = {
      {"", R"({"method":"guess"})", "/scoring/method"},
      {"", R"({"method":"places"})", "/scoring/points"},
      {"", R"({"method":"places"})", "/scoring/points"},
      {"", R"({"method":"places","points":["x"]})", "/scoring/points/0"},
      {"", R"({"method":"places","points":3})", "/scoring/points"},
      {"", R"({"method":"places","points":[3],"panels":[{"id":"p","judges":"@audience"}]})",
       "/scoring/panels/0/judges"},
      {"", R"({"method":"votes","max_choices":0})", "/scoring/max_choices"},
      {"", R"({"method":"votes","max_choices":"2"})", "/scoring/max_choices"},
      {"", R"({"method":"votes","max_choices":{"g":-1}})", "/scoring/max_choices/g"},
      {"", R"({"method":"votes","trim":"judge_total"})", "/scoring/trim"},
      {"", R"({"method":"votes","criteria":[{"id":"a"}]})", "/scoring/criteria"},
      {"", R"({"method":"votes","panels":[{"id":"p","average":"median"}]})", "/scoring/panels/0/average"},
      {"", R"({"method":"votes","panels":[{"id":"p","drop_low":1}]})", "/scoring/panels/0/drop_low"},
      {"", R"({"method":"votes","tie_break":[{"by":"highest_mark"}]})", "/scoring/tie_break/0/by"},
      {"", R"({"method":"skating","criteria":[{"id":"a"},{"id":"b"}]})", "/scoring/criteria"},
      {"", R"({"method":"skating","missing":"zero"})", "/scoring/missing"},
      {"", R"({"method":"skating","panels":[{"id":"p","weight":"2"}]})", "/scoring/panels/0/weight"},
      {"", R"({"method":"skating","panels":[{"id":"p","judges":"@audience"}]})", "/scoring/panels/0/judges"},
      {"", R"({"method":"skating","stars":[{"from":"1","stars":1}]})", "/scoring/stars"},
      {"", R"({"trim":"judge_total","criteria":[{"id":"a"}],"panels":[{"id":"p","criteria":["a"]}]})",
       "/scoring/panels/0/criteria"},
      {"", R"({"points":[12,10]})", "/scoring/points"},
      {"", R"({"max_choices":3})", "/scoring/max_choices"},
      {"", R"({"colour":"red"})", "/scoring/colour"},
      {"", R"({"criteria":[{"id":"a","note":"x"}]})", "/scoring/criteria/0/note"},
      {"", R"({"criteria":[]})", "/scoring/criteria"},
      {"", R"({"criteria":[{"id":"a"},{"id":"a"}]})", "/scoring/criteria/1/id"},
      {"", R"({"criteria":[{"id":"a","min":"5","max":"4"}]})", "/scoring/criteria/0/max"},
      {"", R"({"criteria":[{"id":"a","step":"0"}]})", "/scoring/criteria/0/step"},
      {"", R"({"criteria":[{"id":"a","weight":"1/0"}]})", "/scoring/criteria/0/weight"},
      {"", R"({"criteria":[{"id":"a","weight":"-1"}]})", "/scoring/criteria/0/weight"},
      {"", R"({"panels":[{"id":"p","weight":"0","judges":["j1"]}]})", "/scoring/panels/0/weight"},
      {"", R"({"panels":[{"id":"p","judges":"@audience"},{"id":"q","judges":"@audience"}]})",
       "/scoring/panels/1/judges"},
      {"", R"({"panels":[{"id":"p","judges":["j1"],"criteria":["x"]}]})", "/scoring/panels/0/criteria/0"},
      {"", R"({"panels":[{"id":"p","judges":["j1"],"drop_high":1,"drop_low":1,"drop_from":2}]})",
       "/scoring/panels/0/drop_from"},
      {"", R"({"panels":[{"id":"p","judges":["j1"]},{"id":"q","judges":["j2","j1"]}]})", "/scoring/panels/1/judges/1"},
      {"", R"({"panels":[{"id":"p","judges":["j1"]},{"id":"q"}]})", "/scoring/panels/1/judges"},
      {"", R"({"criteria":[{"id":"a"},{"id":"b"}],"panels":[{"id":"p","judges":["j1"],"criteria":["a"]}]})",
       "/scoring/panels"},
      {"", R"({"rounding":"up"})", "/scoring/rounding"},
      {"", R"({"round_to":{"total":10}})", "/scoring/round_to/total"},
      {"", R"({"round_to":{"grand":2}})", "/scoring/round_to/grand"},
      {"", R"({"missing":"guess"})", "/scoring/missing"},
      {"", R"({"ranking":"olympic"})", "/scoring/ranking"},
      {"", R"({"tie_break":[{"by":"age"}]})", "/scoring/tie_break/0/by"},
      {"", R"({"tie_break":[{"by":"criteria"}]})", "/scoring/tie_break/0/ids"},
      {"", R"({"tie_break":[{"by":"criteria","ids":["x"]}]})", "/scoring/tie_break/0/ids/0"},
      {"", R"({"tie_break":[{"by":"panel","id":"x"}]})", "/scoring/tie_break/0/id"},
      {"", R"({"tie_break":[{"by":"manual","id":"x"}]})", "/scoring/tie_break/0/id"},
      {"", R"({"tie_break":[{"by":"carry","round":"r0"}]})", "/scoring/tie_break/0/round"},
      {"", R"({"stars":[{"from":"90"}]})", "/scoring/stars/0/stars"},
      {"", R"({"method":"given","criteria":[{"id":"a"}]})", "/scoring/criteria"},
      {"", R"([])", "/scoring"},
  };
  for (const Case& refused : cases) {
    CAPTURE(refused.data);
    CHECK(first_pointer("rounds", "r1", Json{{"scoring", Json::parse(refused.data)}}) == refused.pointer);
  }
}

TEST_CASE("texts are at most 4 KiB, in unknown fields too") {
  const std::string most(4096, 'x');
  CHECK(first_pointer("groups", "g1", {{"name", most}}) == "accepted");
  CHECK(first_pointer("groups", "g1", {{"name", most + "x"}}) == "/name");
  CHECK(first_pointer("groups", "g1", {{"note", {{"deep", {most + "x"}}}}}) == "/note/deep/0");
}

TEST_CASE("ids are 1 to 64 plain characters, and some types have one resource") {
  for (const char* id : {"", "-a", ".a", "a b", "a/b", "é", "_x"}) {
    CAPTURE(id);
    CHECK_FALSE(is_id(id));
    CHECK(first_pointer("groups", id, Json::object()) == "");
  }
  CHECK(is_id("9.a_B-c"));
  CHECK(is_id(std::string(64, 'a')));
  CHECK_FALSE(is_id(std::string(65, 'a')));
  CHECK(first_pointer("contest", "other", Json::object()) == "");
  CHECK(first_pointer("rundown", "main", Json::object()) == "");
  CHECK(first_pointer("planets", "mars", Json::object()) == "");
}

TEST_CASE("clients write all types but those of commands") {
  for (const char* type : {"contest", "channels", "groups", "contestants", "people", "rounds", "scores", "adjustments",
                           "totals", "tiebreaks", "timers", "boards", "messages", "awards", "cues", "rundown", "rules"})
    CHECK(is_writable_type(type));
  for (const char* type : {"stage", "reveals", "air", "automation", "playhead", "firings", "obs"}) {
    CHECK(is_type(type));
    CHECK_FALSE(is_writable_type(type));
  }
  CHECK_FALSE(is_type("planets"));
}

TEST_CASE("a number becomes the decimal that its text spells, and stays so") {
  const Json score = {{"round", "r1"},
                      {"contestant", "c1"},
                      {"judge", "j1"},
                      {"marks", {{"a", 9.25}, {"b", 9}, {"c", "9.50"}, {"d", 0.000000001}, {"e", nullptr}}}};
  const auto once = normalise("scores", "s1", score, nullptr);
  REQUIRE(once.has_value());
  CHECK(once->at("marks") == Json{{"a", "9.25"}, {"b", "9"}, {"c", "9.50"}, {"d", "0.000000001"}});
  CHECK(normalise("scores", "s1", *once, nullptr) == *once);
}

TEST_CASE("unknown fields are kept, and null is nothing") {
  const auto group =
      normalise("groups", "g1", Json::parse(R"({"name":"A","short_name":null,"colour":{"r":[1,2.5]}})"), nullptr);
  REQUIRE(group.has_value());
  CHECK(*group == Json::parse(R"({"name":"A","colour":{"r":[1,2.5]}})"));
}

TEST_CASE("a null in round_to means exact, and stays") {
  const auto round = normalise("rounds", "r1", Json::parse(R"({"scoring":{"round_to":{"total":null}}})"), nullptr);
  REQUIRE(round.has_value());
  CHECK(round->at("scoring").at("round_to") == Json{{"total", nullptr}});
}
