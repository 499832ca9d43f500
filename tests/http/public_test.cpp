// SPDX-License-Identifier: GPL-2.0-or-later
#include <atomic>
#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
using namespace std::chrono_literals;

namespace {

void score_all(const Rig& rig) {
  int number = 0;
  for (const char* contestant : {"c1", "c2", "c3"}) {
    for (const char* judge : {"j1", "j2"}) {
      ++number;
      rig.ok("PUT", "/api/v1/scores/s" + std::to_string(number),
             score(contestant, judge, std::to_string(4 + number % 5)));
    }
  }
}

struct Published {
  std::uint64_t id = 0;
  Json document;
};

Published next_document(Client& client) {
  Published published;
  while (published.document.is_null()) {
    bool named = false;
    for (auto line = client.read_stream_line(); line && !line->empty(); line = client.read_stream_line()) {
      named = named || line->starts_with("event: ");
      if (line->starts_with("id: ")) {
        published.id = std::stoull(line->substr(4));
      } else if (line->starts_with("data: ") && !named) {
        published.document = *json::parse(line->substr(6));
      }
    }
  }
  return published;
}

const char* const kResults = "/api/v1/public/results";

}  // namespace

TEST_CASE("the audience sees neither tokens nor what is not public") {
  Rig rig;
  seed(rig);
  rig.ok("PUT", "/api/v1/scores/s1", score("c1", "j1", "9.5"));
  for (const std::string& body :
       {rig.stranger("GET", kResults).body, rig.stranger("GET", "/api/v1/rounds/r/standings").body,
        rig.get("/api/v1/rounds/r/standings?audience=public").body}) {
    INFO(body);
    CHECK(body.find("token") == std::string::npos);
    CHECK(body.find("marks_in") == std::string::npos);
    CHECK(body.find("\"9.5") == std::string::npos);
    CHECK(json::parse(body)->at("revision").is_number());
  }
  CHECK(rig.stranger("GET", "/api/v1/rounds/r/standings?audience=operator").status == 401);
  const Json operators = rig.get("/api/v1/rounds/r/standings?audience=operator").json();
  CHECK(operators.at("token") == rig.head());
  CHECK(operators.count("revision") == 0);
}

TEST_CASE("standings of an unknown round are 404, for everyone") {
  Rig rig;
  CHECK(rig.stranger("GET", "/api/v1/rounds/nothing/standings").status == 404);
  CHECK(rig.get("/api/v1/rounds/nothing/standings?audience=operator").status == 404);
}

TEST_CASE("the results are 304 to who has them, and new once something public changes") {
  Rig rig;
  seed(rig);
  const Reply first = rig.stranger("GET", kResults);
  CHECK(first.status == 200);
  CHECK(first.header("etag") == '"' + std::to_string(first.json().at("revision").get<std::uint64_t>()) + '"');
  CHECK(first.header("cache-control") == "no-cache");
  CHECK(first.header("vary") == "Accept-Encoding");
  const std::string known = "If-None-Match: " + first.header("etag") + "\r\n";
  const Reply same = rig.stranger("GET", kResults, {}, known);
  CHECK(same.status == 304);
  CHECK(same.header("etag") == first.header("etag"));
  CHECK(same.body.empty());
  CHECK(rig.stranger("GET", kResults, {}, "If-None-Match: \"x\", W/" + first.header("etag") + "\r\n").status == 304);

  rig.ok("PUT", "/api/v1/scores/s1", score("c1", "j1", "9"));
  CHECK(rig.stranger("GET", kResults, {}, known).status == 304);
  rig.ok("PUT", "/api/v1/scores/s2", score("c1", "j2", "8"));
  const Reply changed = rig.stranger("GET", kResults, {}, known);
  CHECK(changed.status == 200);
  CHECK(changed.json().at("revision") == first.json().at("revision").get<std::uint64_t>() + 1);
}

TEST_CASE("the results come compressed once, where the client takes it") {
  Rig rig;
  seed(rig);
  score_all(rig);
  const Reply plain = rig.stranger("GET", kResults);
  REQUIRE(plain.body.size() > 1024);
  CHECK(plain.count("content-encoding") == 0);
  const Reply packed = rig.stranger("GET", kResults, {}, "Accept-Encoding: br, gzip;q=0.5\r\n");
  CHECK(packed.header("content-encoding") == "gzip");
  CHECK(packed.count("content-encoding") == 1);
  CHECK(packed.header("content-length") == std::to_string(packed.body.size()));
  CHECK(gunzipped(packed.body) == plain.body);
  CHECK(rig.stranger("GET", kResults, {}, "Accept-Encoding: br\r\n").count("content-encoding") == 0);
  CHECK(rig.stranger("GET", kResults, {}, "Accept-Encoding: gzip;q=0\r\n").count("content-encoding") == 0);
  const Reply standings = rig.stranger("GET", "/api/v1/rounds/r/standings", {}, "Accept-Encoding: gzip\r\n");
  CHECK(standings.header("content-encoding") == "gzip");
  CHECK(json::parse(gunzipped(standings.body))->at("rows").size() == 3);
}

