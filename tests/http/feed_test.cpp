// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
using namespace std::chrono_literals;

namespace {

Client follow(const Rig& rig, const std::string& target, const std::string& headers = {}) {
  Client client = rig.connect();
  client.send(request("GET", target, {}, bearer() + headers));
  const auto head = client.read_head();
  REQUIRE(head.has_value());
  REQUIRE(head->status == 200);
  return client;
}

Json next_line(Client& client) {
  const auto line = client.read_stream_line();
  REQUIRE(line.has_value());
  return *json::parse(*line);
}

Json next_record(Client& client) {
  Json line = next_line(client);
  while (!line.contains("command")) {
    line = next_line(client);
  }
  return line;
}

/// The fields of the next server-sent event.
std::map<std::string, std::string> next_event(Client& client) {
  std::map<std::string, std::string> event;
  for (auto line = client.read_stream_line(); line && !line->empty(); line = client.read_stream_line()) {
    const std::size_t colon = line->find(": ");
    REQUIRE(colon != std::string::npos);
    event[line->substr(0, colon)] = line->substr(colon + 2);
  }
  REQUIRE_FALSE(event.empty());
  return event;
}

std::map<std::string, std::string> next_record_event(Client& client) {
  auto event = next_event(client);
  while (event.contains("event")) {
    event = next_event(client);
  }
  return event;
}

}  // namespace

TEST_CASE("a position above the head is 409 and names the show") {
  Rig rig;
  const std::string beyond = std::to_string(rig.head() + 1);
  for (const Reply& reply : {rig.get("/api/v1/event-feed?since_token=" + beyond),
                             rig.get("/api/v1/event-feed?stream=false&since_token=" + beyond),
                             rig.get("/api/v1/stream", "Last-Event-ID: " + beyond + "\r\n")}) {
    CHECK(reply.status == 409);
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(reply.json().at("show_id") == rig.show().show_id());
  }
  CHECK(rig.get("/api/v1/stream", "Last-Event-ID: x\r\n").status == 400);
}

TEST_CASE("the feed without streaming ends at the head and holds every record once") {
  Rig rig;
  seed(rig);
  const Reply reply = rig.get("/api/v1/event-feed?since_token=0&stream=false");
  CHECK(reply.status == 200);
  CHECK(reply.header("content-type") == "application/x-ndjson");
  std::uint64_t expected = 0;
  std::size_t at = 0;
  while (at < reply.body.size()) {
    const std::size_t end = reply.body.find('\n', at);
    REQUIRE(end != std::string::npos);
    const auto record = json::parse(reply.body.substr(at, end - at));
    REQUIRE(record.has_value());
    CHECK(record->at("token") == ++expected);
    for (const char* name : {"time", "command", "actor", "type", "id", "data", "before"}) {
      CHECK(record->contains(name));
    }
    at = end + 1;
  }
  CHECK(expected == rig.head());
}

TEST_CASE("more records than fit in one page all come") {
  Rig rig;
  std::string lines;
  for (int i = 0; i < 1'000; ++i) {
    lines += R"({"type":"groups","id":"g)" + std::to_string(i) +
             R"(","data":{"name":"G"}})"
             "\n";
  }
  REQUIRE(rig.call("POST", "/api/v1/events", lines, "Content-Type: application/x-ndjson\r\n").status == 200);
  const Reply reply = rig.get("/api/v1/event-feed?stream=false");
  CHECK(static_cast<std::uint64_t>(std::count(reply.body.begin(), reply.body.end(), '\n')) == rig.head());
}

