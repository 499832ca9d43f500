// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;
using leitai::contest::Event;

namespace {

bool names(const Refusal& refusal, const std::string& pointer) {
  for (const auto& error : refusal.errors) {
    if (error.pointer == pointer) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a batch of events whose last is wrong changes nothing, and names its field") {
  Rig rig;
  seed_contest(rig);
  const auto last = [&](Event event) {
    return rig.refused(ApplyEvents{{{"groups", "new", parsed(R"({"name": "x"})")}, std::move(event)}});
  };
  CHECK(names(last({"nope", "a", Json::object()}), "/1/type"));
  CHECK(names(last({"air", "program.20", Json::object()}), "/1/type"));
  CHECK(names(last({"stage", "stage", Json::object()}), "/1/type"));
  CHECK(names(last({"groups", "a b", Json::object()}), "/1/id"));
  CHECK(names(last({"groups", "g", Json::array()}), "/1/data"));
  CHECK(names(last({"groups", "g", parsed(R"({"order": "one"})")}), "/1/data/order"));
  CHECK(names(last({"contestants", "c9", parsed(R"({"name": "x", "group": "nope"})")}), "/1/data/group"));
  CHECK(names(last({"scores", "s", parsed(score("c1", "j1", "10.5", "1"))}), "/1/data/marks/content"));
  CHECK(rig.show().snapshot()->store.find("groups", "new") == nullptr);
}

TEST_CASE("a put or patch of a bad resource names the field in the body") {
  Rig rig;
  seed_contest(rig);
  CHECK(rig.put_refused("nope", "a", "{}").kind == RefusalKind::not_found);
  CHECK(rig.put_refused("automation", "automation", "{}").kind == RefusalKind::invalid);
  CHECK(rig.put_refused("groups", "a b", "{}").kind == RefusalKind::invalid);
  CHECK(rig.put_refused("groups", "g", "null").kind == RefusalKind::invalid);
  CHECK(names(rig.put_refused("groups", "g", R"({"order": "one"})"), "/order"));
  CHECK(names(rig.put_refused("contestants", "c1", R"({"name": "x", "group": "nope"})"), "/group"));
  CHECK(names(rig.refused(PatchResource{"contestants", "c1", parsed(R"({"group": "nope"})"), std::nullopt}), "/group"));
  CHECK(rig.refused(PatchResource{"contestants", "c9", Json::object(), std::nullopt}).kind == RefusalKind::not_found);
  CHECK(rig.refused(PatchResource{"contestants", "c1", Json::array(), std::nullopt}).kind == RefusalKind::invalid);
  CHECK(rig.refused(DeleteResource{"contestants", "c9", std::nullopt}).kind == RefusalKind::not_found);
}

TEST_CASE("an error in a resource that the request does not hold is named in words") {
  Rig rig;
  seed_contest(rig);
  rig.put("scores", "c1-j1", score("c1", "j1", "9.5", "9"));
  Json round = rig.show().snapshot()->store.find("rounds", "morning")->data;
  round["scoring"]["criteria"][0]["max"] = "9";
  const Refusal refusal = rig.refused(PutResource{"rounds", "morning", round, std::nullopt});
  CHECK(refusal.kind == RefusalKind::invalid);
  CHECK(refusal.detail.find("c1-j1") != std::string::npos);
}

TEST_CASE("If-Match guards a change against one in between") {
  Rig rig;
  const std::uint64_t first = rig.put("groups", "g", R"({"name": "a"})");
  const std::uint64_t second = rig.ok(PutResource{"groups", "g", parsed(R"({"name": "b"})"), first});
  CHECK(rig.refused(PutResource{"groups", "g", parsed(R"({"name": "c"})"), first}).kind == RefusalKind::stale);
  CHECK(rig.refused(PatchResource{"groups", "g", parsed(R"({"name": "c"})"), first}).kind == RefusalKind::stale);
  CHECK(rig.refused(DeleteResource{"groups", "g", first}).kind == RefusalKind::stale);
  CHECK(rig.refused(PutResource{"groups", "new", Json::object(), first}).kind == RefusalKind::stale);
  rig.ok(DeleteResource{"groups", "g", second});
}

TEST_CASE("what is referred to is not deleted, and the references are named") {
  Rig rig;
  seed_contest(rig);
  const Refusal refusal = rig.refused(DeleteResource{"groups", "zones", std::nullopt});
  CHECK(refusal.kind == RefusalKind::conflict);
  const Json& references = refusal.members.at("references");
  REQUIRE(references.size() == 2);
  CHECK(references[0] == parsed(R"({"type": "contestants", "id": "c3", "pointer": "/group"})"));
  CHECK(rig.refused(ApplyEvents{{{"groups", "zones", nullptr}}}).errors.at(0).pointer == "/0");
  CHECK(rig.refused(DeleteResource{"channels", "program", std::nullopt}).kind == RefusalKind::conflict);
}

TEST_CASE("references are looked at when all events are applied, in whatever order they came") {
  Rig rig;
  seed_contest(rig);
  Json round = rig.show().snapshot()->store.find("rounds", "morning")->data;
  round["contestants"] = {"c1", "c2"};
  rig.ok(ApplyEvents{{{"groups", "zones", nullptr},
                      {"contestants", "c3", nullptr},
                      {"contestants", "c4", nullptr},
                      {"rounds", "morning", round}}});
  CHECK(rig.show().snapshot()->store.find("groups", "zones") == nullptr);
  rig.ok(ApplyEvents{{{"contestants", "c5", parsed(R"({"name": "x", "group": "late"})")},
                      {"groups", "late", parsed(R"({"name": "y"})")}}});
}

TEST_CASE("records say what changed and what it was before, under one command") {
  Rig rig;
  const std::uint64_t head = rig.head();
  const auto answer = rig.show().submit(
      Caller{"scorer-1", std::nullopt},
      ApplyEvents{{{"groups", "a", parsed(R"({"name": "A"})")}, {"groups", "b", parsed(R"({"name": "B"})")}}});
  REQUIRE(answer.has_value());
  CHECK(answer->token == head + 2);
  rig.advance(5);
  rig.ok(PatchResource{"groups", "a", parsed(R"({"name": "A2"})"), std::nullopt});
  rig.ok(DeleteResource{"groups", "b", std::nullopt});
  const auto records = rig.records(head);
  REQUIRE(records.size() == 4);
  CHECK(records[0].command == head + 1);
  CHECK(records[1].command == head + 1);
  CHECK(records[2].command == head + 3);
  CHECK(records[0].actor == "scorer-1");
  CHECK(records[0].type == "groups");
  CHECK(records[0].id == "a");
  CHECK(parsed(records[0].data) == parsed(R"({"name": "A"})"));
  CHECK(records[0].before == "null");
  CHECK(parsed(records[2].before) == parsed(R"({"name": "A"})"));
  CHECK(parsed(records[2].data) == parsed(R"({"name": "A2"})"));
  CHECK(records[2].time_ms == records[0].time_ms + 5);
  CHECK(records[3].data == "null");
  CHECK(rig.show().snapshot()->store.find("groups", "a")->token == head + 3);
}

TEST_CASE("what changes nothing is answered with the head, and writes nothing") {
  Rig rig;
  seed_contest(rig);
  rig.put("scores", "c1-j1", score("c1", "j1", "9.5", "9"));
  const std::uint64_t head = rig.head();
  CHECK(rig.put("scores", "c1-j1", score("c1", "j1", "9.5", "9")) == head);
  CHECK(rig.ok(ApplyEvents{}) == head);
  CHECK(rig.ok(ApplyEvents{{{"groups", "nobody", nullptr}}}) == head);
  CHECK(rig.ok(PatchResource{"groups", "heads", Json::object(), std::nullopt}) == head);
  CHECK(rig.ok(TimerCommand{"clock", "reset", Json::object()}) == head);
  CHECK(rig.head() == head);
}

TEST_CASE("a row that becomes public is revealed in the same command") {
  Rig rig;
  seed_contest(rig);
  rig.put("scores", "c1-j1", score("c1", "j1", "9", "9"));
  const std::uint64_t before = rig.head();
  const std::uint64_t token = rig.put("scores", "c1-j2", score("c1", "j2", "9", "9"));
  const auto records = rig.records(before);
  REQUIRE(records.size() >= 2);
  CHECK(records.back().token == token);
  CHECK(records.back().type == "reveals");
  for (const auto& record : records) CHECK(record.command == before + 1);
}

TEST_CASE("what is written about a closed round is kept as a correction in the same command") {
  Rig rig;
  seed_contest(rig);
  for (const char* judge : {"j1", "j2"}) rig.put("scores", std::string("c1-") + judge, score("c1", judge, "9", "8"));
  rig.ok(PatchResource{"rounds", "morning", Json{{"state", "closed"}}, std::nullopt});
  const std::uint64_t before = rig.head();
  rig.advance(1'000);
  rig.put("scores", "c1-j1", score("c1", "j1", "7", "8"));
  const auto records = rig.records(before);
  REQUIRE(records.size() == 3);
  for (const auto& record : records) CHECK(record.command == records.front().command);
  CHECK(records.at(1).type == "corrections");
  CHECK(records.at(1).id == "morning.c1");
  CHECK(parsed(records.at(1).data) ==
        parsed(R"({"round": "morning", "contestant": "c1", "at": "2022-07-31T01:00:01.000Z"})"));
  CHECK(records.at(2).type == "reveals");
  const auto flagged = [&] {
    const auto& store = rig.show().snapshot()->store;
    const auto standings = leitai::contest::standings(store, "morning", "", leitai::contest::Audience::operators);
    return standings->at("rows").at(0).at("corrected_after_close") == true;
  };
  CHECK(flagged());
  rig.reopen();
  CHECK(flagged());
  CHECK(rig.put_refused("corrections", "x", "{}").kind == RefusalKind::invalid);
}

TEST_CASE("timers and the stage are written by their commands") {
  Rig rig;
  seed_contest(rig);
  CHECK(rig.refused(TimerCommand{"nope", "start", Json::object()}).kind == RefusalKind::not_found);
  const std::uint64_t token = rig.ok(TimerCommand{"clock", "start", Json::object()});
  CHECK(rig.ok(TimerCommand{"clock", "start", Json::object()}) == token);
  CHECK(rig.show().snapshot()->store.find("timers", "clock")->data.at("state") == "running");
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c2", "segment": "talk"})")});
  CHECK(rig.show().snapshot()->store.find("stage", "stage")->data.at("contestant") == "c2");
  CHECK(rig.show().snapshot()->store.find("timers", "stage") != nullptr);
}

