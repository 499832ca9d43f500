// SPDX-License-Identifier: GPL-2.0-or-later
// Files that are posted: refused cell by cell, or taken in one request.
#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

const std::string kCsv = "Content-Type: text/csv\r\n";

Reply import_of(const Rig& rig, const std::string& what, const std::string& file, const std::string& headers = kCsv) {
  return rig.call("POST", "/api/v1/import/" + what, file, headers);
}

}  // namespace

TEST_CASE("an import needs the token, a type, a length within limits and a query that is understood") {
  Rig rig;
  seed(rig);
  CHECK(rig.stranger("POST", "/api/v1/import/contestants", "name\nA\n", kCsv).status == 401);
  rig.refused(415, "POST", "/api/v1/import/contestants", "name\nA\n", "Content-Type: application/json\r\n");
  rig.refused(415, "POST", "/api/v1/import/contestants", "name\nA\n", "Content-Type: text/csv; charset=latin1\r\n");
  rig.refused(413, "POST", "/api/v1/import/contestants", std::string(1024 * 1024 + 1, 'a'), kCsv);
  for (const char* query :
       {"dry_run=yes", "partial=1", "create_groups=", "separator=x", "encoding=latin1", "round=r"}) {
    INFO(query);
    rig.refused(400, "POST", std::string("/api/v1/import/contestants?") + query, "name\nA\n", kCsv);
  }
  rig.refused(400, "POST", "/api/v1/import/scores", "contestant\nc1\n", kCsv);
  rig.refused(404, "POST", "/api/v1/import/scores?round=none", "contestant\nc1\n", kCsv);
  CHECK(rig.get("/api/v1/import/contestants").status == 405);
}

TEST_CASE("a refused file names each cell, and changes nothing") {
  Rig rig;
  seed(rig);
  const Reply reply = rig.refused(422, "POST", "/api/v1/import/scores?round=r",
                                  "选手,1号评委,2号评委\r\nc1,9.5,11\r\nc9,9,9\r\n", kCsv);
  CHECK(reply.json().at("errors") == Json::array({{{"pointer", "/rows/2/columns/3"},
                                                   {"row", 2},
                                                   {"column", 3},
                                                   {"header", "2号评委"},
                                                   {"value", "11"},
                                                   {"detail", "is above the greatest mark, 10"}},
                                                  {{"pointer", "/rows/3/columns/1"},
                                                   {"row", 3},
                                                   {"column", 1},
                                                   {"header", "选手"},
                                                   {"value", "c9"},
                                                   {"detail", "is nobody in this round"}}}));
  CHECK(reply.json().at("detail") == "row 2, column 3, \"11\": is above the greatest mark, 10; and 1 others");
  const Reply unreadable = rig.refused(422, "POST", "/api/v1/import/people", "name\n\xFF\xFF\n", kCsv);
  CHECK(unreadable.json().at("errors")[0].at("row") == 2);
  CHECK(unreadable.json().at("errors")[0].at("column").is_null());
}

TEST_CASE("what the show refuses is a cell's error") {
  Rig rig;
  seed(rig);
  rig.ok("PUT", "/api/v1/scores/s1", score("c1", "j1", "9"));
  const Reply reply =
      rig.refused(422, "POST", "/api/v1/import/people", "id,name,role\nj2,2号评委,judge\nj1,1号评委,guest\n", kCsv);
  CHECK(reply.json().at("errors")[0].at("pointer") == "/rows/3/columns/3");
  CHECK(reply.json().at("errors")[0].at("detail").get<std::string>().find("scores/s1") != std::string::npos);
}

