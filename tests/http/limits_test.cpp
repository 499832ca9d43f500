// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <catch2/catch.hpp>
#include <future>
#include <list>
#include <thread>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
using namespace std::chrono_literals;

TEST_CASE("a client that never ends its head is told so and sent away") {
  Limits limits;
  limits.head = 100ms;
  Rig rig(limits);
  Client client = rig.connect();
  client.send("GET /api/v1/health HTTP/1.1\r\nHost: loc");
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 408);
  CHECK(client.closed_by_server());
}

TEST_CASE("a client that never ends its body is told so and sent away") {
  Limits limits;
  limits.request = 100ms;
  Rig rig(limits);
  Client client = rig.connect();
  client.send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + bearer() +
              "Content-Length: 1000\r\n\r\n[");
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 408);
  CHECK(client.closed_by_server());
}

TEST_CASE("bytes that trickle do not stretch the time for a head") {
  Limits limits;
  limits.head = 200ms;
  Rig rig(limits);
  Client client = rig.connect();
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Trickle: ");
  // Enough to run into the limit of a head's size, were there none of its time.
  for (int i = 0; i < 40'000 && !client.answered_within(1ms) && client.send("x"); ++i) {
  }
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 408);
}

TEST_CASE("an idle connection is closed without a word") {
  Limits limits;
  limits.idle = 50ms;
  Rig rig(limits);
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/health"));
  CHECK(client.read_reply()->status == 200);
  CHECK_FALSE(client.read_line().has_value());
  CHECK(client.closed_by_server());
}

TEST_CASE("a flood of header bytes is cut off at the limit") {
  Rig rig;
  Client client = rig.connect();
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Flood: " + std::string(40 * 1024, 'x'));
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 431);
  CHECK(client.closed_by_server());
}

TEST_CASE("a flood of header lines is cut off at a hundred") {
  Rig rig;
  std::string lines;
  for (int i = 0; i < 101; ++i) {
    lines += "X: y\r\n";
  }
  CHECK(rig.stranger("GET", "/api/v1/health", {}, lines).status == 431);
}

TEST_CASE("many idle clients do not keep a new one waiting") {
  Limits limits;
  limits.connections = 12;
  Rig rig(limits);
  std::list<Client> idle;
  for (int i = 0; i < 12; ++i) {
    idle.push_back(rig.connect());
    idle.back().send(request("GET", "/api/v1/health"));
    REQUIRE(idle.back().read_reply()->status == 200);
  }
  CHECK(rig.get("/api/v1/health").status == 200);
  // One that had been idle made room: it is readable, and what there is to read is the end.
  auto gone = idle.end();
  for (int tries = 0; gone == idle.end() && tries < 1'000; ++tries) {
    gone = std::find_if(idle.begin(), idle.end(), [](const Client& client) { return client.answered_within(1ms); });
  }
  REQUIRE(gone != idle.end());
  CHECK(gone->closed_by_server());
}

TEST_CASE("past the limit of busy connections a client is told to come back") {
  Limits limits;
  limits.connections = 2;
  Rig rig(limits);
  Client first = rig.connect();
  Client second = rig.connect();
  const std::string unfinished =
      "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + bearer() +
      "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  for (Client* client : {&first, &second}) {
    client->send(unfinished);
    REQUIRE(client->read_line() == "HTTP/1.1 100 Continue\r");
    REQUIRE(client->read_line() == "\r");
  }
  Client third = rig.connect();
  third.send(request("GET", "/api/v1/health", {}, "X-Forwarded-For: 192.0.2.9\r\n"));
  const auto reply = third.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 503);
  CHECK(reply->header("retry-after") == "1");
  CHECK(reply->header("connection") == "close");
  CHECK(reply->json().at("status") == 503);
  CHECK(third.closed_by_server());

  first.send("[]");
  CHECK(first.read_reply()->status == 200);
  int status = 503;
  for (int tries = 0; status == 503 && tries < 10'000; ++tries) {
    status = rig.stranger("GET", "/api/v1/health", {}, "X-Forwarded-For: 192.0.2.9\r\n").status;
  }
  CHECK(status == 200);
}

TEST_CASE("feeds have a limit of their own, and leave requests and the audience alone") {
  Limits limits;
  limits.feeds = 2;
  limits.public_streams = 1;
  limits.connections = 4;
  Rig rig(limits);
  std::list<Client> open;
  for (const char* target : {"/api/v1/event-feed", "/api/v1/stream", "/api/v1/public/stream"}) {
    open.push_back(rig.connect());
    open.back().send(request("GET", target, {}, bearer()));
    REQUIRE(open.back().read_head()->status == 200);
  }
  for (const char* target : {"/api/v1/event-feed", "/api/v1/stream", "/api/v1/public/stream"}) {
    const Reply reply = rig.get(target);
    CHECK(reply.status == 503);
    CHECK(reply.header("retry-after") == (target == std::string("/api/v1/public/stream") ? "15" : "1"));
  }
  CHECK(rig.get("/api/v1/health").status == 200);
  CHECK(rig.call("GET", "/api/v1/event-feed?stream=false").status == 200);
  CHECK(rig.call("HEAD", "/api/v1/event-feed").status == 200);
}

