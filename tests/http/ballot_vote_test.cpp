// SPDX-License-Identifier: GPL-2.0-or-later
// The audience votes.
#include <catch2/catch.hpp>

#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

TEST_CASE("one of the audience has one ballot a code and device, and changes it until it is locked") {
  Rig rig;
  seed_vote(rig);
  const Json made = rig.call("POST", "/api/v1/ballots/codes", R"({"round": "v", "count": 3})").json();
  REQUIRE(made.at("codes").size() == 3);
  const auto digits = [&](std::size_t i) { return made.at("codes").at(i).at("code").get<std::string>(); };
  CHECK(digits(0).size() == 8);
  const Voter voter = entered(rig, digits(0), kPhone);
  const Reply second = enter(rig, digits(1), kPhone);
  CHECK(second.status == 409);
  CHECK(second.json().at("state") == "second");
  CHECK(enter(rig, digits(0), kOther).status == 409);

  const auto vote = [&](const std::string& choices) {
    return as(rig, voter, "PUT", "/api/v1/ballot/marks", R"({"round": "v", "choices": )" + choices + "}");
  };
  CHECK(vote(R"(["c1", "c2", "c3"])").pointers() == std::vector<std::string>{"/choices"});
  CHECK(vote(R"(["c1", "c1"])").status == 422);
  CHECK(vote(R"(["nobody"])").pointers() == std::vector<std::string>{"/choices/0"});
  CHECK(vote(R"("c1")").status == 422);
  CHECK(as(rig, voter, "PUT", "/api/v1/ballot/marks", marks("c1", "9")).status == 403);
  REQUIRE(vote(R"(["c1", "c2"])").status == 200);
  REQUIRE(vote(R"(["c3"])").status == 200);
  REQUIRE(vote("[]").status == 200);
  REQUIRE(vote(R"(["c3"])").status == 200);
  CHECK(rig.get("/api/v1/scores").json().size() == 1);
  const Json round = as(rig, voter, "GET", "/api/v1/ballot").json().at("rounds").front();
  CHECK(round.at("choices") == Json{"c3"});
  CHECK(round.at("max_choices") == 2);

  entered(rig, digits(1), kOther);
  const Json counts = rig.get("/api/v1/ballots?round=v").json().at("round").at("ballots");
  CHECK(counts.at("codes") == 3);
  CHECK(counts.at("entered") == 2);
  CHECK(counts.at("sent") == 1);
  rig.ok("POST", "/api/v1/ballots/lock", R"({"round": "v"})");
  CHECK(vote(R"(["c1"])").status == 409);
  rig.ok("DELETE", "/api/v1/ballots/codes?round=v");
  CHECK(rig.get("/api/v1/ballots/codes").json().empty());
  CHECK(as(rig, voter, "GET", "/api/v1/ballot").status == 401);
}

TEST_CASE("a voter does not flood the journal") {
  std::int64_t now = 1'660'000'000'000;
  Rig rig({}, {}, {}, show_with_clock(now));
  seed_vote(rig);
  const Json made = rig.call("POST", "/api/v1/ballots/codes", R"({"round": "v"})").json();
  const Voter voter = entered(rig, made.at("codes").front().at("code"), kPhone);
  int taken = 0;
  Reply last;
  do {
    last = as(rig, voter, "PUT", "/api/v1/ballot/marks",
              R"({"round": "v", "choices": [")" + std::string(taken % 2 == 0 ? "c1" : "c2") + "\"]}");
    REQUIRE(++taken < 100);
  } while (last.status == 200);
  CHECK(last.status == 429);
  CHECK(last.header("retry-after") == "1");
}
