// SPDX-License-Identifier: GPL-2.0-or-later
// Ballots over the wire: who is let in, what a judge is told, whose marks are taken.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

std::string file_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string wrong_digits(const std::string& code) {
  std::string other = code;
  other.back() = other.back() == '0' ? '1' : '0';
  return other;
}

}  // namespace

TEST_CASE("a wish for codes that is none is refused, and changes nothing") {
  Rig rig;
  seed(rig);
  for (const char* body : {"{}", R"({"person": "nobody"})", R"({"person": "j1", "round": "r"})", R"({"round": "r"})",
                           R"({"round": "x"})", R"({"person": "j1", "count": 2})",
                           R"({"person": "j1", "valid_minutes": 0})", R"({"person": "j1", "valid_minutes": 10081})",
                           R"({"person": 1})", R"({"person": "j1", "code": "000000"})", "[]"}) {
    rig.refused(422, "POST", "/api/v1/ballots/codes", body);
  }
  rig.refused(400, "POST", "/api/v1/ballots/codes", R"({"person": "j1"})", "Idempotency-Key: k\r\n");
  rig.refused(404, "DELETE", "/api/v1/ballots/codes/nobody", "");
  rig.refused(404, "POST", "/api/v1/ballots/codes/nobody/release", "{}");
  rig.refused(400, "DELETE", "/api/v1/ballots/codes", "");
}

TEST_CASE("what is no entry is refused") {
  Rig rig;
  seed(rig);
  const Code code = code_for(rig, "j1");
  const auto refused = [&](int status, const Json& body) {
    const std::uint64_t before = rig.show().journal().head();
    const Reply reply = rig.stranger("POST", "/api/v1/ballots/enter", json::dump(body));
    INFO(reply.body);
    CHECK(reply.status == status);
    CHECK(rig.show().journal().head() == before);
  };
  refused(422, Json::object());
  refused(422, {{"code", code.digits}});
  refused(422, {{"code", code.digits}, {"device", "short"}});
  refused(422, {{"code", code.digits}, {"device", std::string(32, 'g')}});
  refused(422, {{"code", code.digits}, {"device", std::string(65, 'a')}});
  refused(422, {{"code", 123456}, {"device", kPhone}});
  refused(422, {{"code", std::string(65, '1')}, {"device", kPhone}});
  refused(422, {{"code", code.digits}, {"device", kPhone}, {"person", "j2"}});
  refused(403, {{"code", wrong_digits(code.digits)}, {"device", kPhone}});
  refused(403, {{"code", code.link + "0"}, {"device", kPhone}});
  refused(403, {{"code", code.id + "." + std::string(32, '0')}, {"device", kPhone}});
  refused(422, {{"code", ""}, {"device", kPhone}});
  refused(403, {{"code", "abc"}, {"device", kPhone}});
}

TEST_CASE("digits are tried a few times only, from one address and from all of them; a personal link still opens") {
  std::int64_t now = 1'660'000'000'000;
  Rig rig({}, {}, {}, show_with_clock(now));
  seed(rig);
  const Code code = code_for(rig, "j1");
  const std::string wrong = wrong_digits(code.digits);
  for (int i = 0; i < 5; ++i) CHECK(enter(rig, wrong, kPhone).status == 403);
  const Reply held = enter(rig, code.digits, kPhone);
  CHECK(held.status == 429);
  CHECK(held.header("retry-after") == "30");
  CHECK(enter(rig, code.digits, kPhone, "X-Forwarded-For: 192.0.2.7\r\n").status == 200);
  now += 30'000;
  CHECK(enter(rig, code.digits, kPhone).status == 200);
  CHECK(enter(rig, wrong, kPhone).status == 403);
  CHECK(enter(rig, code.digits, kPhone).status == 429);

  int tried = 0;
  while (enter(rig, wrong, kPhone, "X-Forwarded-For: 198.51.100." + std::to_string(tried) + "\r\n").status == 403) {
    REQUIRE(++tried < 100);
  }
  CHECK(tried < 30);
  CHECK(enter(rig, code.digits, kPhone, "X-Forwarded-For: 192.0.2.8\r\n").status == 429);
  CHECK(enter(rig, code.link, kPhone).status == 200);
  CHECK(rig.get("/api/v1/ballots").json().at("wrong_codes").at("count") == tried + 6);
}

TEST_CASE("a code that has expired opens nothing, but for the device that entered it") {
  std::int64_t now = 1'660'000'000'000;
  Rig rig({}, {}, {}, show_with_clock(now));
  seed(rig);
  const Code first = code_for(rig, "j1", R"(, "valid_minutes": 10)");
  const Code second = code_for(rig, "j2", R"(, "valid_minutes": 10)");
  REQUIRE(enter(rig, first.digits, kPhone).status == 200);
  now += 10 * 60'000;
  const Reply late = enter(rig, second.digits, kOther);
  CHECK(late.status == 409);
  CHECK(late.json().at("state") == "expired");
  CHECK(enter(rig, first.digits, kPhone).status == 200);
  // What nobody can enter any more makes room for others.
  code_for(rig, "j2");
  CHECK(rig.get("/api/v1/ballots/codes").json().size() == 2);
}

