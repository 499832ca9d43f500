// SPDX-License-Identifier: GPL-2.0-or-later
// The rundown and the automation over the wire.
#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

void seed_rundown(const Rig& rig) {
  seed(rig);
  rig.ok("PUT", "/api/v1/cues/a", R"({"template": "lower-third", "data": {"title": "A"}})");
  rig.ok("PUT", "/api/v1/cues/b", R"({"template": "lower-third", "data": {"title": "B"}})");
  rig.ok("PUT", "/api/v1/rundown/rundown", R"({"items": ["a", "b"]})");
}

Json rundown(const Rig& rig) {
  return rig.get("/api/v1/air").json().at("rundown");
}

}  // namespace

TEST_CASE("the rundown and the automation are the operators'") {
  Rig rig;
  seed_rundown(rig);
  for (const char* target : {"/api/v1/air/ready", "/api/v1/automation/scene", "/api/v1/automation/recording",
                             "/api/v1/automation/clean-recording"}) {
    CHECK(rig.stranger("POST", target, "{}").status == 401);
  }
  CHECK(rig.stranger("GET", "/api/v1/automation").status == 401);
  CHECK(rig.stranger("GET", "/api/v1/playhead/playhead").status == 401);
}

TEST_CASE("the play head, what OBS did and what fired are written by commands only") {
  Rig rig;
  seed_rundown(rig);
  for (const char* target : {"/api/v1/playhead/playhead", "/api/v1/obs/scene", "/api/v1/firings/x"}) {
    CHECK(rig.call("PUT", target, "{}").status == 405);
  }
  rig.refused(422, "POST", "/api/v1/events", R"([{"type": "playhead", "id": "playhead", "data": {"current": "b"}}])");
  rig.refused(422, "POST", "/api/v1/air/ready", R"({"cue": "none"})");
  rig.refused(422, "POST", "/api/v1/automation/scene", "{}");
  rig.refused(422, "POST", "/api/v1/automation/streaming", R"({"state": "begun"})");
  CHECK(rig.call("POST", "/api/v1/automation/coffee", "{}").status == 405);
}

TEST_CASE("next takes what GET /air says is next, and a 409 says what that is") {
  Rig rig;
  seed_rundown(rig);
  CHECK(rundown(rig).at("next") == "a");
  CHECK(rig.refused(409, "POST", "/api/v1/air/take", R"({"next": true, "cue": "b"})").json().at("next") == "a");
  rig.ok("POST", "/api/v1/air/take", R"({"next": true, "cue": "a"})");
  rig.ok("POST", "/api/v1/air/ready", R"({"cue": "a"})");
  CHECK(rundown(rig) == Json{{"current", "a"}, {"next", "a"}, {"on_air", {"a"}}});
  rig.ok("POST", "/api/v1/air/ready", R"({"cue": null})");
  rig.ok("POST", "/api/v1/air/take", R"({"next": true, "cue": "b"})");
  CHECK(rundown(rig).at("next").is_null());
  CHECK(rig.get("/api/v1/playhead/playhead").json().at("current") == "b");
}

TEST_CASE("a locked rundown is a conflict, also in the midst of a batch, and names what is locked") {
  Rig rig;
  seed_rundown(rig);
  rig.ok("PATCH", "/api/v1/rundown/rundown", R"({"locked": true})");
  rig.refused(409, "PUT", "/api/v1/rundown/rundown", R"({"items": []})");
  rig.refused(409, "DELETE", "/api/v1/rundown/rundown", "");
  const Reply reply = rig.refused(
      409, "POST", "/api/v1/events",
      R"([{"type": "groups", "id": "g", "data": {}}, {"type": "cues", "id": "a", "data": {"template": "x"}}])");
  CHECK(reply.pointers() == std::vector<std::string>{"/1"});
  rig.ok("PATCH", "/api/v1/rundown/rundown", R"({"locked": false})");
  rig.ok("PUT", "/api/v1/rundown/rundown", R"({"items": []})");
}

TEST_CASE("what a rule did is told, and stands in the feed under its own name") {
  Rig rig;
  seed_rundown(rig);
  rig.ok("PUT", "/api/v1/rules/wide", R"({"when": {"on": "scene", "scene": "Wide"}, "do": {"cue": "b"}})");
  rig.ok("PUT", "/api/v1/rules/lost",
         R"({"when": {"on": "scene", "scene": "Wide"}, "do": {"take": {"template": "none"}}})");
  const std::uint64_t token = rig.ok("POST", "/api/v1/automation/scene", R"({"scene": "Wide"})");
  const Json automation = rig.get("/api/v1/automation").json();
  CHECK(automation.at("state") == "run");
  REQUIRE(automation.at("last").size() == 2);
  CHECK(automation.at("last")[0].at("rule") == "wide");
  CHECK(automation.at("last")[0].at("outcome") == "done");
  CHECK(automation.at("last")[1].at("outcome") == "refused");
  CHECK(automation.at("last")[1].at("detail").get<std::string>().find("none") != std::string::npos);
  const Reply feed = rig.get("/api/v1/event-feed?stream=false&since_token=" + std::to_string(token));
  const auto first = json::parse(feed.body.substr(0, feed.body.find('\n')));
  REQUIRE(first.has_value());
  CHECK(first->at("actor") == "automation");
  CHECK(rundown(rig).at("current") == "b");
}