TEST_CASE("a record says who changed what, from what, by which request") {
  Rig rig;
  rig.ok("PUT", "/api/v1/groups/g", R"({"name": "One"})");
  const std::uint64_t since = rig.head();
  rig.ok("POST", "/api/v1/events", R"([{"type": "groups", "id": "g", "data": {"name": "Two"}},
                                       {"type": "groups", "id": "h", "data": {"name": "New"}}])");
  Client client = follow(rig, "/api/v1/event-feed?since_token=" + std::to_string(since));
  const Json first = next_record(client);
  const Json second = next_record(client);
  CHECK(first.at("token") == since + 1);
  CHECK(first.at("command") == since + 1);
  CHECK(first.at("actor") == "operator");
  CHECK(first.at("type") == "groups");
  CHECK(first.at("id") == "g");
  CHECK(first.at("data") == Json{{"name", "Two"}});
  CHECK(first.at("before") == Json{{"name", "One"}});
  CHECK(second.at("command") == since + 1);
  CHECK(second.at("before").is_null());
}

TEST_CASE("the feed goes on live, and says the time as soon as it has caught up") {
  Rig rig;
  rig.ok("PUT", "/api/v1/groups/g", R"({"name": "One"})");
  const std::uint64_t head = rig.head();
  Client client = follow(rig, "/api/v1/event-feed?since_token=" + std::to_string(head));
  const Json heartbeat = next_line(client);
  CHECK(heartbeat.at("token") == head);
  CHECK(heartbeat.at("now").get<std::string>().size() == std::string("2022-07-31T01:02:03.004Z").size());
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t token = rig.ok("PUT", "/api/v1/groups/g", R"({"name": ")" + std::to_string(i) + "\"}");
    CHECK(next_record(client).at("token") == token);
  }
}

TEST_CASE("heartbeats come though nothing happens") {
  Limits limits;
  limits.heartbeat = 20ms;
  Rig rig(limits);
  Client feed = follow(rig, "/api/v1/event-feed?since_token=" + std::to_string(rig.head()));
  Client stream = follow(rig, "/api/v1/stream?since_token=" + std::to_string(rig.head()));
  for (int i = 0; i < 3; ++i) {
    CHECK(next_line(feed).at("token") == rig.head());
    const auto event = next_event(stream);
    CHECK(event.at("event") == "heartbeat");
    CHECK(event.count("id") == 0);
    CHECK(json::parse(event.at("data"))->at("token") == rig.head());
  }
}

TEST_CASE("a heartbeat comes at least every 20 seconds") {
  CHECK(Limits().heartbeat <= 20s);
}

TEST_CASE("the stream is the same as server-sent events, and resumes behind the last one seen") {
  Rig rig;
  seed(rig);
  Client client = follow(rig, "/api/v1/stream");
  std::map<std::string, std::string> event;
  for (std::uint64_t token = 1; token <= 3; ++token) {
    event = next_record_event(client);
    CHECK(event.at("id") == std::to_string(token));
    CHECK(json::parse(event.at("data"))->at("token") == token);
  }
  Client again = follow(rig, "/api/v1/stream?since_token=1", "Last-Event-ID: 3\r\n");
  event = next_record_event(again);
  CHECK(event.at("id") == "4");
}

TEST_CASE("a stream tells the browser and proxies what it is") {
  Rig rig;
  for (const char* target : {"/api/v1/stream", "/api/v1/public/stream"}) {
    Client client = rig.connect();
    client.send(request("GET", target, {}, bearer()));
    const auto head = client.read_head();
    REQUIRE(head.has_value());
    CHECK(head->header("content-type") == "text/event-stream");
    CHECK(head->header("cache-control") == "no-store");
    CHECK(head->header("x-accel-buffering") == "no");
  }
}

TEST_CASE("a client of HTTP/1.0 gets the feed without chunks") {
  Rig rig;
  Client client = rig.connect();
  client.send("GET /api/v1/event-feed?stream=false HTTP/1.0\r\nHost: localhost\r\n" + bearer() + "\r\n");
  const auto reply = client.read_reply();
  REQUIRE(reply.has_value());
  CHECK(reply->count("transfer-encoding") == 0);
  CHECK(static_cast<std::uint64_t>(std::count(reply->body.begin(), reply->body.end(), '\n')) == rig.head());
}
