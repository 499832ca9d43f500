// SPDX-License-Identifier: GPL-2.0-or-later
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <set>
#include <thread>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

std::string if_match(const std::string& tag) {
  return "If-Match: " + tag + "\r\n";
}
/// Makes every write to a file fail while it lives.
class DiskFailure {
 public:
  DiskFailure() {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{0, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~DiskFailure() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  DiskFailure(const DiskFailure&) = delete;
  DiskFailure& operator=(const DiskFailure&) = delete;

 private:
  rlimit before_{};
};

std::string key(const std::string& text) {
  return "Idempotency-Key: " + text + "\r\n";
}

}  // namespace

TEST_CASE("a stale If-Match is 412, one that is no ETag of ours 400") {
  Rig rig;
  rig.ok("PUT", "/api/v1/groups/g", R"({"name": "One"})");
  const std::string first = rig.get("/api/v1/groups/g").header("etag");
  rig.ok("PUT", "/api/v1/groups/g", R"({"name": "Two"})");
  rig.refused(412, "PUT", "/api/v1/groups/g", R"({"name": "Three"})", if_match(first));
  rig.refused(412, "PATCH", "/api/v1/groups/g", R"({"name": "Three"})", if_match(first));
  rig.refused(412, "DELETE", "/api/v1/groups/g", {}, if_match(first));
  rig.refused(412, "PUT", "/api/v1/groups/new", R"({"name": "New"})", if_match(first));
  for (const char* tag : {"17", "W/\"17\"", "\"\"", "\"x\"", "\"1\", \"2\"", "*", "\"-1\"", "\"", ""}) {
    INFO(tag);
    rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": "Three"})", if_match(tag));
  }
  const std::string now = rig.get("/api/v1/groups/g").header("etag");
  CHECK(rig.call("PATCH", "/api/v1/groups/g", R"({"name": "Three"})", if_match(now)).status == 200);
}

TEST_CASE("DELETE of something referenced is 409 and names what refers to it") {
  Rig rig;
  seed(rig);
  const Json problem = rig.refused(409, "DELETE", "/api/v1/groups/heads", {}).json();
  std::set<std::string> names;
  for (const Json& reference : problem.at("references")) {
    names.insert(reference.at("type").get<std::string>() + "/" + reference.at("id").get<std::string>());
  }
  CHECK(names == std::set<std::string>{"contestants/c1", "contestants/c2"});
}

TEST_CASE("what is on air is deleted only by force") {
  Rig rig;
  rig.ok("PUT", "/api/v1/people/p", R"({"name": "Host", "role": "host"})");
  rig.ok("POST", "/api/v1/air/take", R"({"template": "lower-third", "bind": {"person": "p"}})");
  rig.refused(409, "DELETE", "/api/v1/people/p", {});
  rig.refused(409, "POST", "/api/v1/events", R"([{"type": "people", "id": "p", "data": null}])");
  rig.ok("DELETE", "/api/v1/people/p?force=true");
  CHECK(rig.get("/api/v1/people/p").status == 404);
}

TEST_CASE("a write that the disk refuses is 503 and changes nothing; a panic cuts all the same") {
  Rig rig;
  rig.ok("POST", "/api/v1/air/take", R"({"template": "lower-third", "data": {"title": "T"}})");
  const DiskFailure failure;
  const Reply put = rig.refused(503, "PUT", "/api/v1/groups/g", R"({"name": "G"})");
  CHECK(put.header("retry-after") == "1");
  CHECK(rig.get("/api/v1/groups/g").status == 404);
  const Reply panic = rig.call("POST", "/api/v1/air/panic", "{}");
  CHECK(panic.status == 503);
  CHECK(rig.get("/api/v1/air").json().at("channels").at("program").at("layers").empty());
}

