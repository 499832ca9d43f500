// SPDX-License-Identifier: GPL-2.0-or-later
// The audience's streams: what they are told, how many there may be, and that they hold up nobody.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <list>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kResults = "/api/v1/public/results";
constexpr const char* kStream = "/api/v1/public/stream";

struct Event {
  std::string name;
  std::string id;
  Json data;
};

Event next_event(Client& client) {
  Event event;
  for (auto line = client.read_stream_line(); line; line = client.read_stream_line()) {
    if (line->empty()) return event;
    if (line->starts_with("event: ")) event.name = line->substr(7);
    if (line->starts_with("id: ")) event.id = line->substr(4);
    if (line->starts_with("data: ")) event.data = *json::parse(line->substr(6));
  }
  FAIL("the stream has ended");
  return event;
}

Event next_news(Client& client) {
  Event event = next_event(client);
  while (event.name == "heartbeat") event = next_event(client);
  return event;
}

Client watch(const Rig& rig, const std::string& query = {}) {
  Client client = rig.connect();
  client.send(request("GET", kStream + query));
  const auto head = client.read_head();
  REQUIRE(head.has_value());
  REQUIRE(head->status == 200);
  return client;
}

void mark(const Rig& rig, const std::string& contestant, const std::string& mark) {
  for (const char* judge : {"j1", "j2"}) {
    rig.ok("PUT", "/api/v1/scores/" + contestant + "-" + judge, score(contestant, judge, mark));
  }
}

std::uint64_t revision(const Rig& rig) {
  return rig.stranger("GET", kResults).json().at("revision");
}

long threads_of_this_process() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Threads:")) return std::stol(line.substr(8));
  }
  return 0;
}

}  // namespace

TEST_CASE("changes continue from the revision that a viewer has, each naming the one before") {
  Rig rig;
  seed(rig);
  mark(rig, "c1", "8");
  Json document = rig.stranger("GET", kResults).json();
  Client client = watch(rig, "?since=" + std::to_string(revision(rig)));
  const Event hello = next_event(client);
  CHECK(hello.name == "heartbeat");
  CHECK(hello.data.at("revision") == document.at("revision"));
  CHECK(hello.data.at("show") == document.at("show"));
  for (const char* contestant : {"c2", "c3", "c1"}) {
    mark(rig, contestant, "9");
    while (document.at("revision") != revision(rig)) {
      const Event event = next_news(client);
      CHECK(event.data.at("previous") == document.at("revision"));
      CHECK(event.data.at("show") == document.at("show"));
      CHECK(event.id == event.data.at("revision").dump());
      document = document.patch(event.data.at("patch"));
      CHECK(document.at("revision") == event.data.at("revision"));
    }
    CHECK(document == rig.stranger("GET", kResults).json());
  }
}

TEST_CASE("who missed a few changes is told them, and who is new the document") {
  Rig rig;
  seed(rig);
  Client first = watch(rig);
  CHECK(next_news(first).data.contains("rounds"));
  const Json before = rig.stranger("GET", kResults).json();
  mark(rig, "c1", "8");
  CHECK(next_news(first).data.contains("rounds"));
  Client late = watch(rig, "?since=" + before.at("revision").dump());
  const Event missed = next_event(late);
  REQUIRE(missed.data.contains("patch"));
  CHECK(before.patch(missed.data.at("patch")) == rig.stranger("GET", kResults).json());
  for (const char* query : {"?since=0", "?since=99999"}) {
    Client other = watch(rig, query);
    CHECK(next_event(other).data.contains("rounds"));
  }
  CHECK(rig.stranger("GET", std::string(kStream) + "?since=x").status == 400);
}

TEST_CASE("the document names its show, and keeps its revision through a restart") {
  Rig rig, other;
  seed(rig);
  const Json before = rig.stranger("GET", kResults).json();
  rig.restart();
  const Json after = rig.stranger("GET", kResults).json();
  CHECK(after.at("show") == before.at("show"));
  CHECK(after.at("revision").get<std::uint64_t>() >= before.at("revision").get<std::uint64_t>());
  CHECK(other.stranger("GET", kResults).json().at("show") != before.at("show"));
}