TEST_CASE("a roster and marks are taken, each in one request") {
  Rig rig;
  seed(rig);
  const std::uint64_t before = rig.head();
  const Reply roster = import_of(rig, "contestants?create_groups=true",
                                 "序号;姓名;组别;连线\r\n4;4号选手;新组;是\r\n5;5号选手;heads;\r\n");
  INFO(roster.body);
  REQUIRE(roster.status == 200);
  Json told = roster.json();
  CHECK(told.at("token") == rig.head());
  CHECK(told.at("rows") == 2);
  CHECK(told.at("taken") == 2);
  CHECK(told.at("unchanged") == 0);
  CHECK(told.at("encoding") == "utf-8");
  CHECK(told.at("separator") == ";");
  CHECK(told.at("columns") == Json{{"序号", "number"}, {"姓名", "name"}, {"组别", "group"}, {"连线", "remote"}});
  CHECK(told.at("errors").empty());
  CHECK(rig.head() == before + 3);
  CHECK(rig.get("/api/v1/contestants/c4").json() ==
        Json{{"id", "c4"}, {"number", 4}, {"name", "4号选手"}, {"group", "g1"}, {"remote", true}});
  const Reply marks = import_of(rig, "scores?round=r", "选手\t1号评委\t2号评委\r\n1号选手\t9,5\t\r\nc2\t8\t缺席\r\n");
  INFO(marks.body);
  CHECK(marks.status == 200);
  CHECK(rig.get("/api/v1/scores/r-c1-j1").json().at("marks") == Json{{"total", "9.5"}});
  CHECK(rig.get("/api/v1/scores/r-c2-j2").json().at("absent") == true);
  CHECK(rig.get("/api/v1/scores/r-c1-j2").status == 404);
  const Reply people = import_of(rig, "people?encoding=gbk", "\xD0\xD5\xC3\xFB\r\n\xBC\xD7\r\n");
  CHECK(people.status == 200);
  CHECK(rig.get("/api/v1/people/p1").json().at("name") == "甲");
}

TEST_CASE("the same file again changes nothing, and says so") {
  Rig rig;
  seed(rig);
  const std::string file = "选手,1号评委\nc1,9\nc2,8\n";
  const std::uint64_t token = import_of(rig, "scores?round=r", file).json().at("token");
  const Json again = import_of(rig, "scores?round=r", file).json();
  CHECK(again.at("token") == token);
  CHECK(again.at("taken") == 0);
  CHECK(again.at("unchanged") == 2);
}

TEST_CASE("a dry run tells what would be, and does nothing") {
  Rig rig;
  seed(rig);
  const std::uint64_t before = rig.head();
  const Json told = import_of(rig, "contestants?dry_run=true", "name\nA\nB\n").json();
  CHECK(told.at("dry_run") == true);
  CHECK(told.at("taken") == 2);
  CHECK(told.at("token") == before);
  CHECK(rig.head() == before);
  rig.refused(422, "POST", "/api/v1/import/contestants?dry_run=true", "name,group\nA,none\n", kCsv);
}

TEST_CASE("the rows that are right are taken where it is asked for, and the others told") {
  Rig rig;
  seed(rig);
  const Json told = import_of(rig, "contestants?partial=true", "name,group\nA,none\nB,heads\n").json();
  CHECK(told.at("taken") == 1);
  CHECK(told.at("errors").size() == 1);
  CHECK(told.at("errors")[0].at("pointer") == "/rows/2/columns/2");
  CHECK(rig.get("/api/v1/contestants/n1").json().at("name") == "B");
}

TEST_CASE("an import that is sent again with its key is answered alike, and counts once") {
  Rig rig;
  seed(rig);
  const std::string headers = kCsv + "Idempotency-Key: roster-1\r\n";
  const std::string file = "id,name\nx1,A\n";
  const Reply first = import_of(rig, "contestants", file, headers);
  CHECK(first.json().at("taken") == 1);
  const Reply again = import_of(rig, "contestants", file, headers);
  CHECK(again.body == first.body);
  // Meanwhile the file would be refused: the answer stays what it was.
  rig.ok("PUT", "/api/v1/contestants/other", R"({"name": "A"})");
  const std::string named = "name\nB\n";
  const std::string key = kCsv + "Idempotency-Key: roster-2\r\n";
  const Reply second = import_of(rig, "contestants", named, key);
  CHECK(second.status == 200);
  rig.ok("PUT", "/api/v1/contestants/b2", R"({"name": "B"})");
  CHECK(import_of(rig, "contestants", named, key).body == second.body);
  rig.restart();
  CHECK(import_of(rig, "contestants", file, headers).body == first.body);
  rig.refused(422, "POST", "/api/v1/import/contestants", "id,name\nx2,C\n", headers);
}

TEST_CASE("an import is one command, and one that was overtaken loses nothing") {
  Rig rig;
  seed(rig);
  CHECK(import_of(rig, "contestants", "id,title\nc1,主任\nc2,主任\n").status == 200);
  const auto records = rig.show().journal().read(rig.head() - 2, 2).value();
  REQUIRE(records.size() == 2);
  CHECK(records[0].command == records[1].command);
  leitai::show::ApplyEvents stale{{{"contestants", "c1", {{"name", "x"}}}}, false, rig.head() - 2};
  const auto refused = rig.show().submit({}, stale);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == leitai::contest::RefusalKind::stale);
  CHECK(rig.get("/api/v1/contestants/c1").json().at("title") == "主任");
}
