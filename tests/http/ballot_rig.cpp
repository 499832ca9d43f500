// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/http/ballot_rig.h"

#include <catch2/catch.hpp>

namespace leitai::http::test {

Code code_for(const Rig& rig, const std::string& person, const std::string& more) {
  const Reply reply = rig.call("POST", "/api/v1/ballots/codes", R"({"person": ")" + person + "\"" + more + "}");
  INFO(reply.body);
  REQUIRE(reply.status == 200);
  const Json code = reply.json().at("codes").at(0);
  const std::string link = code.at("link");
  return {code.at("id"), code.at("code"), link.substr(link.find("#code=") + 6)};
}

Reply enter(const Rig& rig, const std::string& code, const std::string& device, const std::string& headers) {
  return rig.stranger("POST", "/api/v1/ballots/enter", json::dump(Json{{"code", code}, {"device", device}}), headers);
}

Voter entered(const Rig& rig, const std::string& code, const std::string& device) {
  const Reply reply = enter(rig, code, device);
  INFO(reply.body);
  REQUIRE(reply.status == 200);
  return {reply.json().at("token")};
}

Reply as(const Rig& rig, const Voter& voter, const std::string& method, const std::string& target,
         const std::string& body, const std::string& headers) {
  return rig.stranger(method, target, body, bearer(voter.token) + headers);
}

std::string marks(const std::string& contestant, const std::string& mark) {
  return json::dump(Json{{"round", "r"}, {"contestant", contestant}, {"marks", {{"total", mark}}}});
}

std::string marks(const std::string& contestant, const std::string& mark, std::uint64_t replaces) {
  return json::dump(
      Json{{"round", "r"}, {"contestant", contestant}, {"marks", {{"total", mark}}}, {"replaces", replaces}});
}

Json judge_row(const Rig& rig, const std::string& judge) {
  const Json document = rig.get("/api/v1/ballots?round=r").json();
  for (const Json& row : document.at("round").at("judges")) {
    if (row.at("id") == judge) return row;
  }
  FAIL("no such judge: " << judge);
  return {};
}

void seed_vote(const Rig& rig) {
  seed(rig);
  rig.ok("PUT", "/api/v1/rounds/v",
         R"({"name": "Vote", "contestants": ["c1", "c2", "c3"], "scoring": {"method": "votes",
    "max_choices": 2, "panels": [{"id": "hall", "judges": "@audience"}]}})");
}

show::Options show_with_clock(const std::int64_t& now_ms) {
  show::Options options;
  options.version = "1.2.3";
  options.clock_ms = [&now_ms] { return now_ms; };
  return options;
}

Json EventReader::next(const std::string& name) {
  std::string event;
  for (;;) {
    const std::optional<std::string> line = client_.read_stream_line();
    REQUIRE(line.has_value());
    if (line->starts_with("event: ")) event = line->substr(7);
    if (line->starts_with("data: ") && event == name) return *json::parse(line->substr(6));
  }
}

}  // namespace leitai::http::test