TEST_CASE("times never decrease, whatever the clock does") {
  Rig rig;
  rig.put("groups", "a", R"({"name": "1"})");
  rig.advance(-60'000);
  rig.put("groups", "a", R"({"name": "2"})");
  rig.reopen();
  rig.advance(1'000);
  rig.put("groups", "a", R"({"name": "3"})");
  std::int64_t last = 0;
  for (const auto& record : rig.records()) {
    CHECK(record.time_ms >= last);
    last = record.time_ms;
  }
}

TEST_CASE("a journal begins with the show's name, and each start says which program and theme") {
  Rig rig;
  rig.reopen();
  const auto records = rig.records();
  REQUIRE(records.size() == 4);
  CHECK(records[0].token == 1);
  CHECK(records[0].type == "show");
  CHECK(records[0].id == "show");
  CHECK(parsed(records[0].data).at("show_id") == rig.show().show_id());
  CHECK(rig.show().show_id().size() == 32);
  CHECK(records[1].type == "start");
  const Json start = parsed(records[3].data);
  CHECK(records[3].type == "start");
  CHECK(start.at("version") == "0.1.0");
  CHECK(start.at("theme") == parsed(R"({"name": "arena", "hash": "00ff"})"));
  CHECK(start.at("mode") == "show");
  CHECK(records[2].type == "channels");
  CHECK(records[2].id == "program");
}

TEST_CASE("the program channel takes a new canvas's size, and keeps an operator's until then") {
  Rig rig;
  const auto size = [](Show& show) {
    const Json& data = show.snapshot()->store.find("channels", "program")->data;
    return std::pair<int, int>(data.at("width"), data.at("height"));
  };
  rig.put("channels", "program", R"({"audience": "public", "width": 1280, "height": 720})");
  rig.reopen();
  CHECK(size(rig.show()) == std::pair(1280, 720));
  rig.close();
  Options options = rig.options();
  options.program_width = 3840;
  options.program_height = 2160;
  const auto opened = Show::open(options);
  REQUIRE(opened.has_value());
  CHECK(size(**opened) == std::pair(3840, 2160));
}

TEST_CASE("the public revision counts distinct public documents, also across restarts") {
  Rig rig;
  seed_contest(rig);
  const auto revision = [&] { return rig.show().snapshot()->public_revision; };
  const std::uint64_t start = revision();
  CHECK(public_results(rig.show().snapshot()).at("revision") == start);
  rig.take(R"({"template": "title", "data": {"title": "x"}})");
  rig.put("scores", "c1-j1", score("c1", "j1", "9", "9"));  // incomplete: nobody sees it
  CHECK(revision() == start);
  rig.reopen();
  CHECK(revision() == start);
  rig.put("scores", "c1-j2", score("c1", "j2", "9", "9"));
  CHECK(revision() == start + 1);
  rig.reopen();
  CHECK(revision() == start + 1);
  CHECK(public_results(rig.show().snapshot()).at("revision") == start + 1);
}

TEST_CASE("marks of a running round that change and leave every total as it is are another revision too") {
  Rig rig;
  seed_contest(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "running"}}, std::nullopt});
  rig.put("scores", "c1-j1", score("c1", "j1", "9", "9"));
  rig.put("scores", "c1-j2", score("c1", "j2", "8", "8"));
  const SnapshotPtr before = rig.show().snapshot();
  rig.ok(ApplyEvents{{{"scores", "c1-j1", parsed(score("c1", "j1", "8", "8"))},
                      {"scores", "c1-j2", parsed(score("c1", "j2", "9", "9"))}}});
  const SnapshotPtr after = rig.show().snapshot();
  CHECK(public_results(before).at("rounds") == public_results(after).at("rounds"));
  CHECK(after->public_revision == before->public_revision + 1);
}

