// SPDX-License-Identifier: GPL-2.0-or-later
// Results as files, and the audit.
#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

const std::string kRound = "/api/v1/rounds/r/";

void mark(const Rig& rig, const std::string& contestant, const std::string& first, const std::string& second) {
  rig.ok("PUT", "/api/v1/scores/" + contestant + "-j1", score(contestant, "j1", first));
  rig.ok("PUT", "/api/v1/scores/" + contestant + "-j2", score(contestant, "j2", second));
}

}  // namespace

TEST_CASE("results are for their audience, in a form that there is") {
  Rig rig;
  seed(rig);
  CHECK(rig.stranger("GET", kRound + "results.json?audience=operator").status == 401);
  CHECK(rig.stranger("GET", kRound + "results.csv?audience=operator").status == 401);
  CHECK(rig.get(kRound + "results.csv?audience=jury").status == 400);
  CHECK(rig.get(kRound + "results.csv?form=pivot").status == 400);
  CHECK(rig.get(kRound + "results.json?form=table").status == 400);
  CHECK(rig.get("/api/v1/rounds/none/results.json").status == 404);
  CHECK(rig.get(kRound + "results.csv?group=none").status == 404);
}

TEST_CASE("the audience's files hold complete rows only, and no word of the others") {
  Rig rig;
  seed(rig);
  mark(rig, "c1", "9.1", "8.2");
  rig.ok("PUT", "/api/v1/scores/c2-j1", score("c2", "j1", "7.77"));
  const Reply reply = rig.stranger("GET", kRound + "results.json");
  const Json results = reply.json();
  REQUIRE(results.at("rows").size() == 1);
  CHECK(results.at("rows")[0].at("total") == "8.65");
  CHECK(results.at("contestants").size() == 1);
  CHECK(results.contains("revision"));
  CHECK_FALSE(results.contains("token"));
  for (const char* form : {"table", "steps"}) {
    const Reply csv = rig.stranger("GET", kRound + "results.csv?form=" + form);
    CHECK(csv.body.find("c1") != std::string::npos);
    for (const char* hidden : {"c2", "7.77", "2号选手", "c3"}) CHECK(csv.body.find(hidden) == std::string::npos);
  }
  CHECK(rig.stranger("GET", kRound + "results.json", {}, "If-None-Match: " + reply.header("etag") + "\r\n").status ==
        304);
}

TEST_CASE("a table opens in a spreadsheet under the round's name") {
  Rig rig;
  seed(rig);
  mark(rig, "c1", "9.1", "8.2");
  const Reply table = rig.get(kRound + "results.csv?audience=operator");
  CHECK(table.header("content-type") == "text/csv; charset=utf-8");
  CHECK(table.header("content-disposition") == "attachment; filename=\"r.csv\"");
  CHECK(table.header("cache-control") == "no-store");
  CHECK(table.body.starts_with("\xEF\xBB\xBFround,rank,"));
  CHECK(table.body.find("\r\nr,1,,false,c1,,1号选手,heads,Department heads,,complete,8.65,,0,,,false,9.1,,8.2,,") !=
        std::string::npos);
  const Reply steps = rig.get(kRound + "results.csv?audience=operator&form=steps&group=heads");
  CHECK(steps.header("content-disposition") == "attachment; filename=\"r-steps.csv\"");
  CHECK(steps.body.find("\r\nr,1,c1,,1号选手,heads,mark,total,") != std::string::npos);
  CHECK(steps.body.find("c3") == std::string::npos);
  CHECK(rig.get(kRound + "results.json?audience=operator").json().at("token") == rig.head());
}

TEST_CASE("the audit is the operators', with pages and filters") {
  Rig rig;
  seed(rig);
  mark(rig, "c1", "9.1", "8.2");
  rig.ok("PUT", "/api/v1/scores/c1-j1", score("c1", "j1", "9.4"));
  CHECK(rig.stranger("GET", kRound + "audit").status == 401);
  for (const char* query : {"limit=0", "limit=1001", "limit=x", "since_token=x", "until_token=-1", "format=xml"}) {
    INFO(query);
    CHECK(rig.get(kRound + "audit?" + query).status == 400);
  }
  CHECK(rig.get("/api/v1/rounds/none/audit").status == 404);
  const Json audit = rig.get(kRound + "audit?judge=j1&limit=1").json();
  REQUIRE(audit.at("entries").size() == 1);
  const Json& entry = audit.at("entries")[0];
  CHECK(entry.at("kind") == "mark");
  CHECK(entry.at("before") == "9.1");
  CHECK(entry.at("value") == "9.4");
  CHECK(entry.at("actor") == "operator");
  CHECK(entry.at("token") == entry.at("command"));
  CHECK(audit.at("token") == rig.head());
  const std::string next = std::to_string(audit.at("next").get<std::uint64_t>());
  const Json second = rig.get(kRound + "audit?judge=j1&until_token=" + next).json();
  REQUIRE(second.at("entries").size() == 1);
  CHECK(second.at("entries")[0].at("value") == "9.1");
  CHECK(second.at("next").is_null());
}

TEST_CASE("the audit as a table names who is meant") {
  Rig rig;
  seed(rig);
  mark(rig, "c1", "9.1", "8.2");
  const Reply csv = rig.get(kRound + "audit?format=csv&contestant=c1");
  CHECK(csv.header("content-disposition") == "attachment; filename=\"r-audit.csv\"");
  CHECK(csv.body.find(",mark,c1,1号选手,j2,2号评委,total,,8.2,,false\r\n") != std::string::npos);
}
