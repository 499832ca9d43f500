// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

const char* kTitle = R"({"template": "title", "data": {"title": "开幕式"}})";

/// The one error's pointer of a refused air command.
std::string pointer_of(Rig& rig, AirVerb verb, const std::string& body) {
  INFO(body);
  const Refusal refusal = rig.air_refused(verb, body);
  CHECK(refusal.kind == RefusalKind::invalid);
  REQUIRE(refusal.errors.size() == 1);
  CHECK_FALSE(refusal.errors[0].detail.empty());
  return refusal.errors[0].pointer;
}

}  // namespace

TEST_CASE("a take with a wrong field is refused, and the field is named") {
  Rig rig;
  CHECK(pointer_of(rig, AirVerb::take, R"([])") == "");
  CHECK(pointer_of(rig, AirVerb::take, R"({})") == "/template");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "nope"})") == "/template");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": 7})") == "/template");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "channel": "nope"})") == "/channel");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "layer": -1})") == "/layer");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "layer": 1000})") == "/layer");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "layer": "20"})") == "/layer");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "layer": 20.5})") == "/layer");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "duration_ms": 99})") == "/duration_ms");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "duration_ms": 86400001})") == "/duration_ms");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "duration_ms": 18446744073709551615})") ==
        "/duration_ms");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "data": []})") == "/data");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "cue": "a b"})") == "/cue");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "title", "expected_token": "1"})") == "/expected_token");
  CHECK(pointer_of(rig, AirVerb::take, R"({"cue": "nope"})") == "/cue");
  const std::string large = R"({"template": "title", "data": {"title": ")" + std::string(65'536, 'x') + R"("}})";
  CHECK(pointer_of(rig, AirVerb::take, large) == "/data");
}

TEST_CASE("data that a template's fields refuse is refused, and its innermost wrong value is named") {
  Rig rig;
  const auto pointer = [&](const std::string& data) {
    return pointer_of(rig, AirVerb::take, R"({"template": "title", "data": )" + data + "}");
  };
  CHECK(pointer(R"({"title": 5})") == "/data/title");
  CHECK(pointer(R"({"title": ["x"]})") == "/data/title");
  CHECK(pointer(R"({"number": true})") == "/data/number");
  CHECK(pointer(R"({"size": 0})") == "/data/size");
  CHECK(pointer(R"({"size": 1.5})") == "/data/size");
  CHECK(pointer(R"({"rows": {}})") == "/data/rows");
  CHECK(pointer(R"({"rows": [{}, {"a/b": "1"}]})") == "/data/rows/1/a~1b");
  CHECK(pointer(R"({"title": ")" + std::string(4'097, 'x') + R"("})") == "/data/title");
  CHECK(pointer(R"({"extra": ["", ")" + std::string(4'097, 'x') + R"("]})") == "/data/extra/1");

  // Nothing is asked for: data lies over what bind brings. Null deletes, and unknown fields are kept.
  rig.take(R"({"template": "title", "data": {"number": "7", "rows": [{"a/b": null}], "more": 1, "size": null}})");
  CHECK(pointer_of(rig, AirVerb::update, R"({"layer": 50, "data": {"title": 5}})") == "/data/title");
  CHECK(rig.layer(50).at("data").contains("title") == false);
}

TEST_CASE("every wrong field of a take is named, not only the first") {
  Rig rig;
  const Refusal refusal = rig.air_refused(AirVerb::take, R"({"template": "nope", "layer": -1, "data": 1})");
  CHECK(refusal.errors.size() == 3);
}

