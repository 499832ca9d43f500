// SPDX-License-Identifier: GPL-2.0-or-later
// Codes of ballots: who is let in.
#include <catch2/catch.hpp>

#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

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

TEST_CASE("who asks is told by the proxies that the program knows, and by nobody else") {
  Options options;
  options.proxies = {"127.0.0.2", "::1"};
  Rig rig({}, {}, options);
  seed(rig);
  const std::string wrong = wrong_digits(code_for(rig, "j1").digits);
  const auto tried_from = [&](const char* peer, const std::string& forwarded) {
    Client client(rig.port(), 0, peer);
    client.send(request("POST", "/api/v1/ballots/enter", json::dump(Json{{"code", wrong}, {"device", kPhone}}),
                        "X-Forwarded-For: " + forwarded + "\r\n"));
    return client.read_reply()->status;
  };
  // One phone that makes addresses up is one phone.
  for (int i = 0; i < 5; ++i) CHECK(tried_from("127.0.0.1", "192.0.2." + std::to_string(i)) == 403);
  CHECK(tried_from("127.0.0.1", "192.0.2.9") == 429);
  // Of what the proxy hands on, its own word is the last one.
  for (int i = 0; i < 5; ++i) CHECK(tried_from("127.0.0.2", "192.0.2." + std::to_string(i) + ", 198.51.100.1") == 403);
  CHECK(tried_from("127.0.0.2", "198.51.100.2, 198.51.100.1") == 429);
  CHECK(tried_from("127.0.0.2", "198.51.100.1, 198.51.100.2") == 403);
}

TEST_CASE("links lead to where phones find the ballot") {
  Rig other;
  const auto refused = [&other](Options wrong) {
    wrong.port = 0;
    const auto server = Server::start(std::move(wrong), other.show(), {});
    CHECK_FALSE(server);
    return !server ? server.error() : std::string();
  };
  for (const char* wrong : {"results.example", "https://", "https://a/b", "https://a b", "ftp://a", "https://a:x"}) {
    Options options;
    options.ballots_at = wrong;
    CHECK(refused(options) ==
          "phones find the ballot at an address such as https://results.example: " + options.ballots_at);
  }
  for (const char* wrong : {"proxy.example", "", "10.0.0", "10.0.0.0/8"}) {
    Options options;
    options.proxies = {wrong};
    CHECK(refused(options) == "a proxy is named by its IP address: " + options.proxies.front());
  }
  Options options;
  options.ballots_at = "https://results.example:8443";
  Rig rig({}, {}, options);
  seed(rig);
  const Reply made = rig.call("POST", "/api/v1/ballots/codes", R"({"person": "j1"})");
  CHECK(made.json().at("codes").at(0).at("link").get<std::string>().starts_with(
      "https://results.example:8443/ballot#code="));
}
