// SPDX-License-Identifier: GPL-2.0-or-later
// Rosters and marks: what is refused and where, what is taken, and what stays as it was.
#include <catch2/catch.hpp>

#include "tests/tables/contest_fixture.h"

using namespace leitai::tables;
using namespace leitai::tables::test;

namespace {

Wish contestants(bool partial = false, bool create_groups = false) {
  return {Kind::contestants, "", create_groups, partial};
}

Wish scores(bool partial = false, const std::string& round = "r") {
  return {Kind::scores, round, false, partial};
}

/// "row:column detail" of each error of a table that must be refused.
std::vector<std::string> refused(const Store& store, const Wish& wish, const std::string& text) {
  const Import import = imported(store, wish, text);
  CHECK(import.refused);
  CHECK(import.events.empty());
  CHECK(import.taken == 0);
  return places(import);
}

using Places = std::vector<std::string>;

}  // namespace

TEST_CASE("a roster is refused with every wrong cell") {
  const Store store = seeded();
  CHECK(refused(store, contestants(), "姓名,组别,连线\n甲,无此组,是\n乙,heads,也许\n,heads,或许\n") ==
        Places{"2:2 there is no such group; groups are made where create_groups is true",
               "3:3 is neither yes (是) nor no (否)", "4:1 the row names nobody",
               "4:3 is neither yes (是) nor no (否)"});
  CHECK(refused(store, contestants(), "姓名,电话\n甲,1\n") == Places{"1:2 is not a column that is known here"});
  CHECK(refused(store, contestants(), "姓名,name\n甲,1\n") == Places{"1:2 is there already, as column 1"});
  CHECK(refused(store, contestants(), "姓名,\n甲,1\n") == Places{"1:2 has no header"});
  CHECK(refused(store, contestants(), "组别\nheads\n") == Places{"1:0 has no column for the name"});
  CHECK(refused(store, contestants(), "id,姓名\n-x,甲\n").at(0).starts_with("2:1 is not an id"));
  CHECK(refused(store, contestants(), "序号,姓名\n31,甲\n31,乙\n") == Places{"3:1 is in row 2 already"});
  CHECK(refused(store, contestants(), "姓名\n新人\n新人\n") == Places{"3:1 is in row 2 already"});
  CHECK(refused(store, contestants(), "序号,姓名\n1,另一人\n") ==
        Places{"2:1 is the number of c1, who has another name: write the id to give a new name"});
  CHECK(refused(store, contestants(), "id,组别\nc99,heads\n") == Places{"2:0 the name is missing"});
  CHECK(refused(store, contestants(), "姓名,助力人\n甲,同名\n") == Places{"2:2 may be g1 or g2: write the id"});
  CHECK(refused(store, contestants(), "姓名,助力人\n甲,某人\n") == Places{"2:2 there is nobody of that id or name"});
  CHECK(refused(store, {Kind::people, "", false, false}, "姓名,角色\n甲,观众\n") ==
        Places{"2:2 is none of judge, reviewer, supporter, host, guest"});
}

TEST_CASE("what the contest refuses is said of the cell it comes from") {
  Store store = seeded();
  put(store, "scores", "s1", R"({"round": "r", "contestant": "c1", "judge": "j1", "marks": {"talk": "9"}})");
  // A judge who has marked, in a round whose panel is of everybody with that role.
  put(store, "rounds", "r", R"({"name": "上午", "contestants": ["c1", "c2"],
                               "scoring": {"criteria": [{"id": "talk", "name": "演讲", "min": "0", "max": "10"}]}})");
  const auto errors =
      refused(store, {Kind::people, "", false, false}, "id,姓名,角色\nj2,2号评委,评委\nj1,1号评委,嘉宾\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].starts_with("3:3 scores/s1"));
}

