// SPDX-License-Identifier: GPL-2.0-or-later
// The traps of the HTTP library beneath, each with what a client must see instead.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

/// The status of what the server answers to a text, and that it closes afterwards.
int status_then_closed(const Rig& rig, const std::string& text) {
  Client client = rig.connect();
  client.send(text);
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->header("connection") == "close");
  CHECK(reply->header("content-type") == "application/problem+json");
  CHECK(client.closed_by_server());
  return reply->status;
}

std::string post(const std::string& lines, const std::string& body) {
  return "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + bearer() + lines +
         "\r\n" + body;
}

const std::string kGroups = R"([{"type": "groups", "id": "g", "data": {"name": "G"}}])";

}  // namespace

TEST_CASE("a chunked body is refused and does not pass the size limit") {
  Rig rig;
  CHECK(status_then_closed(rig, post("Transfer-Encoding: chunked\r\n", "2\r\n[]\r\n0\r\n\r\n")) == 411);
  CHECK(status_then_closed(rig, post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "2\r\n[]\r\n0\r\n\r\n")) ==
        400);
}

TEST_CASE("a compressed body is refused and does not pass the size limit") {
  Rig rig;
  CHECK(status_then_closed(rig, post("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "[]")) == 415);
  CHECK(status_then_closed(rig, post("Content-Encoding: br\r\nContent-Length: 2\r\n", "[]")) == 415);
}

TEST_CASE("a write without a certain length is refused, not read until the client leaves") {
  Rig rig;
  CHECK(status_then_closed(rig, post("", "[]")) == 411);
  CHECK(status_then_closed(rig, post("Content-Length: 2\r\nContent-Length: 2\r\n", "[]")) == 400);
  CHECK(status_then_closed(rig, post("Content-Length: two\r\n", "[]")) == 400);
  CHECK(status_then_closed(rig, post("Content-Length: -2\r\n", "[]")) == 400);
}

TEST_CASE("the body of a GET is not taken for the next request") {
  Rig rig;
  Client client = rig.connect();
  const std::string smuggled = "POST /api/v1/air/panic HTTP/1.1\r\nHost: localhost\r\n" + bearer() +
                               "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
  client.send("GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(smuggled.size()) +
              "\r\n\r\n" + smuggled);
  const auto first = client.read_reply();
  REQUIRE(first.has_value());
  CHECK(first->status == 400);
  CHECK_FALSE(client.read_reply().has_value());
  CHECK(rig.get("/api/v1/air").json().at("automation") == "run");
}

TEST_CASE("pipelined requests are answered, all of them, in order") {
  Rig rig;
  Client client = rig.connect();
  std::string text;
  for (int i = 0; i < 20; ++i) {
    const std::string id = "g" + std::to_string(i);
    text += request("PUT", "/api/v1/groups/" + id, R"({"name": ")" + id + "\"}", bearer());
    text += request("GET", "/api/v1/groups/" + id, {}, bearer());
  }
  client.send(text);
  for (int i = 0; i < 20; ++i) {
    INFO(i);
    const auto written = client.read_reply();
    REQUIRE(written.has_value());
    CHECK(written->status == 200);
    const auto read = client.read_reply();
    REQUIRE(read.has_value());
    CHECK(read->json().at("name") == "g" + std::to_string(i));
  }
}

TEST_CASE("what follows a refused head is not answered, and the client is told by the close") {
  Rig rig;
  Client client = rig.connect();
  client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + request("GET", "/api/v1/health"));
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 400);
  CHECK(reply->header("connection") == "close");
  CHECK_FALSE(client.read_reply().has_value());
}

TEST_CASE("a client that is refused in the middle of sending can send on, and reads the answer") {
  Rig rig;
  Client client = rig.connect();
  REQUIRE(client.send(post("Transfer-Encoding: chunked\r\n", std::string(4'000'000, '0'))));
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 411);
}

TEST_CASE("an encoded line break in a header value stays what it is") {
  Rig rig;
  const std::string key = "Idempotency-Key: a%0d%0aSet-Cookie:%20x=y\r\n";
  const Reply reply = rig.call("PUT", "/api/v1/groups/g", R"({"name": "G"})", key + "X-Odd: b%0d%0aX-Injected: 1\r\n");
  CHECK(reply.status == 200);
  CHECK(reply.count("set-cookie") == 0);
  CHECK(reply.count("x-injected") == 0);
  // Decoded, the key would hold characters that no key may hold.
  CHECK(rig.call("PUT", "/api/v1/groups/g", R"({"name": "other"})", key).status == 422);
}

TEST_CASE("an encoded line break in an address reaches no header") {
  Rig rig;
  const Reply reply = rig.get("/api/v1/groups/g%0d%0aX-Injected:%201");
  CHECK(reply.status == 404);
  CHECK(reply.count("x-injected") == 0);
}

TEST_CASE("addresses that a client claims to have are not believed") {
  Rig rig;
  const Reply reply = rig.stranger("GET", "/api/v1/groups", {}, "REMOTE_ADDR: 127.0.0.1\r\nLOCAL_ADDR: 127.0.0.1\r\n");
  CHECK(reply.status == 401);
}

