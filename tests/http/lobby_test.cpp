// SPDX-License-Identifier: GPL-2.0-or-later
// Who comes and does not ask for anything takes no place of those who do.
#include <catch2/catch.hpp>
#include <list>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
using namespace std::chrono_literals;

namespace {

/// POSTs whose bodies do not come: each holds its place, without a token, until the time for a body is over.
class SlowSenders {
 public:
  SlowSenders(const Rig& rig, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Client& client = clients_.emplace_back(rig.connect());
      client.send(
          "POST /api/v1/ballots/enter HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          "X-Forwarded-For: 192.0.2.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      REQUIRE(client.read_line() == "HTTP/1.1 100 Continue\r");
    }
  }

 private:
  std::list<Client> clients_;
};

constexpr const char* kStranger = "X-Forwarded-For: 192.0.2.9\r\n";

}  // namespace

TEST_CASE("a first request whose head does not come in time is told so, and silence is cut off without a word") {
  Limits limits;
  limits.head = 100ms;
  Rig rig(limits);
  Client silent = rig.connect();
  Client half = rig.connect();
  half.send("GET /api/v1/health HTTP/1.1\r\n");
  const auto reply = half.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 408);
  CHECK(half.closed_by_server());
  CHECK_FALSE(silent.read_line().has_value());
  CHECK(silent.closed_by_server());
}

TEST_CASE("however many are silent or speak slowly, whoever asks is answered") {
  Limits limits;
  limits.connections = 2;
  limits.kept_for_known = 32;
  // Nothing here ends by its time.
  limits.head = limits.idle = 1h;
  Rig rig(limits);
  std::list<Client> crowd;
  for (int i = 0; i < 400; ++i) {
    crowd.push_back(rig.connect());
    if (i % 2 == 0) crowd.back().send("GET /api/v1/health HTTP/1.1\r\nHost: local");
  }
  for (int i = 0; i < 20; ++i) {
    CHECK(rig.get("/api/v1/health").status == 200);
    CHECK(rig.stranger("GET", "/api/v1/health", {}, kStranger).status == 200);
  }
}

TEST_CASE("where the lobby is full, the address that has most of it gives a place up") {
  Limits limits;
  limits.waiting = 4;
  limits.head = 1h;
  Rig rig(limits);
  Client other(rig.port(), 0, "127.0.0.2");
  other.send("GET /api/v1/health HTTP/1.1\r\n");
  std::list<Client> crowd;
  for (int i = 0; i < 12; ++i) crowd.push_back(rig.connect());
  for (int i = 0; i < 8; ++i, crowd.pop_front()) CHECK(crowd.front().closed_by_server());
  other.send("Host: localhost\r\n\r\n");
  CHECK(other.read_reply()->status == 200);
  // Those who came last are waiting still.
  crowd.back().send(request("GET", "/api/v1/health"));
  CHECK(crowd.back().read_reply()->status == 200);
}

TEST_CASE(
    "where all places are taken, there are some for tokens and for this machine, and strangers are told to come back") {
  Limits limits;
  limits.connections = 2;
  limits.kept_for_known = 32;
  Rig rig(limits);
  const SlowSenders slow(rig, 2);
  const Reply refused = rig.stranger("GET", "/api/v1/health", {}, kStranger);
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "1");
  CHECK(rig.get("/api/v1/health", kStranger).status == 200);
  CHECK(rig.stranger("GET", "/api/v1/health").status == 200);
  CHECK(rig.stranger("GET", "/api/v1/health", {}, std::string("Authorization: Bearer wrong\r\n") + kStranger).status ==
        503);
}

TEST_CASE("a request that comes in pieces is one") {
  Rig rig;
  Client client = rig.connect();
  const std::string whole = "\r\n\r\n" + request("GET", "/api/v1/health") + request("GET", "/api/v1/health");
  for (const char byte : whole) client.send(std::string(1, byte));
  CHECK(client.read_reply()->status == 200);
  CHECK(client.read_reply()->status == 200);
}
