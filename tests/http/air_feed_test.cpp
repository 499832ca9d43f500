// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <thread>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
using namespace std::chrono_literals;

namespace {

Client follow(const Rig& rig) {
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/air-feed", {}, bearer()));
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

Json next_change(Client& client) {
  Json line = next_line(client);
  while (!line.contains("channels")) {
    line = next_line(client);
  }
  return line;
}

}  // namespace

TEST_CASE("the air feed is the operators'") {
  Rig rig;
  CHECK(rig.stranger("GET", "/api/v1/air-feed").status == 401);
  CHECK(rig.get("/api/v1/air-feed?since_token=1").status == 400);
}

TEST_CASE("the air feed begins with everything and then tells the channels that change, and no others") {
  Rig rig;
  seed(rig);
  rig.ok("PUT", "/api/v1/channels/hall", R"({"audience": "operator", "theme": "paper"})");
  Client client = follow(rig);
  const Json first = next_line(client);
  CHECK(first.at("show_id") == rig.show().show_id());
  CHECK(first.at("theme").at("hash") == rig.show().theme().hash);
  CHECK(first.at("channels").size() == 2);
  CHECK(first.at("channels").at("hall").at("theme") == "paper");

  rig.ok("PUT", "/api/v1/people/p9", R"({"name": "nobody on air"})");
  const std::uint64_t taken =
      rig.ok("POST", "/api/v1/air/take", R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  const Json take = next_change(client);
  CHECK(take.at("token") == taken);
  CHECK(take.at("channels").size() == 1);
  CHECK(take.at("channels").at("program").at("layers").at(0).at("current").at("template") == "lower-third");
  CHECK_FALSE(take.contains("theme"));

  // What changes within the millisecond of the take is no other version of it.
  const std::int64_t taken_ms = rig.show().now_ms();
  while (rig.show().now_ms() == taken_ms) std::this_thread::yield();
  rig.ok("PATCH", "/api/v1/contestants/c1", R"({"name": "A new name"})");
  const Json renamed = next_change(client);
  const Json item = renamed.at("channels").at("program").at("layers").at(0).at("current");
  CHECK(item.at("versions").size() == 2);

  rig.ok("DELETE", "/api/v1/channels/hall", "");
  CHECK(next_change(client).at("channels").at("hall").is_null());

  rig.ok("POST", "/api/v1/air/panic");
  CHECK(next_change(client).at("channels").at("program").at("layers").empty());
}

TEST_CASE("the air feed tells what the names of uploads mean, then what they come to mean") {
  Rig rig;
  const auto set = [&](const char* name, const char* digit) {
    const Json data = digit == nullptr ? Json() : Json{{"hash", std::string(64, *digit)}};
    REQUIRE(rig.show().submit({}, leitai::show::SetMedia{name, data}).has_value());
  };
  set("a.png", "1");
  set("b.png", "2");
  Client client = follow(rig);
  CHECK(next_line(client).at("pictures") == Json{{"a.png", std::string(64, '1')}, {"b.png", std::string(64, '2')}});
  set("a.png", "3");
  CHECK(next_change(client).at("pictures") == Json{{"a.png", std::string(64, '3')}});
  set("b.png", nullptr);
  CHECK(next_change(client).at("pictures") == Json{{"b.png", nullptr}});
  rig.ok("PUT", "/api/v1/channels/hall", R"({"audience": "operator"})");
  CHECK_FALSE(next_change(client).contains("pictures"));
}

TEST_CASE("an air feed on which nothing changes tells the time") {
  Limits limits;
  limits.heartbeat = 50ms;
  Rig rig(limits);
  Client client = follow(rig);
  (void)next_line(client);
  const Json heartbeat = next_line(client);
  CHECK(heartbeat.size() == 2);
  CHECK(heartbeat.at("token") == rig.head());
  CHECK(leitai::contest::parse_time(heartbeat.at("now").get<std::string>()).has_value());
}