TEST_CASE("a Range is ignored: no part of an answer is cut out") {
  Rig rig;
  for (const char* range : {"bytes=0-1", "bytes=5-2", "bytes=0-0,2-2,4-4", "lines=1"}) {
    INFO(range);
    const Reply reply = rig.stranger("GET", "/api/v1/health", {}, std::string("Range: ") + range + "\r\n");
    CHECK(reply.status == 200);
    CHECK(reply.json().at("status") == "ok");
  }
}

TEST_CASE("a form body is not read as parameters, a multipart body not as files") {
  Rig rig;
  rig.refused(415, "POST", "/api/v1/events", "audience=operator",
              "Content-Type: application/x-www-form-urlencoded\r\n");
  rig.refused(415, "POST", "/api/v1/events", "--x\r\n\r\n--x--", "Content-Type: multipart/form-data; boundary=x\r\n");
}

TEST_CASE("a keep-alive connection is good for many more than five requests") {
  Rig rig;
  Client client = rig.connect();
  for (int i = 0; i < 200; ++i) {
    INFO(i);
    client.send(request("GET", "/api/v1/health"));
    const auto reply = client.read_reply();
    REQUIRE(reply.has_value());
    CHECK(reply->status == 200);
    CHECK(reply->header("connection").empty());
    CHECK(reply->header("keep-alive").empty());
  }
}

TEST_CASE("a client that asks to be left is left") {
  Rig rig;
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/health", {}, "Connection: Close\r\n"));
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->header("connection") == "close");
  CHECK(reply->count("keep-alive") == 0);
  CHECK(client.closed_by_server());
}

TEST_CASE("a body is asked for where the client waits for that, and not where it is refused") {
  Rig rig;
  Client client = rig.connect();
  client.send(post("Expect: 100-continue\r\nContent-Length: " + std::to_string(kGroups.size()) + "\r\n", ""));
  CHECK(client.read_line() == "HTTP/1.1 100 Continue\r");
  CHECK(client.read_line() == "\r");
  client.send(kGroups);
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 200);

  Client refused = rig.connect();
  refused.send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  const auto answer = refused.read_reply();
  REQUIRE(answer.has_value());
  CHECK(answer->status == 401);
  CHECK(answer->header("connection") == "close");
}

TEST_CASE("a body past 1 MiB is 413, and the client reads the answer on the same connection") {
  Rig rig;
  Client client = rig.connect();
  const std::string big(1024 * 1024 + 1, ' ');
  REQUIRE(client.send(request("POST", "/api/v1/events", big, bearer())));
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 413);
  client.send(request("GET", "/api/v1/health"));
  CHECK(client.read_reply()->status == 200);

  const std::string most = "[" + std::string(1024 * 1024 - 2, ' ') + "]";
  CHECK(rig.call("POST", "/api/v1/events", most).status == 200);
}

TEST_CASE("a body past what is drained is 413, too, with the connection's end") {
  Rig rig;
  Client client = rig.connect();
  client.send(post("Content-Length: 100000000\r\n", std::string(3 * 1024 * 1024, ' ')));
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 413);
  CHECK(reply->header("connection") == "close");
  client.finish_sending();
  CHECK(client.closed_by_server());
}

TEST_CASE("a body that is refused before it is read does not become the next request") {
  Rig rig;
  Client client = rig.connect();
  const std::string smuggled = request("POST", "/api/v1/air/panic", "{}", bearer());
  client.send("POST /api/v1/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(smuggled.size()) +
              "\r\n\r\n" + smuggled + request("GET", "/api/v1/air", {}, bearer()));
  CHECK(client.read_reply()->status == 404);
  const auto next = client.read_reply();
  REQUIRE(next.has_value());
  CHECK(next->json().at("automation") == "run");
}

TEST_CASE("an unknown method is 501 and changes nothing") {
  Rig rig;
  CHECK(status_then_closed(rig, "BREW /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n") == 501);
}

TEST_CASE("a second server on the same port is refused in one sentence") {
  Rig rig;
  Options options;
  options.port = rig.port();
  options.token = kToken;
  const auto second = Server::start(options, rig.show(), {});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error() == "port " + std::to_string(rig.port()) + " on 127.0.0.1 is taken");
  CHECK(rig.get("/api/v1/health").status == 200);
}

TEST_CASE("a port is free again at once when its server has ended") {
  Rig rig;
  const int port = rig.port();
  rig.get("/api/v1/health");
  rig.server().stop();
  Options options;
  options.port = port;
  CHECK(Server::start(options, rig.show(), {}).has_value());
}

TEST_CASE("an address that is none of this machine's is refused in one sentence") {
  Rig rig;
  Options options;
  options.bind = "192.0.2.1";
  CHECK(Server::start(options, rig.show(), {}).error() == "192.0.2.1 is not an address of this machine");
  options.bind = "no such name";
  CHECK_FALSE(Server::start(options, rig.show(), {}).has_value());
  options.bind = "127.0.0.1";
  options.port = 70'000;
  CHECK_FALSE(Server::start(options, rig.show(), {}).has_value());
}