TEST_CASE("a feed whose client has gone gives its place back") {
  Limits limits;
  limits.feeds = 1;
  Rig rig(limits);
  {
    Client gone = rig.connect();
    gone.send(request("GET", "/api/v1/event-feed", {}, bearer()));
    REQUIRE(gone.read_head()->status == 200);
  }
  int status = 503;
  for (int tries = 0; status == 503 && tries < 10'000; ++tries) {
    Client next = rig.connect();
    next.send(request("GET", "/api/v1/event-feed", {}, bearer()));
    status = next.read_head()->status;
  }
  CHECK(status == 200);
}

TEST_CASE("a client that stops reading its stream is dropped, and nobody waits for it") {
  Limits limits;
  limits.feeds = 1;
  limits.write = 100ms;
  Rig rig(limits);
  Client deaf(rig.port(), 4096);
  deaf.send(request("GET", "/api/v1/event-feed", {}, bearer()));
  REQUIRE(deaf.read_head()->status == 200);
  const std::string text(4000, 'x');
  // More than any buffer on the way holds.
  for (int i = 0; i < 400; ++i) {
    rig.ok("PUT", "/api/v1/messages/m", R"({"text": ")" + text + std::to_string(i) + "\"}");
  }
  int status = 503;
  for (int tries = 0; status == 503 && tries < 10'000; ++tries) {
    Client next = rig.connect();
    next.send(request("GET", "/api/v1/event-feed?since_token=" + std::to_string(rig.head()), {}, bearer()));
    status = next.read_head()->status;
  }
  CHECK(status == 200);
}

TEST_CASE("five hundred clients connect at once, and each is served") {
  Limits limits;
  limits.connections = limits.waiting = 600;
  Rig rig(limits);
  std::list<Client> crowd;
  for (int i = 0; i < 500; ++i) {
    crowd.push_back(rig.connect());
  }
  for (Client& client : crowd) {
    client.send(request("GET", "/api/v1/health"));
  }
  int served = 0;
  for (Client& client : crowd) {
    const auto reply = client.read_reply();
    served += reply && reply->status == 200 ? 1 : 0;
  }
  CHECK(served == 500);
}

TEST_CASE("stopping ends idle, silent, half and following clients without waiting for any of them") {
  Limits limits;
  // Were anything waited for, the test would not come to its end.
  limits.idle = limits.head = limits.request = limits.heartbeat = 1h;
  Rig rig(limits);
  Client idle = rig.connect();
  idle.send(request("GET", "/api/v1/health"));
  REQUIRE(idle.read_reply()->status == 200);
  Client silent = rig.connect();
  Client half = rig.connect();
  half.send("GET /api/v1/health HTTP/1.1\r\nHos");
  Client feed = rig.connect();
  feed.send(request("GET", "/api/v1/event-feed", {}, bearer()));
  REQUIRE(feed.read_head()->status == 200);
  Client results = rig.connect();
  results.send(request("GET", "/api/v1/public/stream"));
  REQUIRE(results.read_head()->status == 200);

  rig.server().stop();
  for (Client* client : {&idle, &silent, &half, &feed, &results}) {
    CHECK(client->closed_by_server());
  }
  rig.server().stop();
}

TEST_CASE("a request that is being answered when the server stops gets its answer") {
  std::promise<void> drawing;
  std::promise<void> go_on;
  Hooks hooks;
  hooks.preview_png = [&](const PreviewRequest&) {
    drawing.set_value();
    go_on.get_future().wait();
    return tl::expected<std::string, leitai::contest::Refusal>("png");
  };
  Rig rig({}, hooks);
  Client idle = rig.connect();
  idle.send(request("GET", "/api/v1/health"));
  REQUIRE(idle.read_reply()->status == 200);
  Client busy = rig.connect();
  busy.send(request("GET", "/api/v1/preview.png", {}, bearer()));
  drawing.get_future().wait();
  std::thread stopper([&rig] { rig.server().stop(); });
  const bool stopping = idle.closed_by_server();
  go_on.set_value();
  const auto reply = busy.read_reply();
  stopper.join();
  CHECK(stopping);
  REQUIRE(reply.has_value());
  CHECK(reply->body == "png");
}