TEST_CASE("a roster makes contestants with ids from their numbers, and groups where asked") {
  const Store store = seeded();
  const Import import = imported(store, contestants(false, true),
                                 "序号,姓名,组别,单位,职务,来源,照片,助力人,远程,退赛\r\n"
                                 "12,十二号选手,部门组,党建办,主任,本地,12.jpg,助力人,是,\r\n"
                                 "007,七号选手,新组,,,,,,否,否\r\n"
                                 "８,八号选手,新组,,,,,,,\r\n");
  CHECK(places(import) == Places{});
  CHECK(import.rows == 3);
  CHECK(import.taken == 3);
  CHECK(import.unchanged == 0);
  const Store after = applied(store, import);
  CHECK(data_of(after, "contestants", "c12") == Json{{"number", 12},
                                                     {"name", "十二号选手"},
                                                     {"group", "heads"},
                                                     {"organization", "党建办"},
                                                     {"title", "主任"},
                                                     {"origin", "本地"},
                                                     {"photo", "12.jpg"},
                                                     {"supporter", "p1"},
                                                     {"remote", true}});
  CHECK(data_of(after, "contestants", "c007") ==
        Json{{"number", "007"}, {"name", "七号选手"}, {"group", "g1"}, {"remote", false}, {"withdrawn", false}});
  CHECK(data_of(after, "contestants", "c8") == Json{{"number", "８"}, {"name", "八号选手"}, {"group", "g1"}});
  CHECK(data_of(after, "groups", "g1") == Json{{"name", "新组"}});
}

TEST_CASE("the same file again changes nothing") {
  const Store store = seeded();
  for (const char* text : {"序号,姓名,组别,连线\n41,甲,新组,是\n42,乙,新组,\n", "姓名,单位\n甲,党建办\n乙,\n"}) {
    const Import first = imported(store, contestants(false, true), text);
    CHECK(first.taken == 2);
    const Store after = applied(store, first);
    const Import again = imported(after, contestants(false, true), text);
    CHECK_FALSE(again.refused);
    CHECK(again.events.empty());
    CHECK(again.unchanged == 2);
  }
}

TEST_CASE("who is there already keeps what the file has no column for, and loses what it has empty") {
  Store store = seeded();
  put(store, "contestants", "c1",
      R"({"name": "1号选手", "number": 1, "group": "heads", "title": "主任", "origin": "本地", "of_ours": 7})");
  const Store after = applied(store, imported(store, contestants(), "编号,姓名,职务,来源\n1,1号选手,副主任,\n"));
  CHECK(data_of(after, "contestants", "c1") ==
        Json{{"name", "1号选手"}, {"number", 1}, {"group", "heads"}, {"title", "副主任"}, {"of_ours", 7}});
  const Store renamed = applied(store, imported(store, contestants(), "id,姓名\nc1,新名字\n"));
  CHECK(data_of(renamed, "contestants", "c1")["name"] == "新名字");
}

TEST_CASE("groups may each count from 1") {
  const Store store = seeded();
  const Store after = applied(store, imported(store, contestants(), "序号,姓名,组别\n1,甲,zones\n2,乙,zones\n"));
  CHECK(data_of(after, "contestants", "c1-zones")["name"] == "甲");
  CHECK(data_of(after, "contestants", "c2-zones")["name"] == "乙");
  CHECK(data_of(after, "contestants", "c1")["name"] == "1号选手");
  const Store moved = applied(store, imported(store, contestants(), "序号,姓名,组别\n1,1号选手,zones\n"));
  CHECK(data_of(moved, "contestants", "c1")["group"] == "zones");
  const Store titled = applied(store, imported(store, contestants(), "序号,组别,职务\n1,heads,主任\n"));
  CHECK(data_of(titled, "contestants", "c1")["title"] == "主任");
  CHECK(refused(store, contestants(), "序号,组别\n1,zones\n") == Places{"2:0 the name is missing"});
}

TEST_CASE("numbers that are drawn later are given to who is there without one") {
  const Store store = applied(seeded(), imported(seeded(), contestants(), "姓名\n甲\n乙\n"));
  const Store drawn = applied(store, imported(store, contestants(), "序号,姓名\n8,乙\n9,甲\n"));
  CHECK(drawn.all("contestants").size() == store.all("contestants").size());
  CHECK(data_of(drawn, "contestants", "n1") == Json{{"name", "甲"}, {"number", 9}});
  CHECK(refused(drawn, contestants(), "序号,姓名\n7,甲\n") ==
        Places{"2:1 is not the number of n1, who has that name: write the id to give a new number"});
  const Store again = applied(drawn, imported(drawn, contestants(), "id,序号\nn1,7\n"));
  CHECK(data_of(again, "contestants", "n1") == Json{{"name", "甲"}, {"number", 7}});
}

