// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/show/state.h"
#include "tests/dice.h"
#include "tests/show/restless.h"

using namespace leitai::show;
using namespace leitai::show::test;
namespace json = leitai::json;

namespace {

using Result = tl::expected<Answer, Refusal>;

Result by(Rig& rig, const std::string& actor, Command command) {
  return rig.show().submit({actor, std::nullopt}, std::move(command));
}

Result undo(Rig& rig, const std::string& actor = "operator") {
  return by(rig, actor, UndoCommand{UndoVerb::undo});
}
Result redo(Rig& rig, const std::string& actor = "operator") {
  return by(rig, actor, UndoCommand{UndoVerb::redo});
}

/// The name of what was undone; the test fails where it is refused.
std::string undone(Rig& rig, const std::string& actor = "operator") {
  const Result answer = undo(rig, actor);
  if (!answer) FAIL(answer.error().detail);
  CHECK(answer->token == rig.head());
  CHECK(answer->body.at("undone").at("actor") == actor);
  return answer->body.at("undone").at("what");
}
std::string redone(Rig& rig, const std::string& actor = "operator") {
  const Result answer = redo(rig, actor);
  if (!answer) FAIL(answer.error().detail);
  return answer->body.at("redone").at("what");
}

/// A refusal that changes nothing.
Refusal refused(Rig& rig, const Result& result, std::uint64_t head) {
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == RefusalKind::conflict);
  CHECK(rig.head() == head);
  return result.error();
}
Refusal undo_refused(Rig& rig, const std::string& actor = "operator") {
  const std::uint64_t head = rig.head();
  return refused(rig, undo(rig, actor), head);
}
Refusal redo_refused(Rig& rig, const std::string& actor = "operator") {
  const std::uint64_t head = rig.head();
  return refused(rig, redo(rig, actor), head);
}

/// What operators and viewers see of what can be undone, but for when an item came in and what is leaving. What is held
/// shows the data of the moment when its hold began, and an undo begins it anew.
Json visible(Rig& rig) {
  Json channels = rig.show().air_document(rig.now()).at("channels");
  for (Json& channel : channels) {
    Json layers = Json::object();
    for (const auto& [number, item] : channel.at("layers").items()) {
      if (item.at("state") == "out") continue;
      Json& layer = layers[number] = item;
      for (const char* name : {"item", "state", "taken_at", "leaving"}) layer.erase(name);
      if (item.at("held") == true) layer.erase("data");
    }
    channel["layers"] = std::move(layers);
  }
  Json seen = {{"channels", channels}, {"automation", rig.show().air_document(rig.now()).at("automation")}};
  const SnapshotPtr now = rig.show().snapshot();
  for (const char* type : {"stage", "timers", "reveals", "confirms", "rundown"}) {
    for (const auto& [id, resource] : now->store.all(type)) seen[type][id] = resource->data;
  }
  return seen;
}

const std::string kTitle = R"({"template": "title", "data": {"title": "A"}})";
const std::string kOther = R"({"template": "title", "data": {"title": "B"}})";
const std::string kLayer = R"({"layer": 50})";

void seed(Rig& rig) {
  seed_contest(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
}

}  // namespace

TEST_CASE("where nothing was done there is nothing to undo, and nothing to redo") {
  Rig rig;
  seed(rig);
  CHECK(undo_refused(rig).detail == "there is nothing to undo");
  CHECK(redo_refused(rig).detail == "there is nothing to redo");
  rig.take(kTitle);
  CHECK(undo_refused(rig, "somebody else").detail == "there is nothing to undo");
  CHECK(redo_refused(rig).detail == "there is nothing to redo");
  CHECK(undone(rig) == "air/take");
  CHECK(undo_refused(rig).detail == "there is nothing to undo");
  CHECK(redo_refused(rig, "somebody else").detail == "there is nothing to redo");
}

TEST_CASE("data is not undone: the command before it is") {
  Rig rig;
  seed(rig);
  rig.take(kTitle);
  rig.put("contestants", "c1", R"({"name": "改"})");
  rig.put("timers", "clock", R"({"label": "改", "mode": "down", "duration_ms": 1000})");
  rig.put("scores", "s", score("c1", "j1", "9", "9"));
  rig.put("scores", "t", score("c1", "j2", "9", "9"));
  REQUIRE(rig.show().snapshot()->store.all("reveals").size() == 1);
  CHECK(undone(rig) == "air/take");
  CHECK(rig.show().snapshot()->store.find("contestants", "c1")->data.at("name") == "改");
  CHECK(rig.show().snapshot()->store.find("timers", "clock")->data.at("label") == "改");
  CHECK(rig.show().snapshot()->store.all("reveals").size() == 1);
  CHECK(undo_refused(rig).detail == "there is nothing to undo");
}

