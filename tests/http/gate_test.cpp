// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/gate.h"

#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

Head head_with(const std::string& host, const std::string& origin = {}) {
  std::string text = "GET / HTTP/1.1\r\nHost: " + host + "\r\n";
  if (!origin.empty()) {
    text += "Origin: " + origin + "\r\n";
  }
  auto head = parse_head(text + "\r\n");
  REQUIRE(head.has_value());
  return std::move(*head);
}

}  // namespace

TEST_CASE("only this server's own names are taken for a Host") {
  const Gate gate({"score.example", "192.0.2.7"}, 5757, "secret");
  for (const char* host :
       {"evil.example", "localhost.evil.example", "evil.example:5757", "127.0.0.1.evil.example", "128.0.0.1",
        "127.0.0.1:x", "127.0.0", "[::2]", "[::1", "", ":5757", "score.example.", "1270.0.0.1"}) {
    INFO(host);
    CHECK(gate.refuse_stranger(head_with(host)).has_value());
  }
  for (const char* host : {"localhost", "LOCALHOST:5757", "127.0.0.1", "127.0.0.1:5757", "127.1.2.3", "[::1]:5757",
                           "score.example", "Score.Example:80", "192.0.2.7:5757"}) {
    INFO(host);
    CHECK_FALSE(gate.refuse_stranger(head_with(host)).has_value());
  }
}

TEST_CASE("only this server's own pages may call it") {
  const Gate gate({"score.example"}, 5757, "secret");
  for (const char* origin :
       {"http://evil.example", "null", "http://localhost:8080", "http://127.0.0.1", "https://localhost:5757x",
        "file://", "http://localhost:5757.evil.example", "ftp://127.0.0.1:5757"}) {
    INFO(origin);
    CHECK(gate.refuse_stranger(head_with("127.0.0.1:5757", origin)).has_value());
  }
  CHECK_FALSE(gate.refuse_stranger(head_with("127.0.0.1:5757", "http://127.0.0.1:5757")).has_value());
  CHECK_FALSE(gate.refuse_stranger(head_with("127.0.0.1:5757", "http://localhost:5757")).has_value());
  CHECK_FALSE(gate.refuse_stranger(head_with("score.example", "https://score.example")).has_value());
}

TEST_CASE("over the wire a foreign Host or Origin is 403, before anything else is looked at") {
  Rig rig;
  Client client = rig.connect();
  client.send("GET /api/v1/health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  CHECK(client.read_reply()->status == 403);
  CHECK(rig.stranger("GET", "/control", {}, "Origin: http://evil.example\r\n").status == 403);
  rig.refused(403, "POST", "/api/v1/air/panic", "{}", "Origin: http://evil.example\r\n");
  CHECK(
      rig.call("GET", "/api/v1/health", {}, "Origin: http://localhost:" + std::to_string(rig.port()) + "\r\n").status ==
      200);
}

TEST_CASE("an operator's call without the token is 401, with a wrong one too") {
  Rig rig;
  for (const std::string& header :
       {std::string(), bearer("wrong"), bearer(std::string(kToken) + "x"), bearer(""),
        std::string("Authorization: Basic dGhlOnRva2Vu\r\n"), std::string("X-Token: ") + kToken + "\r\n"}) {
    INFO(header);
    const Reply reply = rig.stranger("POST", "/api/v1/air/panic", "{}", header);
    CHECK(reply.status == 401);
    CHECK(reply.header("www-authenticate") == "Bearer");
    CHECK(reply.json().at("status") == 401);
    CHECK(rig.stranger("GET", "/api/v1/groups", {}, header).status == 401);
    CHECK(rig.stranger("GET", "/api/v1/event-feed", {}, header).status == 401);
    CHECK(rig.stranger("GET", "/api/v1/stream", {}, header).status == 401);
    CHECK(rig.stranger("GET", "/metrics", {}, header).status == 401);
  }
  CHECK(
      rig.stranger("POST", "/api/v1/air/panic", "{}", "authorization: bearer " + std::string(kToken) + "\r\n").status ==
      200);
}

TEST_CASE("a token in the query opens nothing") {
  Rig rig;
  CHECK(rig.stranger("GET", std::string("/api/v1/groups?token=") + kToken).status == 401);
}

TEST_CASE("a server without a token lets no operator in") {
  const Gate gate({}, 5757, "");
  auto head = parse_head("GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \r\n\r\n");
  REQUIRE(head.has_value());
  CHECK(gate.bearer(*head) != Gate::Bearer::right);
}

TEST_CASE("a body of another type is 415") {
  Rig rig;
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                           "application/json; charset=gbk", "application/x-ndjson"}) {
    INFO(type);
    rig.refused(415, "POST", "/api/v1/air/panic", "{}", std::string("Content-Type: ") + type + "\r\n");
  }
  rig.refused(415, "POST", "/api/v1/events", "[]", "Content-Type: text/json\r\n");
  CHECK(rig.call("POST", "/api/v1/events", "[]", "Content-Type: Application/JSON; Charset=UTF-8\r\n").status == 200);
}
