// SPDX-License-Identifier: GPL-2.0-or-later
// What judges and operators are told of ballots.
#include <catch2/catch.hpp>

#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

TEST_CASE("a ballot holds what its judge needs, and nothing of others") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  rig.ok("PUT", "/api/v1/scores/hidden", score("c1", "j2", "7.125"));
  rig.ok("POST", "/api/v1/stage", R"({"round": "r", "contestant": "c2"})");
  as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c1", "9"));
  const Reply reply = as(rig, judge, "GET", "/api/v1/ballot");
  const Json ballot = reply.json();
  CHECK(ballot.at("judge").at("name") == "1号评委");
  CHECK(ballot.at("stage") == Json{{"round", "r"}, {"contestant", "c2"}});
  REQUIRE(ballot.at("rounds").size() == 1);
  const Json& round = ballot.at("rounds").front();
  CHECK(round.at("criteria") == Json::parse(R"([{"id": "total", "min": "0", "max": "10"}])"));
  REQUIRE(round.at("contestants").size() == 3);
  CHECK(round.at("contestants").front().at("marks") == Json{{"total", "9"}});
  CHECK(round.at("contestants").front().at("receipt").at("code").get<std::string>().size() == 9);
  CHECK(round.at("contestants").at(1).at("marks").is_null());
  for (const char* hidden : {"7.125", "j2", "2号评委", "hidden", "total\":\"16"}) {
    INFO(hidden);
    CHECK(reply.body.find(hidden) == std::string::npos);
  }
  const std::string etag = reply.header("etag");
  CHECK(as(rig, judge, "GET", "/api/v1/ballot", {}, "If-None-Match: " + etag + "\r\n").status == 304);
  // Another's mark is no change of this ballot.
  rig.ok("PUT", "/api/v1/scores/hidden", score("c1", "j2", "8"));
  CHECK(as(rig, judge, "GET", "/api/v1/ballot", {}, "If-None-Match: " + etag + "\r\n").status == 304);
  rig.ok("POST", "/api/v1/stage", R"({"round": "r", "contestant": "c3"})");
  CHECK(as(rig, judge, "GET", "/api/v1/ballot", {}, "If-None-Match: " + etag + "\r\n").status == 200);
}

TEST_CASE("a running order that tells a sealed outcome is on a ballot only as far as the stage has told it") {
  Rig rig;
  seed(rig);
  rig.ok("PATCH", "/api/v1/rounds/r", R"({"visibility": "sealed"})");
  rig.ok("PUT", "/api/v1/rounds/final",
         R"({"name": "Final", "contestants": ["c2", "c3"], "outcome_of": "r", "scoring": {"method": "marks"}})");
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  const auto final_round = [&] {
    const Json ballot = as(rig, judge, "GET", "/api/v1/ballot").json();
    for (const Json& round : ballot.at("rounds")) {
      if (round.at("id") == "final") return round;
    }
    return Json();
  };
  CHECK(final_round().at("contestants").empty());
  const std::string body = R"({"round": "final", "contestant": "c2", "marks": {"total": "9"}})";
  const Reply unknown = as(rig, judge, "PUT", "/api/v1/ballot/marks", body);
  CHECK(unknown.status == 422);
  rig.ok("POST", "/api/v1/stage", R"({"round": "final", "contestant": "c2"})");
  REQUIRE(final_round().at("contestants").size() == 1);
  CHECK(as(rig, judge, "PUT", "/api/v1/ballot/marks", body).status == 200);
  rig.ok("POST", "/api/v1/stage", R"({"round": "final", "contestant": "c3"})");
  CHECK(final_round().at("contestants").size() == 2);
}

TEST_CASE("the stream tells each change of the ballot, and ends when the code is taken back") {
  Rig rig;
  seed(rig);
  const Code code = code_for(rig, "j1");
  const Voter judge = entered(rig, code.digits, kPhone);
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/ballot/stream", {}, bearer(judge.token)));
  REQUIRE(client.read_head()->status == 200);
  EventReader events(client);
  CHECK(events.next("ballot").at("stage").is_null());
  CHECK(judge_row(rig, "j1").at("code").at("connected") == true);
  rig.ok("POST", "/api/v1/stage", R"({"round": "r", "contestant": "c2"})");
  CHECK(events.next("ballot").at("stage").at("contestant") == "c2");
  rig.ok("POST", "/api/v1/ballots/lock", R"({"round": "r"})");
  CHECK(events.next("ballot").at("rounds").front().at("state") == "locked");
  rig.ok("DELETE", "/api/v1/ballots/codes/" + code.id);
  CHECK(events.next("ended").is_object());
}

TEST_CASE("the operator's stream tells who is there, what they have seen and what they sent") {
  Rig rig;
  seed(rig);
  rig.ok("POST", "/api/v1/stage", R"({"round": "r", "contestant": "c2"})");
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/ballots/stream?round=r", {}, bearer()));
  REQUIRE(client.read_head()->status == 200);
  EventReader events(client);
  // The judge's row, once it is as it is waited for; the client gives up after 20 s.
  const auto row_with = [&](const auto& is_so) {
    for (;;) {
      const Json document = events.next("ballots");
      const Json row = document.at("round").at("judges").front();
      if (is_so(row)) return row;
    }
  };
  CHECK(row_with([](const Json&) { return true; }).at("code").is_null());
  const Code code = code_for(rig, "j1");
  CHECK_FALSE(row_with([](const Json& row) { return row.at("code").is_object(); }).at("code").contains("entered"));
  const Voter judge = entered(rig, code.digits, kPhone);
  row_with([](const Json& row) { return row.at("code").contains("entered"); });
  REQUIRE(as(rig, judge, "GET", "/api/v1/ballot").status == 200);
  const auto state = [](const Json& row) { return row.at("cells").at("c2").at("state"); };
  const Json seen =
      row_with([&](const Json& row) { return state(row) == "seen" && row.at("code").at("connected") == true; });
  CHECK(seen.at("cells").at("c1").at("state") == "none");
  const Json receipt = as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c2", "9")).json().at("receipt");
  const Json sent = row_with([&](const Json& row) { return state(row) == "sent"; });
  CHECK(sent.at("cells").at("c2").at("time") == receipt.at("time"));
}