TEST_CASE("a judge's code that another device tries is refused and told, until the operator releases it") {
  Rig rig;
  seed(rig);
  const Code code = code_for(rig, "j1");
  const Reply first = enter(rig, code.link, kPhone);
  REQUIRE(first.status == 200);
  CHECK(first.json().at("person") == "j1");
  const Voter judge{first.json().at("token")};
  CHECK(enter(rig, code.digits, kPhone).json().at("token") == judge.token);

  for (const std::string& text : {code.link, code.digits}) {
    const Reply other = enter(rig, text, kOther);
    CHECK(other.status == 409);
    CHECK(other.json().at("state") == "elsewhere");
  }
  const Json row = judge_row(rig, "j1");
  CHECK(row.at("code").at("refused").at("count") == 2);
  CHECK(as(rig, judge, "GET", "/api/v1/ballot").status == 200);

  rig.ok("POST", "/api/v1/ballots/codes/" + code.id + "/release");
  CHECK(as(rig, judge, "GET", "/api/v1/ballot").status == 401);
  const Reply moved = enter(rig, code.digits, kOther);
  REQUIRE(moved.status == 200);
  CHECK(moved.json().at("token") != judge.token);
  CHECK(enter(rig, code.digits, kPhone).status == 409);
}

TEST_CASE("a new code for somebody who has entered is asked for by name, and ends the old one") {
  Rig rig;
  seed(rig);
  const Code old = code_for(rig, "j1");
  const Voter judge = entered(rig, old.digits, kPhone);
  const Reply refused = rig.refused(409, "POST", "/api/v1/ballots/codes", R"({"person": "j1"})");
  CHECK(refused.json().at("state") == "entered");
  const Code fresh = code_for(rig, "j1", R"(, "replace": true)");
  CHECK(as(rig, judge, "GET", "/api/v1/ballot").status == 401);
  CHECK(enter(rig, old.link, kPhone).status == 403);
  CHECK(enter(rig, fresh.digits, kPhone).status == 200);
  rig.ok("DELETE", "/api/v1/ballots/codes/" + fresh.id);
  CHECK(enter(rig, fresh.link, kPhone).status == 403);
}

TEST_CASE("who entered stays entered over a restart") {
  Rig rig;
  seed(rig);
  const Code first = code_for(rig, "j1");
  const Code second = code_for(rig, "j2");
  const Voter judge = entered(rig, first.digits, kPhone);
  rig.restart();
  CHECK(as(rig, judge, "GET", "/api/v1/ballot").status == 200);
  CHECK(enter(rig, first.digits, kOther).status == 409);
  CHECK(enter(rig, second.digits, kOther).status == 200);
}

TEST_CASE("no read, no feed and no file of the show holds a code, and none tells a hash") {
  Rig rig;
  seed(rig);
  const Code code = code_for(rig, "j1");
  const Voter judge = entered(rig, code.digits, kPhone);
  const Json kept = rig.show().snapshot()->store.find("ballot_codes", code.id)->data;
  const std::string link_secret = code.link.substr(code.link.find('.') + 1);
  const std::string bearer_secret = judge.token.substr(judge.token.find('.') + 1);
  std::string told = rig.get("/api/v1/event-feed?stream=false").body + rig.get("/api/v1/ballots").body +
                     rig.get("/api/v1/ballots/codes").body + as(rig, judge, "GET", "/api/v1/ballot").body +
                     rig.stranger("GET", "/api/v1/public/results").body;
  for (const char* name : {"salt", "code", "link", "device", "bearer"}) {
    INFO(name);
    REQUIRE(kept.contains(name));
    CHECK(told.find(kept.at(name).get<std::string>()) == std::string::npos);
  }
  told += file_text(rig.file()) + file_text(rig.file().string() + "-wal");
  for (const std::string& secret : {link_secret, bearer_secret, std::string(kPhone), "\"" + code.digits + "\""}) {
    CHECK(told.find(secret) == std::string::npos);
  }
  // Without the key beside the file nobody comes from what is kept to the six digits.
  const auto key = std::filesystem::path(rig.file()).replace_extension(".ballot-key");
  CHECK((std::filesystem::status(key).permissions() & std::filesystem::perms(0077)) == std::filesystem::perms::none);
  CHECK(told.find(file_text(key).substr(0, 64)) == std::string::npos);
}

TEST_CASE("a judge may call the ballot and what is everybody's, and nothing with operators' eyes") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  for (const char* target :
       {"/api/v1/scores", "/api/v1/rounds/r", "/api/v1/tokens", "/api/v1/ballots", "/api/v1/ballots/codes",
        "/api/v1/air", "/api/v1/event-feed", "/api/v1/stream", "/api/v1/rounds/r/standings?audience=operator",
        "/api/v1/rounds/r/results.json?audience=operator", "/api/v1/rounds/r/results.csv?audience=operator"}) {
    INFO(target);
    CHECK(as(rig, judge, "GET", target).status == 403);
  }
  CHECK(as(rig, judge, "PUT", "/api/v1/scores/s1", score("c1", "j1", "9")).status == 403);
  CHECK(as(rig, judge, "POST", "/api/v1/ballots/reopen", R"({"round": "r"})").status == 403);
  CHECK(as(rig, judge, "GET", "/api/v1/public/results").status == 200);
  const Json health = as(rig, judge, "GET", "/api/v1/health").json();
  CHECK(health.at("role") == "judge");
  CHECK_FALSE(health.contains("token"));
  // And operators have no ballot.
  CHECK(rig.get("/api/v1/ballot").status == 403);
  rig.refused(422, "POST", "/api/v1/tokens", R"({"name": "A", "role": "judge"})");
  rig.refused(422, "POST", "/api/v1/tokens", R"({"name": "judge/j1", "role": "scorer"})");
}

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