TEST_CASE("five hundred viewers take one thread, operators are answered, and the next is told when to come back") {
  Rig rig;
  seed(rig);
  std::list<Client> viewers;
  const long threads_before = threads_of_this_process();
  for (int i = 0; i < 500; ++i) {
    viewers.push_back(watch(rig, "?since=" + std::to_string(revision(rig))));
  }
  CHECK(threads_of_this_process() < threads_before + 20);
  const Reply refused = rig.stranger("GET", kStream);
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "15");
  CHECK(rig.stranger("GET", kResults).status == 200);

  mark(rig, "c1", "8");
  CHECK(rig.get("/api/v1/air").status == 200);
  CHECK(rig.get("/metrics").body.find("leitai_http_streams{audience=\"public\"} 500\n") != std::string::npos);
  int told = 0;
  for (Client& viewer : viewers) {
    told += next_news(viewer).data.at("revision") == revision(rig) ? 1 : 0;
  }
  CHECK(told == 500);

  viewers.pop_front();
  int status = 503;
  for (int tries = 0; status == 503 && tries < 10'000; ++tries) {
    Client next = rig.connect();
    next.send(request("GET", kStream));
    status = next.read_head()->status;
  }
  CHECK(status == 200);
}

TEST_CASE("a viewer who stops reading is dropped, and the others are told at once") {
  Limits limits;
  limits.write = 100ms;
  limits.public_pause = 0ms;
  limits.public_streams = 2;
  Rig rig(limits);
  seed(rig);
  Client deaf(rig.port(), 4096);
  deaf.send(request("GET", kStream));
  REQUIRE(deaf.read_head()->status == 200);
  Client other = watch(rig);
  next_news(other);
  const std::string title(4000, 'x');
  std::uint64_t last = 0;
  // More than any buffer on the way holds.
  for (int i = 0; i < 400; ++i) {
    rig.ok("PATCH", "/api/v1/contest/contest", R"({"subtitle": ")" + title + std::to_string(i) + "\"}");
    while (last < rig.show().snapshot()->public_revision) {
      last = next_news(other).data.at("revision");
    }
  }
  int status = 503;
  for (int tries = 0; status == 503 && tries < 10'000; ++tries) {
    Client next = rig.connect();
    next.send(request("GET", kStream));
    status = next.read_head()->status;
  }
  CHECK(status == 200);
}

TEST_CASE("what changes in quick succession is told as one, and nothing of it is lost") {
  Limits limits;
  limits.public_pause = 1s;
  Rig rig(limits);
  seed(rig);
  Json document = rig.stranger("GET", kResults).json();
  Client client = watch(rig, "?since=" + document.at("revision").dump());
  for (int i = 0; i < 50; ++i) {
    rig.ok("PATCH", "/api/v1/contest/contest", R"({"subtitle": ")" + std::to_string(i) + "\"}");
  }
  int events = 0;
  for (; document.at("contest").value("subtitle", "") != "49"; ++events) {
    const Event event = next_news(client);
    REQUIRE(event.data.at("previous") == document.at("revision"));
    document = document.patch(event.data.at("patch"));
  }
  CHECK(events < 50);
  CHECK(document == rig.stranger("GET", kResults).json());
}

TEST_CASE("a client of HTTP/1.0 gets the stream without chunks") {
  Rig rig;
  Client client = rig.connect();
  client.send("GET /api/v1/public/stream HTTP/1.0\r\nHost: localhost\r\n\r\n");
  const auto head = client.read_head();
  REQUIRE(head.has_value());
  CHECK(head->count("transfer-encoding") == 0);
  const auto line = client.read_line();
  REQUIRE(line.has_value());
  CHECK(line->starts_with("id: "));
}