TEST_CASE("an operator's answer is not compressed behind our back") {
  Rig rig;
  seed(rig);
  score_all(rig);
  const Reply reply = rig.get("/api/v1/rounds/r/standings?audience=operator", "Accept-Encoding: gzip, br\r\n");
  CHECK(reply.count("content-encoding") == 0);
  CHECK(reply.json().at("rows").size() == 3);
}

TEST_CASE("the public stream sends the document at once, and at each change of it only") {
  Rig rig;
  seed(rig);
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/public/stream"));
  REQUIRE(client.read_head()->status == 200);
  const Published first = next_document(client);
  CHECK(first.document == rig.stranger("GET", kResults).json());
  CHECK(first.id == first.document.at("revision"));

  rig.ok("PUT", "/api/v1/scores/s1", score("c1", "j1", "9"));
  rig.ok("PUT", "/api/v1/scores/s2", score("c1", "j2", "8"));
  const Published second = next_document(client);
  CHECK(second.id == first.id + 1);
  CHECK(second.document == rig.stranger("GET", kResults).json());
}

TEST_CASE("a public heartbeat tells the time and nothing else, and brings no document again") {
  Limits limits;
  limits.heartbeat = 20ms;
  Rig rig(limits);
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/public/stream"));
  REQUIRE(client.read_head()->status == 200);
  int documents = 0;
  for (int heartbeats = 0; heartbeats < 3;) {
    const auto line = client.read_stream_line();
    REQUIRE(line.has_value());
    documents += line->starts_with("id: ") ? 1 : 0;
    if (*line != "event: heartbeat") {
      continue;
    }
    const auto data = client.read_stream_line();
    REQUIRE(data.has_value());
    const Json heartbeat = *json::parse(data->substr(6));
    CHECK(heartbeat.size() == 1);
    CHECK(heartbeat.contains("now"));
    ++heartbeats;
  }
  CHECK(documents == 1);
}

TEST_CASE("held back, results, stream and standings tell the same revision, and only then another") {
  std::atomic<std::int64_t> now_ms = 1'659'229'200'000;
  leitai::show::Options options;
  options.clock_ms = [&now_ms] { return now_ms.load(); };
  Rig rig({}, {}, {}, options);
  seed(rig);
  rig.ok("PATCH", "/api/v1/contest/contest", R"({"public_delay_ms": 2000})");
  // What is due is published before any later command is answered, one that changes nothing too.
  const auto pass = [&](std::int64_t ms) {
    now_ms += ms;
    rig.ok("PATCH", "/api/v1/contest/contest", "{}");
  };
  pass(2'000);
  const Reply before = rig.stranger("GET", kResults);
  const std::string known = "If-None-Match: " + before.header("etag") + "\r\n";
  Client client = rig.connect();
  client.send(request("GET", "/api/v1/public/stream"));
  REQUIRE(client.read_head()->status == 200);
  CHECK(next_document(client).document == before.json());

  rig.ok("PUT", "/api/v1/scores/s1", score("c1", "j1", "9"));
  rig.ok("PUT", "/api/v1/scores/s2", score("c1", "j2", "8"));
  const char* standings = "/api/v1/rounds/r/standings";
  CHECK(rig.get(std::string(standings) + "?audience=operator").json().at("rows").at(0).at("total") == "8.50");
  pass(1'999);
  CHECK(rig.stranger("GET", kResults, {}, known).status == 304);
  CHECK(rig.stranger("GET", standings, {}, known).status == 304);
  CHECK(rig.stranger("GET", standings).json().at("rows").empty());
  CHECK(rig.get(std::string(standings) + "?audience=public").json().at("rows").empty());

  pass(1);
  const Reply after = rig.stranger("GET", kResults, {}, known);
  CHECK(after.status == 200);
  CHECK(after.header("cache-control") == "no-cache");
  CHECK(after.json().at("revision") == before.json().at("revision").get<std::uint64_t>() + 1);
  const Reply row = rig.stranger("GET", standings, {}, known);
  CHECK(row.status == 200);
  CHECK(row.header("etag") == after.header("etag"));
  CHECK(row.json().at("revision") == after.json().at("revision"));
  CHECK(row.json().at("rows").at(0).at("total") == "8.50");
  CHECK(next_document(client).document == after.json());
}