TEST_CASE(
    "a theme that is changed while the show runs: its templates count for the next command, the journal says which") {
  Rig rig;
  const auto use = [&](const std::string& name, const std::string& hash, std::vector<TemplateInfo> templates) {
    rig.show().use_theme({name, hash, std::move(templates)});
    // Whoever is answered comes behind the theme in the writer's queue.
    rig.put("people", "p", R"({"name": ")" + name + hash + R"("})");
  };
  use("first", "h1", {});
  std::uint64_t head = rig.head();
  const TemplateInfo plate{"plate", "Plate", 20, 1, 300, 300, {}, Json::object()};
  use("second", "h2", {plate});
  const auto records = rig.records(head);
  REQUIRE(records.size() == 2);
  CHECK(records[0].type == "theme");
  CHECK(parsed(records[0].data) == parsed(R"({"name": "second", "hash": "h2"})"));
  CHECK(parsed(records[0].before) == parsed(R"({"name": "first", "hash": "h1"})"));
  REQUIRE(rig.show().templates().size() == 1);
  CHECK(rig.show().templates().front().name == "Plate");
  rig.take(R"({"template": "plate"})");
  const Json on = rig.layer(20);

  head = rig.head();
  use("second", "h2", {});  // the same again: no record
  CHECK(rig.records(head).empty());
  CHECK(rig.air_refused(AirVerb::take, R"({"template": "plate", "layer": 21})").kind == RefusalKind::invalid);
  CHECK(rig.layer(20)["taken_at"] == on["taken_at"]);
  rig.reopen();
  CHECK(rig.layer(20)["taken_at"] == on["taken_at"]);
}
