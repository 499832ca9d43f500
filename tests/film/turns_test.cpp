// SPDX-License-Identifier: GPL-2.0-or-later
// Whose turn a recording shows, by the journal's facts.
#include "server/cli/turns.h"

#include <catch2/catch.hpp>

#include "server/cli/clip_names.h"
#include "server/cli/recordings.h"
#include "tests/film/facts_of_a_show.h"

using namespace leitai;
using namespace leitai::cli;
using namespace leitai::test;

namespace {

struct Rig {
  TempFolder folder;
  ShowFacts show{folder / "show.leitai"};

  std::vector<Turn> turns() const {
    auto turns = turns_of(show.journal());
    REQUIRE(turns.has_value());
    return *turns;
  }
  std::vector<Recording> recordings() const {
    auto recordings = recordings_of(show.journal());
    REQUIRE(recordings.has_value());
    return *recordings;
  }
};

}  // namespace

TEST_CASE("a show without a stage has no turns") {
  CHECK(Rig().turns().empty());
}

TEST_CASE("a turn lasts from the call to the next call, all segments together") {
  Rig rig;
  rig.show.at(10).call("final", "a");
  rig.show.at(40).call("final", "a", "questions");
  rig.show.at(70).call("final", "b");
  rig.show.at(90).clear_stage();
  rig.show.at(100).call("final", "a");
  const auto turns = rig.turns();
  REQUIRE(turns.size() == 3);
  CHECK(turns[0].contestant == "a");
  CHECK(turns[0].from_ms == rig.show.ms(10));
  CHECK(turns[0].to_ms == rig.show.ms(70));
  CHECK(turns[1].contestant == "b");
  CHECK(turns[1].to_ms == rig.show.ms(90));
  CHECK(turns[2].from_ms == rig.show.ms(100));
  CHECK_FALSE(turns[2].to_ms.has_value());
}

TEST_CASE("somebody who comes straight back in another round has another turn") {
  Rig rig;
  rig.show.at(10).call("heat", "a");
  rig.show.at(20).call("final", "a");
  const auto turns = rig.turns();
  REQUIRE(turns.size() == 2);
  CHECK(turns[0].round == "heat");
  CHECK(turns[1].round == "final");
}

TEST_CASE("a call that was undone never was, and counts again once it is redone") {
  Rig rig;
  rig.show.at(10).call("final", "a");
  rig.show.at(30);
  const auto wrong = rig.show.command(
      {{"stage", "stage", {{"round", "final"}, {"contestant", "b"}}}, {"timers", "stage", {{"state", "idle"}}}});
  rig.show.at(33).command(
      {{"undo", "undo", {{"undone", wrong}}}, {"stage", "stage", {{"round", "final"}, {"contestant", "a"}}}});
  rig.show.at(60).call("final", "c");
  SECTION("undone") {
    const auto turns = rig.turns();
    REQUIRE(turns.size() == 2);
    CHECK(turns[0].to_ms == rig.show.ms(60));
    CHECK(turns[1].contestant == "c");
  }
  SECTION("redone") {
    rig.show.at(61).command(
        {{"undo", "undo", {{"redone", wrong}}}, {"stage", "stage", {{"round", "final"}, {"contestant", "b"}}}});
    const auto turns = rig.turns();
    REQUIRE(turns.size() == 3);
    CHECK(turns[0].to_ms == rig.show.ms(30));
    CHECK(turns[1].contestant == "b");
  }
}

TEST_CASE("the stage clock's runs within a turn are its own") {
  Rig rig;
  rig.show.at(5).clock(true);  // from before
  rig.show.at(10).call("final", "a");
  rig.show.at(11).clock(false);
  rig.show.at(20).clock(true);
  rig.show.at(50).clock(false);
  rig.show.at(60).clock(true);
  rig.show.at(80).clock(false);
  rig.show.at(100).call("final", "b");
  rig.show.at(110).clock(true);
  rig.show.at(150).call("final", "c");
  const auto turns = rig.turns();
  REQUIRE(turns.size() == 3);
  CHECK(turns[0].clock_from_ms == rig.show.ms(20));
  CHECK(turns[0].clock_to_ms == rig.show.ms(80));
  CHECK(turns[1].clock_from_ms == rig.show.ms(110));
  CHECK(turns[1].clock_to_ms == rig.show.ms(150));
  CHECK_FALSE(turns[2].clock_from_ms.has_value());
}

TEST_CASE("a clock that the next call starts is the next turn's alone") {
  Rig rig;
  rig.show.at(10).call("final", "a");
  rig.show.at(20).clock(true);
  rig.show.at(50).clock(false);
  rig.show.at(100).call("final", "b");
  rig.show.clock(true);
  rig.show.at(130).clock(false);
  rig.show.at(150).clear_stage();
  const auto turns = rig.turns();
  REQUIRE(turns.size() == 2);
  CHECK(turns[0].clock_to_ms == rig.show.ms(50));
  CHECK(turns[1].clock_from_ms == rig.show.ms(100));
  CHECK(turns[1].clock_to_ms == rig.show.ms(130));
}

