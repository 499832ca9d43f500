// SPDX-License-Identifier: GPL-2.0-or-later
// Whose marks are taken, and when.
#include <catch2/catch.hpp>

#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

TEST_CASE("marks that are not the judge's, or not right, are refused and change nothing") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  rig.ok("PUT", "/api/v1/rounds/other", R"({"name": "Other", "scoring": {"panels": [{"id": "p", "judges": ["j2"]}]}})");
  const auto refused = [&](int status, const std::string& body, const std::string& pointer = {}) {
    const std::uint64_t before = rig.show().journal().head();
    const Reply reply = as(rig, judge, "PUT", "/api/v1/ballot/marks", body);
    INFO(body << "\n" << reply.body);
    CHECK(reply.status == status);
    if (!pointer.empty()) CHECK(reply.pointers() == std::vector<std::string>{pointer});
    CHECK(rig.show().journal().head() == before);
  };
  refused(400, "{");
  refused(403, R"({"round": "r", "contestant": "c1", "judge": "j2", "marks": {"total": "9"}})");
  refused(403, R"({"round": "other", "contestant": "c1", "marks": {"total": "9"}})");
  refused(422, R"({"round": "none", "contestant": "c1", "marks": {"total": "9"}})", "/round");
  refused(422, R"({"round": "r", "contestant": "c9", "marks": {"total": "9"}})", "/contestant");
  refused(422, R"({"round": "r", "marks": {"total": "9"}})", "/contestant");
  refused(422, R"({"round": "r", "contestant": "c1", "marks": {"total": "11"}})", "/marks/total");
  refused(422, R"({"round": "r", "contestant": "c1", "marks": {"taste": "9"}})", "/marks/taste");
  refused(422, R"({"round": "r", "contestant": "c1", "marks": {"total": "good"}})", "/marks/total");
  refused(422, R"({"round": "r", "contestant": "c1", "marks": {}})", "/marks");
  refused(422, R"({"round": "r", "contestant": "c1"})", "/marks");
  refused(422, R"({"round": "r", "contestant": "c1", "choices": ["c1"]})", "/choices");
  refused(422, R"({"round": "r", "contestant": "c1", "marks": {"total": "9"}, "absent": true})", "/absent");
  refused(422, R"({"round": "r", "contestant": "c1", "marks": {"total": "9"}, "replaces": "0"})", "/replaces");
}

TEST_CASE("a judge's marks are scores like any others, under the judge's name, with a receipt that can be checked") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  const Reply first = as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c1", "9"), "Idempotency-Key: a\r\n");
  REQUIRE(first.status == 200);
  const Json receipt = first.json().at("receipt");
  CHECK(as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c1", "9"), "Idempotency-Key: a\r\n").body == first.body);
  CHECK(as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c1", "8"), "Idempotency-Key: a\r\n").status == 422);
  CHECK(as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c1", "9")).json().at("receipt") == receipt);

  const auto position = receipt.at("position").get<std::uint64_t>();
  const auto records = rig.show().journal().read(position - 1, 1);
  REQUIRE(records.has_value());
  CHECK(records->front().actor == "judge/j1");
  CHECK(records->front().type == "scores");
  CHECK(records->front().id == "r-c1-j1");
  CHECK(*json::parse(records->front().data) ==
        Json{{"round", "r"}, {"contestant", "c1"}, {"judge", "j1"}, {"marks", {{"total", "9"}}}});
  CHECK(receipt.at("time") == leitai::contest::format_time(records->front().time_ms));
  CHECK(receipt.at("code") ==
        leitai::show::ballot_receipt(rig.show().show_id(), position, *json::parse(records->front().data)));

  // A score that is there under another id stays there.
  rig.ok("PUT", "/api/v1/scores/mine", score("c2", "j1", "5"));
  REQUIRE(as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c2", "6")).status == 200);
  CHECK(rig.get("/api/v1/scores/mine").json().at("marks").at("total") == "6");
}

TEST_CASE("marks replace those that their sender knew, and no others") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  const auto send = [&](const std::string& mark, std::uint64_t replaces) {
    return as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c1", mark, replaces));
  };
  CHECK(send("9", 7).status == 409);
  const Reply first = send("9", 0);
  REQUIRE(first.status == 200);
  const auto position = first.json().at("receipt").at("position").get<std::uint64_t>();
  CHECK(send("9", 0).status == 200);
  const Reply late = send("7", 0);
  CHECK(late.status == 409);
  CHECK(late.json().at("state") == "changed");
  CHECK(late.json().at("position") == position);
  CHECK(send("7", position).status == 200);
}

TEST_CASE("a locked ballot takes no marks until it is reopened, nor does an absent judge's") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  const Voter other = entered(rig, code_for(rig, "j2").digits, kOther);
  for (const char* body : {"{}", R"({"round": "x"})", R"({"round": "r", "judge": "c1"})",
                           R"({"round": "r", "judge": 1})", R"({"round": "r", "all": true})"}) {
    rig.refused(422, "POST", "/api/v1/ballots/lock", body);
    rig.refused(422, "POST", "/api/v1/ballots/reopen", body);
  }
  const auto state = [&](const Voter& voter) {
    const Reply reply = as(rig, voter, "PUT", "/api/v1/ballot/marks", marks("c1", "9"));
    return reply.status == 200 ? std::string("open") : reply.json().at("state").get<std::string>();
  };
  rig.ok("POST", "/api/v1/ballots/lock", R"({"round": "r"})");
  CHECK(state(judge) == "locked");
  CHECK(state(other) == "locked");
  rig.ok("POST", "/api/v1/ballots/reopen", R"({"round": "r", "judge": "j1"})");
  CHECK(state(judge) == "open");
  CHECK(state(other) == "locked");
  rig.restart();
  CHECK(state(other) == "locked");
  rig.ok("POST", "/api/v1/ballots/reopen", R"({"round": "r"})");
  rig.ok("POST", "/api/v1/ballots/lock", R"({"round": "r", "judge": "j1"})");
  CHECK(state(judge) == "locked");
  CHECK(state(other) == "open");
  rig.ok("POST", "/api/v1/ballots/reopen", R"({"round": "r", "judge": "j1"})");
  CHECK(state(judge) == "open");

  rig.refused(422, "POST", "/api/v1/ballots/absent", R"({"round": "r", "judge": "c1"})");
  rig.refused(422, "POST", "/api/v1/ballots/absent", R"({"round": "r", "judge": "j1", "contestant": "c9"})");
  rig.refused(422, "POST", "/api/v1/ballots/absent", R"({"round": "r", "judge": "j1", "absent": 1})");
  rig.refused(409, "POST", "/api/v1/ballots/absent", R"({"round": "r", "judge": "j1", "contestant": "c1"})");
  rig.ok("POST", "/api/v1/ballots/absent", R"({"round": "r", "judge": "j1"})");
  const Reply absent = as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c2", "9"));
  CHECK(absent.status == 409);
  CHECK(absent.json().at("state") == "absent");
  CHECK(rig.get("/api/v1/scores/r-c2-j1").json().at("absent") == true);
  rig.ok("POST", "/api/v1/ballots/absent", R"({"round": "r", "judge": "j1", "absent": false})");
  CHECK(as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c2", "9")).status == 200);
  CHECK(state(judge) == "open");

  rig.ok("PATCH", "/api/v1/rounds/r", R"({"state": "closed"})");
  CHECK(state(judge) == "locked");
  rig.refused(409, "POST", "/api/v1/ballots/reopen", R"({"round": "r"})");
}