TEST_CASE("a bind with a wrong shape or an unknown target is refused, and the field is named") {
  Rig rig;
  seed_contest(rig);
  const auto bound = [&](const char* bind) {
    return pointer_of(rig, AirVerb::take, std::string(R"({"template": "title", "bind": )") + bind + "}");
  };
  CHECK(bound(R"("c1")") == "/bind");
  CHECK(bound(R"({})") == "/bind");
  CHECK(bound(R"({"contestant": "c1", "person": "j1"})") == "/bind");
  CHECK(bound(R"({"contestant": "c9"})") == "/bind/contestant");
  CHECK(bound(R"({"contestant": 1})") == "/bind/contestant");
  CHECK(bound(R"({"person": "j9"})") == "/bind/person");
  CHECK(bound(R"({"timer": "t9"})") == "/bind/timer");
  CHECK(bound(R"({"timer": "@stage"})") == "/bind/timer");
  CHECK(bound(R"({"round": "r9"})") == "/bind/round");
  CHECK(bound(R"({"round": "morning", "group": "g9"})") == "/bind/group");
  CHECK(bound(R"({"round": "morning", "limit": 0})") == "/bind/limit");
  CHECK(bound(R"({"contestant": "c1", "follow": 1})") == "/bind/follow");
  CHECK(bound(R"({"weather": "fine"})") == "/bind");
  CHECK(pointer_of(rig, AirVerb::take, R"({"template": "timer", "bind": {"contestant": "c1"}})") == "/bind");
}

TEST_CASE("binding to the stage is a conflict while nobody stands there") {
  Rig rig;
  seed_contest(rig);
  const Refusal refusal =
      rig.air_refused(AirVerb::take, R"({"template": "lower-third", "bind": {"contestant": "@stage"}})");
  CHECK(refusal.kind == RefusalKind::conflict);
  CHECK(refusal.errors.at(0).pointer == "/bind/contestant");
}