TEST_CASE("a resource is put, read, patched and deleted") {
  Rig rig;
  const std::uint64_t put = rig.ok("PUT", "/api/v1/groups/g", R"({"name": "One", "order": 3, "colour": "red"})");
  Reply reply = rig.get("/api/v1/groups/g");
  CHECK(reply.status == 200);
  CHECK(reply.header("content-type") == "application/json");
  CHECK(reply.header("cache-control") == "no-store");
  CHECK(reply.header("etag") == '"' + std::to_string(put) + '"');
  CHECK(reply.json() == Json{{"id", "g"}, {"name", "One"}, {"order", 3}, {"colour", "red"}});
  CHECK(rig.get("/api/v1/groups/g", "If-None-Match: " + reply.header("etag") + "\r\n").status == 304);

  rig.ok("PATCH", "/api/v1/groups/g", R"({"order": null, "short_name": "O"})");
  CHECK(rig.get("/api/v1/groups/g").json() ==
        Json{{"id", "g"}, {"name", "One"}, {"short_name", "O"}, {"colour", "red"}});
  rig.ok("PUT", "/api/v1/groups/g", R"({"name": "Two"})");
  CHECK(rig.get("/api/v1/groups").json() == Json::array({{{"id", "g"}, {"name", "Two"}}}));

  rig.ok("DELETE", "/api/v1/groups/g");
  CHECK(rig.get("/api/v1/groups/g").status == 404);
  CHECK(rig.get("/api/v1/groups").json() == Json::array());
}

TEST_CASE("a write answers the position of its own last record, one that changes nothing the current one") {
  Rig rig;
  const std::uint64_t first = rig.ok("PUT", "/api/v1/groups/g", R"({"name": "One"})");
  CHECK(first == rig.head());
  CHECK(rig.ok("PUT", "/api/v1/groups/g", R"({"name": "One"})") == first);
  CHECK(rig.ok("POST", "/api/v1/events", "[]") == first);
  CHECK(rig.ok("POST", "/api/v1/air/out") == first);
  CHECK(rig.head() == first);
  CHECK(rig.ok("PUT", "/api/v1/groups/g", R"({"name": "Two"})") == first + 1);
}

TEST_CASE("a read never returns less than an answer already given") {
  Rig rig;
  std::vector<std::thread> writers;
  std::atomic<int> wrong = 0;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&rig, &wrong, writer] {
      Client client = rig.connect();
      const std::string target = "/api/v1/groups/g" + std::to_string(writer);
      for (int i = 0; i < 25; ++i) {
        client.send(request("PUT", target, R"({"name": ")" + std::to_string(i) + "\"}", bearer()));
        const auto written = client.read_reply();
        client.send(request("GET", target, {}, bearer()));
        const auto read = client.read_reply();
        const bool same =
            written && read && written->status == 200 &&
            read->header("etag") ==
                '"' + std::to_string(json::parse(written->body)->at("token").get<std::uint64_t>()) + '"' &&
            json::parse(read->body)->at("name") == std::to_string(i);
        wrong += same ? 0 : 1;
      }
    });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
  CHECK(wrong == 0);
}

TEST_CASE("a key that is no Idempotency-Key is 400") {
  Rig rig;
  rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": "G"})", key(""));
  rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": "G"})", key(std::string(256, 'k')));
  rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": "G"})", key("schl\xc3\xbcssel"));
  rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": "G"})", key("a") + key("b"));
  CHECK(rig.call("PUT", "/api/v1/groups/g", R"({"name": "G"})", key(std::string(255, 'k'))).status == 200);
}

TEST_CASE("the same key with another body is 422 and changes nothing") {
  Rig rig;
  const std::string take = R"({"template": "lower-third", "data": {"title": "A"}})";
  CHECK(rig.call("POST", "/api/v1/air/take", take, key("k")).status == 200);
  rig.refused(422, "POST", "/api/v1/air/take", R"({"template": "lower-third", "data": {"title": "B"}})", key("k"));
}