TEST_CASE("a panic cannot be undone, nor what its actor did before it") {
  Rig rig;
  seed(rig);
  rig.ok(TimerCommand{"clock", "start", Json::object()});
  rig.take(kTitle);
  REQUIRE(
      by(rig, "other", AirCommand{AirVerb::take, parsed(R"({"template": "ranking", "bind": {"round": "morning"}})")}));
  REQUIRE(by(rig, "other", TimerCommand{"clock", "pause", Json::object()}));
  const std::uint64_t panic = rig.air(AirVerb::panic, "{}");
  for (int i = 0; i < 2; ++i) {
    const Refusal refusal = undo_refused(rig);
    CHECK(refusal.detail.find("panic") != std::string::npos);
    CHECK(refusal.members.at("conflict") == Json{{"token", panic}, {"actor", "operator"}, {"what", "air/panic"}});
    rig.reopen();
  }
  // Another's commands: what the panic did not touch is undone, and what it cut is not.
  CHECK(undone(rig, "other") == "timers/pause");
  CHECK(undo_refused(rig, "other").members.at("conflict").at("what") == "air/panic");
  rig.take(kOther);
  CHECK(undone(rig) == "air/take");
  CHECK(undo_refused(rig).detail.find("panic") != std::string::npos);
}

TEST_CASE("what another command has changed since is not undone, and the answer names it") {
  Rig rig;
  seed(rig);
  rig.take(kTitle);
  const Result theirs = by(rig, "other", AirCommand{AirVerb::take, parsed(kOther)});
  const Json name = {
      {"token", theirs->token}, {"actor", "other"}, {"what", "air/take"}, {"type", "air"}, {"id", "program.50"}};
  const Refusal refusal = undo_refused(rig);
  CHECK(refusal.members.at("conflict") == name);
  CHECK(refusal.detail.find("air/program.50") != std::string::npos);
  CHECK(refusal.detail.find("other") != std::string::npos);
  // Once that is undone, it stands as it was left.
  CHECK(undone(rig, "other") == "air/take");
  CHECK(data_of(rig, 50).at("title") == "A");
  CHECK(undone(rig) == "air/take");
  // And the same on the way back: theirs came after, so it waits.
  const Refusal back = redo_refused(rig, "other");
  CHECK(back.members.at("conflict").at("what") == "undo");
  CHECK(back.members.at("conflict").at("actor") == "operator");
  CHECK(redone(rig) == "air/take");
  CHECK(redone(rig, "other") == "air/take");
  CHECK(data_of(rig, 50).at("title") == "B");
}

TEST_CASE("a correction names itself where it has changed what was revealed") {
  Rig rig;
  seed(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, {}});
  for (const char* judge : {"j1", "j2"}) rig.put("scores", judge, score("c1", judge, "9", "9"));
  rig.ok(RevealCommand{"morning", Json{{"contestant", "c1"}}});
  const Result correction = by(rig, "scorer", PutResource{"scores", "j1", parsed(score("c1", "j1", "5", "5")), {}});
  const Json conflict = undo_refused(rig).members.at("conflict");
  CHECK(conflict.at("token") == correction->token);
  CHECK(conflict.at("actor") == "scorer");
  CHECK(conflict.at("what") == "scores");
}

