// SPDX-License-Identifier: GPL-2.0-or-later
// Cues, groups of cues, the rundown and its play head.
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

/// Four cues: a, b and d are titles, c is a group of a strap and a clock. e stands apart.
void seed_rundown(Rig& rig) {
  seed_contest(rig);
  rig.put("cues", "a", R"({"name": "Opening", "template": "title", "data": {"title": "A"}})");
  rig.put("cues", "b", R"({"template": "title", "data": {"title": "B"}, "note": "after the applause"})");
  rig.put("cues", "strap", R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  rig.put("cues", "clock", R"({"template": "timer", "bind": {"timer": "clock"}, "duration_ms": 8000})");
  rig.put("cues", "c", R"({"name": "Turn", "cues": ["strap", "clock"]})");
  rig.put("cues", "d", R"({"template": "title", "data": {"title": "D"}})");
  rig.put("cues", "e", R"({"template": "title", "data": {"title": "E"}})");
  rig.put("rundown", "rundown", R"({"items": ["a", "b", "c", "d"]})");
}

Json rundown(Rig& rig) {
  return rig.show().air_document(rig.now()).at("rundown");
}

Json next(Rig& rig) {
  return rundown(rig).at("next");
}

void lock(Rig& rig) {
  rig.ok(PatchResource{"rundown", "rundown", Json{{"locked", true}}, std::nullopt});
}

/// Pressed as people do: not twice at once.
void press_next(Rig& rig) {
  rig.advance(1'000);
  rig.take(R"({"next": true})");
}

}  // namespace

TEST_CASE("next takes what is not there") {
  Rig rig;
  seed_contest(rig);
  CHECK(next(rig).is_null());
  CHECK(rig.air_refused(AirVerb::take, R"({"next": true})").kind == RefusalKind::conflict);
  rig.put("rundown", "rundown", R"({"items": []})");
  CHECK(rig.air_refused(AirVerb::take, R"({"next": true})").kind == RefusalKind::conflict);
  CHECK(rig.air_refused(AirVerb::take, R"({"next": 1})").errors.front().pointer == "/next");
  CHECK(rig.air_refused(AirVerb::take, R"({"next": true, "template": "title"})").errors.front().pointer == "/template");
  CHECK(rig.air_refused(AirVerb::take, R"({"next": true, "cue": 7})").errors.front().pointer == "/cue");
  CHECK(rig.air_refused(AirVerb::ready, R"({"cue": "a"})").errors.front().pointer == "/cue");
  CHECK(rig.air_refused(AirVerb::ready, "{}").errors.front().pointer == "/cue");
  CHECK(rig.air_refused(AirVerb::ready, R"({"cue": 7})").errors.front().pointer == "/cue");
}

TEST_CASE("next goes through the rundown, passes over what is skipped, and ends at its end") {
  Rig rig;
  seed_rundown(rig);
  rig.ok(PatchResource{"cues", "b", Json{{"skip", true}}, std::nullopt});
  CHECK(rundown(rig) == parsed(R"({"current": null, "next": "a", "on_air": []})"));
  press_next(rig);
  CHECK(data_of(rig, 50) == Json{{"title", "A"}});
  CHECK(rundown(rig) == parsed(R"({"current": "a", "next": "c", "on_air": ["a"]})"));
  press_next(rig);
  CHECK(rundown(rig) == parsed(R"({"current": "c", "next": "d", "on_air": ["a", "c", "clock", "strap"]})"));
  press_next(rig);
  CHECK(data_of(rig, 50) == Json{{"title", "D"}});
  CHECK(rundown(rig).at("current") == "d");
  CHECK(next(rig).is_null());
  rig.advance(1'000);
  const Refusal refusal = rig.air_refused(AirVerb::take, R"({"next": true})");
  CHECK(refusal.kind == RefusalKind::conflict);
  CHECK(refusal.members.at("next").is_null());
}

TEST_CASE("a next that names another cue is refused, and told which one is next") {
  Rig rig;
  seed_rundown(rig);
  const Refusal refusal = rig.air_refused(AirVerb::take, R"({"next": true, "cue": "b"})");
  CHECK(refusal.kind == RefusalKind::conflict);
  CHECK(refusal.members.at("next") == "a");
  rig.take(R"({"next": true, "cue": "a"})");
  CHECK(rundown(rig).at("current") == "a");
}

TEST_CASE("one press that bounces takes one cue, with one answer") {
  Rig rig;
  seed_rundown(rig);
  const std::uint64_t first = rig.take(R"({"next": true})");
  rig.advance(300);
  const std::uint64_t head = rig.head();
  CHECK(rig.take(R"({"next": true})") == first);
  CHECK(rig.take(R"({"next": true, "cue": "a"})") == first);
  CHECK(rig.head() == head);
  CHECK(rundown(rig).at("current") == "a");
  rig.take(R"({"next": true, "cue": "b"})");
  CHECK(rundown(rig).at("current") == "b");
  rig.advance(301);
  const std::uint64_t group = rig.take(R"({"next": true})");
  CHECK(rig.take(R"({"next": true})") == group);
  CHECK(rundown(rig).at("current") == "c");
}

TEST_CASE("a cue taken by name twice at once is one take, with one answer, in the rundown too") {
  Rig rig;
  seed_rundown(rig);
  const std::uint64_t first = rig.take(R"({"cue": "a"})");
  const std::uint64_t head = rig.head();
  CHECK(rig.take(R"({"cue": "a"})") == first);
  CHECK(rig.head() == head);
}

TEST_CASE("what is readied is next, once") {
  Rig rig;
  seed_rundown(rig);
  rig.air(AirVerb::ready, R"({"cue": "d"})");
  CHECK(next(rig) == "d");
  rig.air(AirVerb::ready, R"({"cue": null})");
  CHECK(next(rig) == "a");
  rig.air(AirVerb::ready, R"({"cue": "c"})");
  press_next(rig);
  CHECK(rundown(rig).at("current") == "c");
  CHECK(next(rig) == "d");
  rig.air(AirVerb::ready, R"({"cue": "e"})");
  press_next(rig);
  CHECK(data_of(rig, 50) == Json{{"title", "E"}});
  rig.take(R"({"next": true})");
  CHECK(data_of(rig, 50) == Json{{"title", "E"}});
  CHECK(rundown(rig).at("current") == "c");
  CHECK(next(rig) == "d");
}

TEST_CASE("a take by name moves the play head only for what stands in the rundown") {
  Rig rig;
  seed_rundown(rig);
  rig.take(R"({"cue": "b"})");
  CHECK(next(rig) == "c");
  rig.take(R"({"cue": "e"})");
  CHECK(next(rig) == "c");
  rig.take(R"({"template": "title", "data": {"title": "T"}})");
  CHECK(next(rig) == "c");
  rig.take(R"({"cue": "strap"})");
  CHECK(rundown(rig).at("current") == "b");
}

TEST_CASE("where the one on air has left the rundown, its first is next; a cue that is gone is not next") {
  Rig rig;
  seed_rundown(rig);
  rig.take(R"({"cue": "b"})");
  rig.air(AirVerb::ready, R"({"cue": "e"})");
  rig.ok(DeleteResource{"cues", "e", std::nullopt, false});
  CHECK(next(rig) == "c");
  rig.put("rundown", "rundown", R"({"items": ["d", "a"]})");
  CHECK(next(rig) == "d");
}

TEST_CASE("a group is one command: all of its cues, or none") {
  Rig rig;
  seed_rundown(rig);
  const std::uint64_t before = rig.head();
  const std::uint64_t token = rig.take(R"({"cue": "c"})");
  CHECK(token == rig.head());
  const auto records = rig.records(before);
  REQUIRE(records.size() == 3);
  for (const auto& record : records) CHECK(record.command == records.front().command);
  CHECK(rig.layer(20).at("cue") == "strap");
  CHECK(rig.layer(30).at("cue") == "clock");
  CHECK(rig.layer(20).at("item") != rig.layer(30).at("item"));
  CHECK(rig.shown(20)->current->id == rig.layer(20).at("item"));
  CHECK(rig.layer(30).at("out_at") != nullptr);
  CHECK(rig.layer(20).at("out_at") == nullptr);

  rig.put("cues", "lost", R"({"template": "lower-third", "bind": {"contestant": "@stage"}})");
  rig.put("cues", "half", R"({"cues": ["b", "lost"]})");
  CHECK(rig.air_refused(AirVerb::take, R"({"cue": "half"})").detail.find("\"lost\"") != std::string::npos);
  CHECK(rig.layer(50).is_null());
  rig.put("cues", "twice", R"({"cues": ["a", "b"]})");
  CHECK(rig.air_refused(AirVerb::take, R"({"cue": "twice"})").kind == RefusalKind::invalid);
  CHECK(rig.air_refused(AirVerb::take, R"({"cue": "c", "layer": 3})").errors.front().pointer == "/layer");
}

TEST_CASE("a group looks at the token once, as it was before any of its cues") {
  Rig rig;
  seed_rundown(rig);
  const std::uint64_t seen = rig.take(R"({"cue": "a"})");
  rig.take("{\"cue\": \"c\", \"expected_token\": " + std::to_string(seen) + "}");
  const auto with = [&](const std::string& cue) {
    return "{\"cue\": \"" + cue + "\", \"expected_token\": " + std::to_string(seen) + "}";
  };
  rig.put("cues", "c2", R"({"cues": ["d", "clock"]})");
  rig.advance(1'000);  // or the clock's take would be the same key press
  const std::uint64_t head = rig.head();
  CHECK(rig.air_refused(AirVerb::take, with("c2")).kind == RefusalKind::conflict);  // its clock's layer has changed
  CHECK(rig.head() == head);
  CHECK(rig.take(with("d")) > head);
}

TEST_CASE("\"the next one\" is refused where the play head has moved since the token; a cue by its name is not") {
  Rig rig;
  seed_rundown(rig);
  rig.put("rundown", "rundown", R"({"items": ["strap", "b", "clock"]})");
  const std::uint64_t seen = rig.head();
  const auto next_at = [](std::uint64_t token, const std::string& more = "") {
    return "{\"next\": true, \"expected_token\": " + std::to_string(token) + more + "}";
  };
  const std::uint64_t first = rig.take(next_at(seen));
  rig.advance(1'000);
  const Refusal refusal = rig.air_refused(AirVerb::take, next_at(seen));
  CHECK(refusal.kind == RefusalKind::conflict);
  REQUIRE(refusal.errors.size() == 1);
  CHECK(refusal.errors.front().pointer == "/expected_token");
  CHECK(rig.layer(50).is_null());
  CHECK(rig.take(next_at(seen, R"(, "cue": "b")")) > first);
  rig.advance(1'000);
  const std::uint64_t head = rig.head();
  CHECK(rig.take(next_at(head)) > head);
  CHECK(rig.layer(30).at("cue") == "clock");
}

TEST_CASE("a bounced press of next is one press, though the play head has moved since its token") {
  Rig rig;
  seed_rundown(rig);
  const std::string body = "{\"next\": true, \"expected_token\": " + std::to_string(rig.head()) + "}";
  const std::uint64_t token = rig.take(body);
  rig.advance(100);
  CHECK(rig.take(body) == token);
  CHECK(next(rig) == "b");
}

TEST_CASE("a locked rundown, and what stands in it, changes only by being unlocked") {
  Rig rig;
  seed_rundown(rig);
  lock(rig);
  const auto conflict = [&](Command command) { CHECK(rig.refused(std::move(command)).kind == RefusalKind::conflict); };
  conflict(PutResource{"rundown", "rundown", parsed(R"({"items": ["b"], "locked": true})"), {}});
  conflict(PutResource{"rundown", "rundown", parsed(R"({"items": ["a", "b", "c", "d"]})"), {}});
  conflict(PatchResource{"rundown", "rundown", parsed(R"({"locked": null})"), {}});
  conflict(DeleteResource{"rundown", "rundown", {}, true});
  conflict(PatchResource{"cues", "a", parsed(R"({"skip": true})"), {}});
  conflict(PatchResource{"cues", "clock", parsed(R"({"duration_ms": 1000})"), {}});
  conflict(PatchResource{"cues", "c", parsed(R"({"cues": ["clock"]})"), {}});
  const Refusal refusal = rig.refused(ApplyEvents{
      {{"cues", "e", parsed(R"({"template": "timer"})")}, {"cues", "a", parsed(R"({"template": "timer"})")}}});
  CHECK(refusal.kind == RefusalKind::conflict);
  REQUIRE(refusal.errors.size() == 1);
  CHECK(refusal.errors.front().pointer == "/1");

  // It is there to be taken.
  press_next(rig);
  CHECK(rundown(rig).at("current") == "a");
  rig.put("cues", "e", R"({"template": "title", "data": {"title": "other"}})");
  rig.put("cues", "a", R"({"name": "Opening", "template": "title", "data": {"title": "A"}})");  // as it is
  rig.ok(ApplyEvents{{{"rundown", "rundown", parsed(R"({"items": ["d"], "locked": false})")},
                      {"cues", "d", parsed(R"({"template": "title", "data": {"title": "new"}})")}}});
  CHECK(next(rig) == "d");
}

TEST_CASE("the play head is where it was after a restart") {
  Rig rig;
  seed_rundown(rig);
  press_next(rig);
  rig.air(AirVerb::ready, R"({"cue": "d"})");
  const Json before = rundown(rig);
  rig.reopen();
  CHECK(rundown(rig) == before);
  CHECK(next(rig) == "d");
}