TEST_CASE("the same key and body get the same answer and write once, across a restart too") {
  Rig rig;
  const std::string take = R"({"template": "lower-third", "data": {"title": "A"}})";
  const Reply first = rig.call("POST", "/api/v1/air/take", take, key("k"));
  REQUIRE(first.status == 200);
  rig.ok("POST", "/api/v1/air/clear", R"({"layer": 20})");
  const std::uint64_t head = rig.head();
  CHECK(rig.call("POST", "/api/v1/air/take", take, key("k")).body == first.body);
  CHECK(rig.head() == head);
  rig.restart();
  const std::uint64_t after_start = rig.head();
  CHECK(rig.call("POST", "/api/v1/air/take", take, key("k")).body == first.body);
  CHECK(rig.head() == after_start);
  CHECK(rig.get("/api/v1/air").json().at("channels").at("program").at("layers").empty());
}

TEST_CASE("a key counts for its own address and method only") {
  Rig rig;
  CHECK(rig.call("PUT", "/api/v1/groups/a", R"({"name": "A"})", key("k")).status == 200);
  CHECK(rig.call("PUT", "/api/v1/groups/b", R"({"name": "B"})", key("k")).status == 200);
  rig.refused(422, "PATCH", "/api/v1/groups/a", R"({"name": "A"})", key("k"));
  CHECK(rig.get("/api/v1/groups").json().size() == 2);
}

TEST_CASE("a refused request keeps no key") {
  Rig rig;
  rig.refused(422, "PUT", "/api/v1/groups/g", R"({"name": 5})", key("k"));
  CHECK(rig.call("PUT", "/api/v1/groups/g", R"({"name": "Five"})", key("k")).status == 200);
}

TEST_CASE("the same key at the same time is answered once and for all") {
  Rig rig;
  const std::string take = R"({"template": "lower-third", "data": {"title": "A"}})";
  std::vector<std::thread> clients;
  std::vector<std::string> bodies(8);
  const std::uint64_t before = rig.head();
  for (std::string& body : bodies) {
    clients.emplace_back([&rig, &take, &body] {
      Client client = rig.connect();
      client.send(request("POST", "/api/v1/air/take", take, bearer() + key("k")));
      if (const auto reply = client.read_reply(); reply && reply->status == 200) {
        body = reply->body;
      }
    });
  }
  for (std::thread& client : clients) {
    client.join();
  }
  CHECK(std::set<std::string>(bodies.begin(), bodies.end()).size() == 1);
  CHECK_FALSE(bodies[0].empty());
  CHECK(rig.head() == before + 1);
}

TEST_CASE("a contest is run from the first event to the standings") {
  Rig rig;
  seed(rig);
  rig.ok("POST", "/api/v1/stage", R"({"round": "r", "contestant": "c1"})");
  rig.ok("POST", "/api/v1/timers/clock/start");
  rig.ok("POST", "/api/v1/timers/clock/add", R"({"ms": -1000})");
  CHECK(rig.get("/api/v1/timers/clock").json().at("state") == "running");
  CHECK(rig.get("/api/v1/stage").json().at(0).at("contestant") == "c1");
  rig.ok("PUT", "/api/v1/scores/s1", score("c1", "j1", "9.5"));
  rig.ok("PUT", "/api/v1/scores/s2", score("c1", "j2", "8.5"));
  const Json standings = rig.get("/api/v1/rounds/r/standings?audience=operator").json();
  CHECK(standings.at("rows").at(0).at("contestant") == "c1");
  CHECK(standings.at("rows").at(0).at("total") == "9.00");
}

TEST_CASE("a take is on air when it is answered; a timer's verb needs no body") {
  Rig rig;
  seed(rig);
  rig.ok("POST", "/api/v1/air/take", R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  const Json layer = rig.get("/api/v1/air").json().at("channels").at("program").at("layers").at("20");
  CHECK(layer.at("template") == "lower-third");
  CHECK(layer.at("data").at("title") == "1号选手");
  CHECK(
      rig.call("POST", "/api/v1/timers/clock/start", "", "Content-Length: 0\r\nContent-Type: text/plain\r\n").status ==
      400);
  Client client = rig.connect();
  client.send("POST /api/v1/timers/clock/start HTTP/1.1\r\nHost: localhost\r\n" + bearer() +
              "Content-Length: 0\r\n\r\n");
  CHECK(client.read_reply()->status == 200);
}