TEST_CASE("each kind of command is undone and done again, and named as its call is") {
  struct Case {
    const char* what;
    std::vector<Command> before;
    Command command;
  };
  const auto air = [](AirVerb verb, const std::string& body) { return AirCommand{verb, parsed(body)}; };
  const auto timer = [](const char* verb) { return TimerCommand{"clock", verb, Json::object()}; };
  const Command take = air(AirVerb::take, kTitle);
  const Command sealed = PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, {}};
  const Command reveal = RevealCommand{"morning", Json{{"contestant", "c1"}, {"force", true}}};
  const Command first = StageCommand{parsed(R"({"round": "morning", "contestant": "c1"})")};
  const Command plan = PutResource{"rundown", "rundown", parsed(R"({"items": []})"), {}};
  const std::vector<Case> cases = {
      {"air/take", {}, take},
      {"air/take", {air(AirVerb::take, kOther)}, take},
      {"air/take",
       {take},
       air(AirVerb::take, R"({"template": "title", "data": {"title": "A"}, "duration_ms": 60000})")},
      {"air/update", {take}, air(AirVerb::update, R"({"layer": 50, "data": {"title": "C", "tag": "x"}})")},
      {"air/next", {take}, air(AirVerb::next, kLayer)},
      {"air/out", {take}, air(AirVerb::out, kLayer)},
      {"air/out", {take, air(AirVerb::next, kLayer), air(AirVerb::next, kLayer)}, air(AirVerb::next, kLayer)},
      {"air/clear", {take}, air(AirVerb::clear, "{}")},
      {"air/hold", {take}, air(AirVerb::hold, kLayer)},
      {"air/hold", {take}, air(AirVerb::hold, "{}")},
      {"air/release", {take, air(AirVerb::hold, kLayer)}, air(AirVerb::release, kLayer)},
      {"air/release", {take, air(AirVerb::hold, "{}")}, air(AirVerb::release, "{}")},
      {"air/release", {air(AirVerb::panic, "{}")}, air(AirVerb::release, R"({"automation": "release"})")},
      {"timers/start", {}, timer("start")},
      {"timers/pause", {timer("start")}, timer("pause")},
      {"timers/resume", {timer("start"), timer("pause")}, timer("resume")},
      {"timers/reset", {timer("start")}, timer("reset")},
      {"timers/add", {}, TimerCommand{"clock", "add", Json{{"ms", 5'000}}}},
      {"stage", {}, first},
      {"stage", {first}, StageCommand{Json{{"next", true}}}},
      {"stage", {first}, StageCommand{Json{{"clear", true}}}},
      {"reveal", {sealed}, reveal},
      {"reveal", {sealed, reveal}, RevealCommand{"morning", Json{{"back", true}}}},
      {"rundown", {}, plan},
      {"rundown", {plan}, PutResource{"rundown", "rundown", parsed(R"({"items": [], "locked": true})"), {}}},
  };
  const std::size_t at = GENERATE_COPY(range(std::size_t{0}, cases.size()));
  const auto& [what, before, command] = cases[at];
  CAPTURE(at, what);
  Rig rig;
  seed(rig);
  for (const Command& earlier : before) {
    rig.ok(earlier);
    rig.advance(2'000);
  }
  const Json stood = visible(rig);
  const std::uint64_t token = rig.ok(command);
  const Json changed = visible(rig);
  REQUIRE(changed != stood);
  for (int i = 0; i < 2; ++i) {
    const Result answer = undo(rig);
    if (!answer) FAIL(answer.error().detail);
    CHECK(answer->body.at("undone") == Json{{"token", token}, {"actor", "operator"}, {"what", what}});
    CHECK(visible(rig) == stood);
    CHECK(redone(rig) == what);
    CHECK(visible(rig) == changed);
    rig.reopen();
  }
}

TEST_CASE(
    "whatever happens in a hall, undoing the newest command gives what was seen before it, and redo what was after") {
  const std::uint32_t seeds = GENERATE(range(1u, 13u));
  CAPTURE(seeds);
  Rig rig;
  seed(rig);
  Restless restless(seeds);
  int turned = 0;
  for (int i = 0; i < 250; ++i) {
    auto [caller, command] = restless.wish(rig);
    CAPTURE(i, caller.actor);
    const Json stood = visible(rig);
    const Result answer = rig.show().submit(caller, std::move(command));
    if (!answer || answer->token != rig.head()) continue;
    const Json changed = visible(rig);
    const std::uint64_t head = rig.head();
    const Result back = undo(rig, caller.actor);
    if (!back || back->body.at("undone").at("token") != answer->token) {
      // Not what was done just now: an earlier command. It is done again, so that the hall goes on as it was.
      // Only what is bound to a timer that was deleted meanwhile, or to an empty stage, cannot come back.
      if (!back) CHECK(rig.head() == head);
      const Result again = back ? redo(rig, caller.actor) : back;
      if (back && !again) CHECK(again.error().detail.ends_with(" was bound to is gone"));
      continue;
    }
    CAPTURE(back->body);
    ++turned;
    REQUIRE(visible(rig) == stood);
    if (i % 7 == 0) rig.reopen();
    REQUIRE(redo(rig, caller.actor));
    REQUIRE(visible(rig) == changed);
    if (i % 3 == 0) {
      REQUIRE(undo(rig, caller.actor));
      REQUIRE(visible(rig) == stood);
    }
  }
  CHECK(turned > 25);
}

TEST_CASE("after a restart the same is undone, and comes to the same") {
  const std::uint32_t seeds = GENERATE(range(31u, 37u));
  CAPTURE(seeds);
  Rig running, restarted;
  for (Rig* rig : {&running, &restarted}) {
    seed(*rig);
    Restless restless(seeds);
    for (int i = 0; i < 120; ++i) restless.act(*rig);
  }
  restarted.save_state_after(10);
  restarted.reopen();
  REQUIRE(restarted.head() == running.head() + 1);
  const auto told = [](const Result& result) {
    // A start is a record too, so those behind it are numbered otherwise.
    if (!result) {
      Json by = result.error().members.value("conflict", Json::object());
      by.erase("token");
      return by.empty() ? Json(result.error().detail) : by;
    }
    return result->body.contains("undone") ? result->body.at("undone") : result->body.at("redone");
  };
  leitai::test::Dice dice(seeds);
  for (int i = 0; i < 40; ++i) {
    const std::string actor = "op" + std::to_string(dice.below(2));
    const bool back = dice.below(3) != 0;
    CAPTURE(i, actor, back);
    const auto turn = [&](Rig& rig) { return told(back ? undo(rig, actor) : redo(rig, actor)); };
    CHECK(turn(restarted) == turn(running));
    REQUIRE(visible(restarted) == visible(running));
    if (i % 10 == 9) restarted.reopen();
  }
}

TEST_CASE("an item that is brought back plays its in and has the time that it had left") {
  Rig rig;
  seed(rig);
  rig.take(R"({"template": "title", "data": {"title": "A"}, "duration_ms": 10000})");
  rig.advance(4'000);
  rig.air(AirVerb::out, kLayer);
  rig.advance(30'000);
  CHECK(rig.layer(50).is_null());
  const std::int64_t now = rig.now();
  CHECK(undone(rig) == "air/out");
  CHECK(rig.layer(50).at("state") == "in");
  CHECK(rig.layer(50).at("taken_at") == leitai::contest::format_time(now));
  CHECK(rig.layer(50).at("out_at") == leitai::contest::format_time(now + 6'000));
  CHECK(rig.shown(50)->current->resumed_from == nullptr);
  rig.advance(1'000);
  CHECK(rig.layer(50).at("state") == "on");
  CHECK(redone(rig) == "air/out");
  CHECK(rig.layer(50).at("state") == "out");
  rig.advance(100);
  // Brought back while it leaves, from the pose that it has.
  CHECK(undone(rig) == "air/out");
  CHECK(rig.shown(50)->current->resumed_from != nullptr);
  CHECK(rig.layer(50).at("out_at") == leitai::contest::format_time(rig.now() + 5'000));
  // It is still the item of the first take: undoing that plays its out.
  rig.advance(1'000);
  CHECK(undone(rig) == "air/take");
  CHECK(rig.layer(50).at("state") == "out");
}

TEST_CASE("what was replaced comes back while what replaced it leaves") {
  Rig rig;
  seed(rig);
  rig.take(kTitle);
  rig.advance(5'000);
  rig.take(kOther);
  rig.advance(5'000);
  undone(rig);
  const Json layer = rig.layer(50);
  CHECK(layer.at("data").at("title") == "A");
  CHECK(layer.at("state") == "in");
  CHECK(layer.at("leaving").at("data").at("title") == "B");
  CHECK(layer.at("leaving").at("state") == "out");
}

TEST_CASE("what is only changed on air does not come in again, also where it was brought back before") {
  Rig rig;
  seed(rig);
  rig.take(kTitle);
  rig.air(AirVerb::update, R"({"layer": 50, "data": {"title": "C"}})");
  rig.advance(5'000);
  rig.air(AirVerb::out, kLayer);
  rig.advance(5'000);
  undone(rig);
  rig.advance(5'000);
  const Json item = rig.layer(50).at("item");
  CHECK(undone(rig) == "air/update");
  CHECK(data_of(rig, 50).at("title") == "A");
  CHECK(rig.layer(50).at("item") == item);
  CHECK(rig.layer(50).at("state") == "on");
}

TEST_CASE("what has left by itself since stays away") {
  Rig rig;
  seed(rig);
  rig.take(R"({"template": "title", "data": {"title": "A"}, "duration_ms": 1000})");
  rig.air(AirVerb::update, R"({"layer": 50, "data": {"title": "C"}})");
  rig.advance(5'000);
  CHECK(undone(rig) == "air/update");
  CHECK(rig.layer(50).is_null());
  CHECK(undone(rig) == "air/take");
  CHECK(rig.layer(50).is_null());
  CHECK(redone(rig) == "air/take");
  CHECK(rig.layer(50).is_null());
}

TEST_CASE("two identical takes within 300 ms are one, and are undone as one") {
  Rig rig;
  seed(rig);
  const std::uint64_t token = rig.take(kTitle);
  rig.advance(299);
  CHECK(rig.take(kTitle) == token);
  CHECK(undone(rig) == "air/take");
  CHECK(undo_refused(rig).detail == "there is nothing to undo");
  CHECK(rig.take(kTitle) > token);
}

TEST_CASE("a new command ends what could be redone") {
  Rig rig;
  seed(rig);
  rig.take(kTitle);
  rig.ok(TimerCommand{"clock", "start", Json::object()});
  undone(rig);
  undone(rig);
  rig.air(AirVerb::hold, "{}");
  CHECK(redo_refused(rig).detail == "there is nothing to redo");
  CHECK(undone(rig) == "air/hold");
  CHECK(redone(rig) == "air/hold");
}

TEST_CASE("a call to the stage takes the clock that it readied back with it") {
  Rig rig;
  seed(rig);
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1"})")});
  rig.ok(TimerCommand{"stage", "start", Json::object()});
  rig.advance(20'000);
  const Json running = rig.show().snapshot()->store.find("timers", "stage")->data;
  rig.ok(StageCommand{Json{{"next", true}}});
  CHECK(rig.show().snapshot()->store.find("timers", "stage")->data.at("state") == "idle");
  CHECK(undone(rig) == "stage");
  CHECK(rig.show().snapshot()->store.find("timers", "stage")->data == running);
  CHECK(undone(rig) == "timers/start");
  CHECK(undone(rig) == "stage");
  CHECK(rig.show().snapshot()->store.find("timers", "stage") == nullptr);
  CHECK(rig.show().snapshot()->store.find("stage", "stage") == nullptr);
}

TEST_CASE("a clock that is on air is not undone away") {
  Rig rig;
  seed(rig);
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1"})")});
  REQUIRE(by(rig, "other", AirCommand{AirVerb::take, parsed(R"({"template": "timer", "bind": {"timer": "stage"}})")}));
  CHECK(undo_refused(rig).detail == "timers/stage is on air on layer 30 of program");
}

TEST_CASE("what needs something that is gone cannot be brought back") {
  Rig rig;
  seed(rig);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c4"}, "channel": "backstage"})");
  rig.air(AirVerb::clear, R"({"channel": "backstage"})");
  rig.advance(5'000);
  rig.ok(PatchResource{"rounds", "morning", Json{{"contestants", {"c1", "c2", "c3"}}}, {}});
  rig.ok(DeleteResource{"contestants", "c4", {}, false});
  CHECK(undo_refused(rig).detail == "what the lower-third was bound to is gone");
  rig.ok(DeleteResource{"channels", "backstage", {}, false});
  CHECK(undo_refused(rig).detail == "the channel of air/backstage.20 is gone");
  rig.put("channels", "backstage", "{}");
  rig.take(R"({"template": "title", "data": {"title": "A"}})");
  rig.air(AirVerb::clear, "{}");
  NewTheme bare{"bare", "11", {}};
  rig.show().use_theme(bare);
  rig.put("groups", "heads", "{}");
  CHECK(undo_refused(rig).detail == "the theme has no template \"title\"");
}

TEST_CASE("a reveal that was taken back comes back with the row of today") {
  Rig rig;
  seed(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, {}});
  for (const char* judge : {"j1", "j2"}) rig.put("scores", judge, score("c1", judge, "9", "9"));
  rig.ok(RevealCommand{"morning", Json{{"contestant", "c1"}}});
  rig.ok(RevealCommand{"morning", Json{{"back", true}}});
  rig.put("scores", "j1", score("c1", "j1", "5", "5"));
  rig.put("scores", "j2", score("c1", "j2", "5", "5"));
  CHECK(undone(rig) == "reveal");
  const auto& reveals = rig.show().snapshot()->store.all("reveals");
  REQUIRE(reveals.size() == 1);
  CHECK(reveals.begin()->second->data.at("row").at("total") == "10.00");
}

TEST_CASE("what follows from a reveal in another round is undone with it") {
  Rig rig;
  seed(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, {}});
  rig.put("rounds", "final",
          R"({"visibility": "live", "contestants": ["c1"], "scoring": {"carry": [{"round": "morning"}]}})");
  for (const char* judge : {"j1", "j2"}) {
    rig.put("scores", judge, score("c1", judge, "9", "9"));
    rig.put("scores", std::string("f-") + judge,
            json::dump(Json{{"round", "final"}, {"contestant", "c1"}, {"judge", judge}, {"marks", {{"total", "7"}}}}));
  }
  const Json stood = visible(rig);
  rig.ok(RevealCommand{"morning", Json{{"contestant", "c1"}}});
  REQUIRE(rig.show().snapshot()->store.all("reveals").size() == 2);
  CHECK(undone(rig) == "reveal");
  CHECK(visible(rig) == stood);
}

TEST_CASE("an undo with an Idempotency-Key undoes once") {
  Rig rig;
  seed(rig);
  rig.take(kTitle);
  rig.ok(TimerCommand{"clock", "start", Json::object()});
  const Caller caller{"operator", Caller::Idempotency{"key", "hash"}};
  const Result first = rig.show().submit(caller, UndoCommand{});
  const std::uint64_t head = rig.head();
  const Result again = rig.show().submit(caller, UndoCommand{});
  REQUIRE((first && again));
  CHECK(again->body == first->body);
  CHECK(rig.head() == head);
  CHECK(undone(rig) == "air/take");
}

TEST_CASE("the newest 200 commands of each actor are remembered, and others' do not count against them") {
  Rig rig;
  seed(rig);
  REQUIRE(by(rig, "other", AirCommand{AirVerb::take, parsed(kTitle)}));
  for (int i = 0; i < 203; ++i) rig.ok(TimerCommand{"clock", i % 2 == 0 ? "start" : "pause", Json::object()});
  rig.reopen();
  for (int i = 0; i < 200; ++i) undone(rig);
  CHECK(undo_refused(rig).detail == "there is nothing to undo");
  CHECK(rig.show().snapshot()->store.find("timers", "clock")->data.at("state") == "running");
  CHECK(undone(rig, "other") == "air/take");
  for (int i = 0; i < 200; ++i) redone(rig);
  CHECK(redo_refused(rig).detail == "there is nothing to redo");
}

TEST_CASE("what is remembered stays within its bounds, and the newest is kept") {
  State state;
  const Json large = std::string(60'000, 'x');
  for (std::uint64_t i = 1; i <= 1'500; ++i) {
    CommandFold fold(state);
    const Json item = {{"take", i}, {"template", "title"}, {"data", {{"title", large}}}, {"taken_at", i}};
    fold.record("op" + std::to_string(i % 5), "air", "program.50", Json{{"held", false}, {"current", item}},
                static_cast<std::int64_t>(i));
    fold.finish();
  }
  std::size_t bytes = 0;
  for (const auto& [actor, stack] : state.history.stacks()) {
    CHECK(stack->commands.size() <= kMostUndoable);
    for (const UndoablePtr& command : stack->commands) bytes += json::dump(command->changes.front().other).size();
  }
  CHECK(bytes <= kMostUndoBytes);
  CHECK(bytes > kMostUndoBytes / 2);
  CHECK(state.history.to_undo("op0")->command.command == 1'500);
  CHECK(state.history.touches().size() == 1);

  // A command of more than that is not remembered, nor anything before it.
  CommandFold fold(state);
  for (std::size_t i = 0; i <= kMostUndoChanges; ++i) {
    fold.record("op0", "timers", "t" + std::to_string(i), Json::object(), 2'000);
  }
  fold.finish();
  CHECK(state.history.to_undo("op0")->command.command == 1'500);
  CommandFold next(state);
  for (std::size_t i = 0; i <= kMostUndoChanges; ++i) {
    next.record("op0", "reveals", "r" + std::to_string(i), Json::object(), 3'000);
  }
  next.finish();
  CHECK(state.history.to_undo("op0") == nullptr);
  CHECK(state.history.touches().empty());
}