TEST_CASE("a recording's pauses are not in the film") {
  Rig rig;
  rig.show.at(100).recording("started");
  rig.show.at(130).recording("paused");
  rig.show.at(190).recording("resumed");
  rig.show.at(200).recording("stopped", "/films/program (1).mkv");
  const auto recordings = rig.recordings();
  REQUIRE(recordings.size() == 1);
  const FilmTime& time = recordings.front().time;
  CHECK(recordings.front().file == "/films/program (1).mkv");
  CHECK(time.seconds_at(rig.show.ms(90)) == -10);
  CHECK(time.seconds_at(rig.show.ms(100)) == 0);
  CHECK(time.seconds_at(rig.show.ms(120)) == 20);
  CHECK(time.seconds_at(rig.show.ms(160)) == 30);
  CHECK(time.seconds_at(rig.show.ms(195)) == 35);
  CHECK(time.seconds_at(rig.show.ms(300)) == 40);
  CHECK(time.seconds() == 40.0);
  const auto show_ns = [&](double seconds) { return rig.show.ms(seconds) * 1'000'000; };
  CHECK(time.show_ns_at(0) == show_ns(100));
  CHECK(time.show_ns_at(29'999'000'000) == show_ns(129.999));
  CHECK(time.show_ns_at(30'000'000'000) == show_ns(190));
  CHECK(time.show_ns_at(45'000'000'000) == show_ns(205));
}

TEST_CASE("a recording that ended with OBS has no told end") {
  Rig rig;
  rig.show.at(100).recording("started", "a.mkv");
  rig.show.at(500).recording("started", "b.mkv");
  const auto recordings = rig.recordings();
  REQUIRE(recordings.size() == 2);
  CHECK_FALSE(recordings[0].time.seconds().has_value());
  CHECK(recordings[0].time.seconds_at(rig.show.ms(460)) == 360);
}

TEST_CASE("a film is found by its name, or by being the only one") {
  Rig rig;
  CHECK(recording_of(rig.recordings(), "a.mkv", FilmKind::program).error().find("--start") != std::string::npos);
  rig.show.at(100).recording("started", "C:\\Films\\a.mkv");
  CHECK(recording_of(rig.recordings(), "/elsewhere/renamed.mkv", FilmKind::program)->time.spans().front().from_ms ==
        rig.show.ms(100));
  rig.show.at(200).recording("stopped", "C:\\Films\\a.mkv");
  rig.show.at(300).recording("started", "C:\\Films\\b.mkv");
  CHECK(recording_of(rig.recordings(), "/elsewhere/b.mkv", FilmKind::program)->time.spans().front().from_ms ==
        rig.show.ms(300));
  CHECK(recording_of(rig.recordings(), "renamed.mkv", FilmKind::program).error().find("a.mkv, b.mkv") !=
        std::string::npos);
}

TEST_CASE("names of clips are names of files on every system") {
  CHECK(file_part("a/b\\c:d*e?\"f\"<g>|\n", 100) == "a_b_c_d_e__f__g___");
  CHECK(file_part(" ..", 100) == "_");
  CHECK(file_part("../x. ", 100) == "_x");
  CHECK(file_part("张三李四", 7) == "张三");
  contest::Store store;
  CHECK(title_of({"r", "c", 0, {}, {}, {}}, store) == "r · c");
  CHECK(clip_name({"r", "c", 0, {}, {}, {}}, store, 7, 3, ".mkv") == "007 r · c.mkv");
  CHECK(site_time(59.9) == "00:59");
  CHECK(site_time(3723) == "1:02:03");
}

TEST_CASE("a recording begins, pauses and goes on with the frames that OBS tells of") {
  Rig rig;
  rig.show.at(100).recording("started", "a.mkv");
  rig.show.at(101).recording_at(99.5, "started", "a.mkv");
  rig.show.at(130).recording_at(130.25, "paused", "a.mkv");
  rig.show.at(190).recording_at(190.75, "resumed", "a.mkv");
  rig.show.at(200).recording("stopped", "a.mkv");
  // The same name again: another film.
  rig.show.at(300).recording("started", "a.mkv");
  rig.show.at(301).recording_at(300.5, "started", "a.mkv");
  rig.show.at(400).recording_at(400.5, "started", "a.mkv");
  const auto recordings = rig.recordings();
  REQUIRE(recordings.size() == 3);
  const auto& spans = recordings[0].time.spans();
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].from_ms == rig.show.ms(99.5));
  CHECK(spans[0].to_ms == rig.show.ms(130.25));
  CHECK(spans[1].from_ms == rig.show.ms(190.75));
  CHECK(spans[1].to_ms == rig.show.ms(200));
  CHECK(recordings[1].time.spans().front().from_ms == rig.show.ms(300.5));
  CHECK(recordings[2].time.spans().front().from_ms == rig.show.ms(400.5));
}

TEST_CASE(
    "beside a recording there is a clean one, which a film of another name is taken for where it is to be clean") {
  Rig rig;
  rig.show.at(100).recording("started", "a.mkv");
  rig.show.at(101).recording_at(100.25, "started", "a clean.mkv", "clean-recording");
  const auto recordings = rig.recordings();
  REQUIRE(recordings.size() == 2);
  const auto begins = [&](const char* film, FilmKind kind) {
    return recording_of(recordings, film, kind)->time.spans().front().from_ms;
  };
  for (const FilmKind kind : {FilmKind::program, FilmKind::clean}) {
    CHECK(begins("a.mkv", kind) == rig.show.ms(100));
    CHECK(begins("a clean.mkv", kind) == rig.show.ms(100.25));
  }
  CHECK(begins("renamed.mkv", FilmKind::program) == rig.show.ms(100));
  CHECK(begins("renamed.mkv", FilmKind::clean) == rig.show.ms(100.25));
}