TEST_CASE("two of the same name are two where each has an id, and else an error") {
  const Store store = seeded();
  CHECK(imported(store, contestants(), "id,姓名\nx1,甲\nx2,甲\n").taken == 2);
  CHECK(refused(store, contestants(), "id,姓名\nx1,甲\n,甲\n") == Places{"3:2 is in row 2 already"});
}

TEST_CASE("people get ids after their role") {
  const Store store = seeded();
  const Import import = imported(store, {Kind::people, "", false, false},
                                 "name;role;organization\n4号评委;评委;\n主持人;host;电视台\n某人;;\n");
  CHECK(places(import) == Places{});
  const Store after = applied(store, import);
  CHECK(data_of(after, "people", "j4") == Json{{"name", "4号评委"}, {"role", "judge"}});
  CHECK(data_of(after, "people", "h1") == Json{{"name", "主持人"}, {"role", "host"}, {"organization", "电视台"}});
  CHECK(data_of(after, "people", "p2") == Json{{"name", "某人"}});
}

TEST_CASE("the rows that are right are taken where that is asked for") {
  const Store store = seeded();
  const Import import = imported(store, contestants(true), "姓名,组别,电话\n甲,无此组,1\n乙,heads,2\n");
  CHECK_FALSE(import.refused);
  CHECK(import.rows == 2);
  CHECK(import.taken == 1);
  CHECK(places(import).size() == 2);
  CHECK(applied(store, import).all("contestants").size() == store.all("contestants").size() + 1);
}

TEST_CASE("marks are refused with every wrong cell") {
  const Store store = seeded();
  CHECK(
      refused(store, scores(), "选手,1号评委:演讲,j2/look,3号评委.演讲\nc1,11,9.3,\n9号选手,9,99,9\nc2,很好,1e3,8\n") ==
      Places{"2:2 is above the greatest mark, 10", "2:3 is not a step of 0.5 from 0", "3:1 is nobody in this round",
             "3:3 is above the greatest mark, 10", "4:2 is neither a mark such as 9.25, nor 缺席 or absent",
             "4:3 is neither a mark such as 9.25, nor 缺席 or absent"});
  CHECK(refused(store, scores(), "选手,1号评委,谁\nc1,9,9\n") ==
        Places{"1:2 the round has several criteria: write judge:criterion",
               "1:3 is neither a judge of this round, nor a judge and a criterion"});
  CHECK(refused(store, scores(), "选手,总分\nc1,9\n") == Places{"1:0 has no column with marks"});
  CHECK(refused(store, scores(), "选手,分数\nc1,9\n").at(0).starts_with("1:2 needs another column, for the judge"));
  CHECK(
      refused(store, scores(), "选手,评委,分数\nc1,j1,9\n").at(0).starts_with("1:3 needs another column, for the cri"));
  CHECK(refused(store, scores(), "评委,演讲\nj1,9\n") == Places{"1:0 has no column for the contestant"});
  CHECK(refused(store, scores(), "选手,评委,演讲\nc1,主持,9\nc1,p1,9\n") ==
        Places{"2:2 is no judge's id or name", "3:2 is in no panel of this round"});
  CHECK(refused(store, scores(), "选手,评委,演讲\nc1,j1,9\n1,1号评委,8\n") == Places{"3:3 is in row 2 already"});
  CHECK(refused(store, scores(), "选手,评委,演讲,look\nc1,j1,9,缺席\n") ==
        Places{"2:4 this judge marks this contestant, and cannot be absent"});
  CHECK(refused(store, scores(), "序号,姓名,评委,演讲\n1,2号选手,j1,9\n") ==
        Places{"2:1 is the number of c1, who has another name"});
  CHECK(refused(store, scores(false, "votes"), "选手,评委,演讲\nc1,j1,9\n") ==
        Places{"0:0 this round is voted on: it has no marks"});
  CHECK(refused(store, scores(false, "none"), "选手,评委,演讲\nc1,j1,9\n") == Places{"0:0 there is no such round"});
}

TEST_CASE("marks with a judge and a criterion in each row") {
  const Store store = seeded();
  const Import import =
      imported(store, scores(),
               "选手,评委,评分项,得分\nc1,1号评委,演讲,９．２５\n2号选手,j1,talk,9.5\nc1,j1,look,8.5\n2,j2,look,-\n");
  CHECK(places(import) == Places{});
  CHECK(import.taken == 4);
  const Store after = applied(store, import);
  CHECK(data_of(after, "scores", "r-c1-j1")["marks"] == Json{{"talk", "9.25"}, {"look", "8.5"}});
  CHECK(data_of(after, "scores", "r-c2-j1")["marks"] == Json{{"talk", "9.5"}});
  CHECK(data_of(after, "scores", "r-c2-j2")["absent"] == true);
}