TEST_CASE("update and next are conflicts where nothing is on, or it is leaving") {
  Rig rig;
  const char* place = R"({"layer": 50, "data": {"title": "x"}})";
  CHECK(rig.air_refused(AirVerb::update, place).kind == RefusalKind::conflict);
  CHECK(rig.air_refused(AirVerb::next, place).kind == RefusalKind::conflict);
  rig.take(kTitle);
  rig.advance(1'000);
  rig.air(AirVerb::out, R"({"layer": 50})");
  CHECK(rig.air_refused(AirVerb::update, place).kind == RefusalKind::conflict);
  CHECK(rig.air_refused(AirVerb::next, place).kind == RefusalKind::conflict);
  rig.advance(1'000);
  CHECK(rig.air_refused(AirVerb::update, place).kind == RefusalKind::conflict);
  CHECK(pointer_of(rig, AirVerb::update, R"({"layer": 50})") == "/data");
  CHECK(pointer_of(rig, AirVerb::update, R"({"data": {}})") == "/layer");
}

TEST_CASE("a take with a stale token is a conflict") {
  Rig rig;
  const std::uint64_t seen = rig.head();
  const std::uint64_t other = rig.take(kTitle);
  const auto with = [](std::uint64_t token) {
    return R"({"template": "title", "data": {"title": "二"}, "expected_token": )" + std::to_string(token) + "}";
  };
  const Refusal refusal = rig.air_refused(AirVerb::take, with(seen));
  CHECK(refusal.kind == RefusalKind::conflict);
  CHECK(refusal.errors.at(0).pointer == "/expected_token");
  CHECK(rig.air_refused(AirVerb::take, with(other + 100)).kind == RefusalKind::conflict);
  rig.put("contest", "contest", R"({"name": "A mark or a name does not make a take stale"})");
  CHECK(rig.take(with(other)) > other);
}

TEST_CASE("a take is stale by what its own layer did, whoever did it, and by nothing else") {
  Rig rig;
  const auto title_at = [](std::uint64_t token) {
    return R"({"template": "title", "data": {"title": ")" + std::to_string(token) + R"("}, "expected_token": )" +
           std::to_string(token) + "}";
  };
  rig.put("channels", "hall", R"({"audience": "public"})");
  rig.take(kTitle);
  rig.advance(1'000);
  const std::vector<std::pair<AirVerb, std::string>> own = {
      {AirVerb::take, R"({"template": "title", "data": {"title": "other"}})"},
      {AirVerb::take, R"({"template": "title", "data": {"title": "other"}, "duration_ms": 60000})"},
      {AirVerb::update, R"({"layer": 50, "data": {"title": "corrected"}})"},
      {AirVerb::hold, R"({"layer": 50})"},
      {AirVerb::release, R"({"layer": 50})"},
      {AirVerb::hold, "{}"},
      {AirVerb::release, "{}"},
      {AirVerb::out, R"({"layer": 50})"},
      {AirVerb::take, kTitle},
      {AirVerb::clear, "{}"},
      {AirVerb::take, kTitle},
      {AirVerb::panic, "{}"},
  };
  for (const auto& [verb, body] : own) {
    CAPTURE(body);
    const std::uint64_t seen = rig.head();
    REQUIRE(rig.air(verb, body) > seen);
    const Refusal refusal = rig.air_refused(AirVerb::take, title_at(seen));
    CHECK(refusal.kind == RefusalKind::conflict);
    CHECK(refusal.detail.find("layer 50 of program") != std::string::npos);
    rig.advance(1'000);
  }
  const std::vector<std::pair<AirVerb, std::string>> others = {
      {AirVerb::take, R"({"template": "lower-third", "data": {"title": "strap"}})"},
      {AirVerb::update, R"({"layer": 20, "data": {"title": "corrected"}})"},
      {AirVerb::hold, R"({"layer": 20})"},
      {AirVerb::release, R"({"layer": 20})"},
      {AirVerb::clear, R"({"layer": 20})"},
      {AirVerb::take, R"({"template": "title", "channel": "hall", "data": {"title": "hall"}})"},
      {AirVerb::hold, R"({"channel": "hall"})"},
  };
  for (const auto& [verb, body] : others) {
    CAPTURE(body);
    const std::uint64_t seen = rig.head();
    REQUIRE(rig.air(verb, body) > seen);
    CHECK(rig.take(title_at(seen)) > seen);
    rig.advance(1'000);
  }
}

TEST_CASE("what a layer did before a restart makes a take stale after it, an emptied layer too") {
  Rig rig;
  rig.take(kTitle);
  const std::uint64_t seen = rig.head();
  const std::uint64_t cut = rig.air(AirVerb::clear, R"({"layer": 50})");
  rig.reopen();
  const auto at = [](std::uint64_t token) {
    return R"({"template": "title", "data": {"title": "二"}, "expected_token": )" + std::to_string(token) + "}";
  };
  CHECK(rig.air_refused(AirVerb::take, at(seen)).kind == RefusalKind::conflict);
  CHECK(rig.take(at(cut)) > cut);
}

TEST_CASE("out, clear and release on an empty layer are accepted, and write nothing") {
  Rig rig;
  const std::uint64_t head = rig.head();
  CHECK(rig.air(AirVerb::out, R"({"layer": 20})") == head);
  CHECK(rig.air(AirVerb::clear, R"({"layer": 20})") == head);
  CHECK(rig.air(AirVerb::clear, R"({})") == head);
  CHECK(rig.air(AirVerb::release, R"({"layer": 20})") == head);
  CHECK(rig.air(AirVerb::release, R"({"automation": "release"})") == head);
  CHECK(rig.head() == head);
}

TEST_CASE("a take is on its template's layer of the program, and goes from in to on to out to nothing") {
  Rig rig;
  const std::uint64_t token = rig.take(kTitle);
  Json layer = rig.layer(50);
  CHECK(layer.at("template") == "title");
  CHECK(layer.at("state") == "in");
  CHECK(layer.at("step") == 0);
  CHECK(layer.at("data") == parsed(R"({"title": "开幕式"})"));
  CHECK(layer.at("bind").is_null());
  CHECK(layer.at("bind_state").is_null());
  CHECK(layer.at("held") == false);
  CHECK(layer.at("cue").is_null());
  CHECK(layer.at("taken_at") == "2022-07-31T01:00:00.000Z");
  CHECK(layer.at("out_at").is_null());
  CHECK(layer.at("leaving").is_null());
  CHECK_FALSE(layer.contains("first_frame"));
  CHECK(rig.shown(50)->current->id == std::to_string(token));
  rig.advance(499);
  CHECK(rig.layer(50).at("state") == "in");
  rig.advance(1);
  CHECK(rig.layer(50).at("state") == "on");
  rig.air(AirVerb::out, R"({"layer": 50})");
  CHECK(rig.layer(50).at("state") == "out");
  CHECK(rig.layer(50).at("out_at") == "2022-07-31T01:00:00.500Z");
  rig.advance(399);
  CHECK(rig.layer(50).at("state") == "out");
  rig.advance(1);
  CHECK(rig.layer(50).is_null());
}

TEST_CASE("the document of the air names the token, the time, the channels and the automation") {
  Rig rig;
  rig.put("channels", "backstage", R"({"audience": "operator", "width": 1080, "height": 1920})");
  const Json document = rig.show().air_document(rig.now());
  CHECK(document.at("token") == rig.head());
  CHECK(document.at("now") == "2022-07-31T01:00:00.000Z");
  CHECK(document.at("automation") == "run");
  CHECK(document.at("channels").at("program").at("audience") == "public");
  CHECK(document.at("channels").at("program").at("width") == 1920);
  CHECK(document.at("channels").at("program").at("height") == 1080);
  CHECK(document.at("channels").at("backstage").at("audience") == "operator");
  CHECK(rig.show().snapshot()->air->channels.at("backstage")->height == 1920);
}

TEST_CASE("next walks the template's steps, and leaves after the last") {
  Rig rig;
  rig.take(kTitle);
  rig.advance(1'000);
  rig.air(AirVerb::next, R"({"layer": 50})");
  CHECK(rig.layer(50).at("step") == 1);
  rig.advance(1'000);
  rig.air(AirVerb::next, R"({"layer": 50})");
  CHECK(rig.layer(50).at("step") == 2);
  const auto versions = rig.shown(50)->current->versions;
  REQUIRE(versions.size() == 3);
  CHECK(versions[1].step == 1);
  CHECK(versions[2].at - versions[1].at == 1'000);
  rig.advance(1'000);
  rig.air(AirVerb::next, R"({"layer": 50})");
  CHECK(rig.layer(50).at("state") == "out");
  CHECK(rig.shown(50)->current->out_at == rig.now());
}

TEST_CASE("an update is merged over the data, and does not play the in again") {
  Rig rig;
  const std::uint64_t token =
      rig.take(R"({"template": "title", "data": {"title": "一", "style": {"color": "gold", "size": 2}}})");
  rig.advance(2'000);
  rig.air(AirVerb::update, R"({"layer": 50, "data": {"title": null, "style": {"size": 3}}})");
  CHECK(rig.layer(50).at("data") == parsed(R"({"style": {"color": "gold", "size": 3}})"));
  CHECK(rig.layer(50).at("state") == "on");
  const auto item = *rig.shown(50)->current;
  CHECK(item.id == std::to_string(token));
  REQUIRE(item.versions.size() == 2);
  CHECK(item.versions[1].at == item.taken_at + 2'000);
  const std::uint64_t head = rig.head();
  CHECK(rig.air(AirVerb::update, R"({"layer": 50, "data": {"style": {"size": 3}}})") == head);
}

TEST_CASE("hold stops bound data until release, on a layer and on a channel") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  const auto rename = [&](const char* name) {
    rig.advance(50);
    rig.ok(PatchResource{"contestants", "c1", Json{{"name", name}}, std::nullopt});
  };
  rig.air(AirVerb::hold, R"({"layer": 20})");
  CHECK(rig.layer(20).at("held") == true);
  rename("held");
  CHECK(rig.layer(20).at("data").at("title") == "1号选手");
  rig.air(AirVerb::update, R"({"layer": 20, "data": {"tag": "x"}})");
  CHECK(rig.layer(20).at("data").at("title") == "1号选手");
  CHECK(rig.layer(20).at("data").at("tag") == "x");
  rig.advance(50);
  rig.air(AirVerb::release, R"({"layer": 20})");
  CHECK(rig.layer(20).at("held") == false);
  CHECK(rig.layer(20).at("data").at("title") == "held");
  CHECK(rig.shown(20)->current->versions.back().at == rig.now());

  rig.air(AirVerb::hold, R"({})");
  const std::uint64_t held = rig.head();
  CHECK(rig.air(AirVerb::hold, R"({"channel": "program"})") == held);
  rename("held again");
  CHECK(rig.layer(20).at("held") == true);
  CHECK(rig.layer(20).at("data").at("title") == "held");
  CHECK(rig.air_refused(AirVerb::release, R"({"layer": 20})").kind == RefusalKind::conflict);
  rig.air(AirVerb::release, R"({"channel": "program"})");
  CHECK(rig.layer(20).at("data").at("title") == "held again");
}

TEST_CASE("clear cuts a layer or a channel, without an out") {
  Rig rig;
  rig.take(kTitle);
  rig.take(R"({"template": "lower-third", "data": {"title": "a"}})");
  rig.air(AirVerb::clear, R"({"layer": 50})");
  CHECK_FALSE(rig.shown(50).has_value());
  CHECK(rig.layer(50).is_null());
  CHECK(rig.shown(20).has_value());
  rig.take(kTitle);
  const std::uint64_t before = rig.head();
  CHECK(rig.air(AirVerb::clear, R"({"channel": "program"})") == before + 2);
  CHECK(rig.show().snapshot()->air->channels.at("program")->layers.empty());
}

TEST_CASE("panic cuts every channel, leaving items too, and holds automation until it is released") {
  Rig rig;
  rig.put("channels", "hall", R"({})");
  rig.take(kTitle);
  rig.advance(1'000);
  rig.take(R"({"template": "title", "data": {"title": "二"}})");
  rig.take(R"({"template": "title", "channel": "hall", "data": {"title": "三"}})");
  REQUIRE(rig.shown(50)->leaving.has_value());
  const std::uint64_t token = rig.air(AirVerb::panic, R"({})");
  for (const auto& [id, channel] : rig.show().snapshot()->air->channels) CHECK(channel->layers.empty());
  CHECK(rig.show().air_document(rig.now()).at("automation") == "held");
  CHECK(rig.air(AirVerb::panic, R"({})") == token);
  rig.take(kTitle);
  CHECK(rig.shown(50).has_value());
  rig.reopen();
  CHECK(rig.show().air_document(rig.now()).at("automation") == "held");
  CHECK(rig.air_refused(AirVerb::release, R"({"automation": "go"})").errors.at(0).pointer == "/automation");
  rig.air(AirVerb::release, R"({"automation": "release"})");
  CHECK(rig.show().air_document(rig.now()).at("automation") == "run");
}

TEST_CASE("an air record holds the layer as it was and as it is") {
  Rig rig;
  const std::uint64_t token = rig.take(kTitle);
  rig.air(AirVerb::clear, R"({"layer": 50})");
  const auto records = rig.records(token - 1);
  REQUIRE(records.size() == 2);
  CHECK(records[0].type == "air");
  CHECK(records[0].id == "program.50");
  CHECK(records[0].actor == "operator");
  CHECK(records[0].before == "null");
  CHECK(parsed(records[0].data).at("current").at("template") == "title");
  CHECK(records[1].data == "null");
  CHECK(records[1].before == records[0].data);
}

TEST_CASE("the first frame of an item's newest change is told") {
  Rig rig;
  const std::uint64_t token = rig.take(kTitle);
  rig.show().report_first_frame({"program", std::to_string(token), token - 1, rig.now() + 5});
  CHECK_FALSE(rig.layer(50).contains("first_frame"));
  rig.show().report_first_frame({"program", std::to_string(token), token, rig.now() + 16});
  rig.show().report_first_frame({"program", std::to_string(token), token, rig.now() + 33});
  CHECK(rig.layer(50).at("first_frame") == parsed(R"({"time": "2022-07-31T01:00:00.016Z", "latency_ms": 16})"));
  rig.advance(1'000);
  const std::uint64_t update = rig.air(AirVerb::update, R"({"layer": 50, "data": {"title": "二"}})");
  CHECK_FALSE(rig.layer(50).contains("first_frame"));
  rig.show().report_first_frame({"program", std::to_string(token), update, rig.now() + 20});
  CHECK(rig.layer(50).at("first_frame").at("latency_ms") == 20);
}
