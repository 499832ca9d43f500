// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/http/inside.h"
#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

Options options() {
  Options result;
  result.token = kToken;
  return result;
}

Json parsed(const Inside::Answer& answer) {
  return leitai::json::parse(answer.body).value_or(Json());
}

}  // namespace

TEST_CASE("what is refused over the wire is refused inside, with the same problem") {
  Rig rig;
  seed(rig);
  Inside inside(options(), rig.show());
  const std::uint64_t head = rig.head();
  const struct {
    const char* method;
    const char* target;
    std::string body;
    int status;
  } cases[] = {
      {"POST", "/api/v1/air/take", "{", 400},
      {"POST", "/api/v1/air/take", "[]", 422},
      {"POST", "/api/v1/air/take", R"({"template": "nothing"})", 422},
      {"POST", "/api/v1/air/update", R"({"layer": 20, "data": {}})", 409},
      {"POST", "/api/v1/timers/nothing/start", "", 404},
      {"POST", "/api/v1/rounds/r/reveal", "", 400},
      {"GET", "/api/v1/nothing/at/all", "", 404},
      {"DELETE", "/api/v1/air/take", "", 405},
  };
  for (const auto& [method, target, body, status] : cases) {
    INFO(method << ' ' << target << ' ' << body);
    const Inside::Answer answer = inside.ask(method, target, body);
    CHECK(answer.status == status);
    CHECK(parsed(answer).at("status") == status);
    CHECK(parsed(answer) == rig.call(method, target, body).json());
  }
  const std::string large = "{\"data\": \"" + std::string(Limits().body_bytes, 'x') + "\"}";
  CHECK(inside.ask("POST", "/api/v1/air/take", large).status == 413);
  CHECK(inside.ask("GET", "/api/v1/event-feed", "").status == 501);
  CHECK(rig.head() == head);
}

TEST_CASE("what is done inside is done, by the operator") {
  Rig rig;
  seed(rig);
  Inside inside(options(), rig.show());
  const Inside::Answer taken =
      inside.ask("POST", "/api/v1/air/take", R"({"template": "lower-third", "data": {"title": "A"}})");
  REQUIRE(taken.status == 200);
  CHECK(parsed(taken).at("token") == rig.head());
  CHECK(rig.get("/api/v1/air").json().at("channels").at("program").at("layers").contains("20"));
  CHECK(parsed(inside.ask("GET", "/api/v1/air", "")).at("token") == rig.head());
  const auto records = rig.show().journal().read(rig.head() - 1, 1);
  REQUIRE(records.has_value());
  CHECK(records->front().actor == "operator");
}