TEST_CASE("marks with a judge in each row and criteria as columns, and the other way round") {
  const Store store = seeded();
  const Json expected = {{"talk", "9"}, {"look", "8.5"}};
  for (const char* text :
       {"number,judge,talk,look,总分\n1,j1,9,8.5,17.5\n", "序号;单位;1号评委：演讲;look·j1\n1;党建办;9;8,5\n",
        "姓名\t1号评委 演讲\tj1|look\n1号选手\t9\t8,5\n"}) {
    CAPTURE(text);
    const Store after = applied(store, imported(store, scores(), text));
    CHECK(data_of(after, "scores", "r-c1-j1")["marks"] == expected);
  }
}

TEST_CASE("marks of a round with one criterion, a column for each judge") {
  Store store = seeded();
  put(store, "rounds", "one", R"({"contestants": ["c1", "c2"], "scoring": {"criteria": [{"id": "total", "max": "10"}],
       "panels": [{"id": "p", "judges": ["j1", "j2", "j3"]}]}})");
  const Import import = imported(store, scores(false, "one"), "选手,1号评委,2号评委,j3\n1,9.1,,缺席\n2,9,8,7\n");
  CHECK(places(import) == Places{});
  CHECK(import.columns ==
        std::vector<std::pair<std::string, std::string>>{
            {"选手", "contestant"}, {"1号评委", "j1:total"}, {"2号评委", "j2:total"}, {"j3", "j3:total"}});
  const Store after = applied(store, import);
  CHECK(after.find("scores", "one-c1-j2") == nullptr);
  CHECK(data_of(after, "scores", "one-c1-j3")["absent"] == true);
  const Import again = imported(after, scores(false, "one"), "选手,1号评委,2号评委,j3\n1,9.10,,缺席\n2,9.0,8,7\n");
  CHECK(again.events.empty());
  CHECK(again.unchanged == 2);
}

TEST_CASE("a mark that is there is corrected where it is, and its judge's others stay") {
  Store store = seeded();
  put(store, "scores", "mine",
      R"({"round": "r", "contestant": "c1", "judge": "j1", "marks": {"talk": "9", "look": "5"}})");
  put(store, "scores", "gone", R"({"round": "r", "contestant": "c2", "judge": "j1", "absent": true})");
  const Store after = applied(store, imported(store, scores(), "选手,评委,演讲\nc1,j1,8\nc2,j1,7\n"));
  CHECK(data_of(after, "scores", "mine")["marks"] == Json{{"talk", "8"}, {"look", "5"}});
  CHECK(data_of(after, "scores", "gone") ==
        Json{{"round", "r"}, {"contestant", "c2"}, {"judge", "j1"}, {"marks", {{"talk", "7"}}}});
}

TEST_CASE("good rows of marks are taken where that is asked for, also behind an unknown judge's column") {
  const Store store = seeded();
  const Import import = imported(store, scores(true), "选手,j1:talk,某人:talk\nc1,9,9\nc2,99,9\n");
  CHECK_FALSE(import.refused);
  CHECK(places(import) == Places{"1:3 is neither a judge of this round, nor a judge and a criterion",
                                 "3:2 is above the greatest mark, 10"});
  CHECK(import.events.size() == 1);
  CHECK(import.taken == 1);
}

TEST_CASE("a file with errors in each of many rows names a thousand of them") {
  const Store store = seeded();
  std::string text = "姓名,组别\n";
  for (int i = 0; i < 3000; ++i) text += "选手" + std::to_string(i) + ",无此组\n";
  const Import import = imported(store, contestants(true), text);
  CHECK(import.refused);
  CHECK(import.more_errors);
  CHECK(import.errors.size() == kMostErrors);
}

TEST_CASE("ten thousand rows are read") {
  const Store store = seeded();
  std::string text = "序号,姓名\n";
  for (int i = 100; i < 10'100; ++i) text += std::to_string(i) + ",选手" + std::to_string(i) + "\n";
  CHECK(imported(store, contestants(), text).taken == 10'000);
}
