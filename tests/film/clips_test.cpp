// SPDX-License-Identifier: GPL-2.0-or-later
// `leitai clips`: from a show and its recording to a film for each turn.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/film/facts_of_a_show.h"

using namespace leitai;
using namespace leitai::test;
namespace fs = std::filesystem;

namespace {

struct Rig {
  TempFolder folder;
  std::string film = folder / "program.mkv";
  ShowFacts show{folder / "show.leitai"};

  Rig() {
    show.command({{"contest", "contest", {{"name", "街道擂台"}}},
                  {"rounds", "am", {{"name", "上午场"}, {"contestants", {"a", "b", "c"}}}},
                  {"contestants", "a", {{"name", "甲/乙"}, {"number", "7"}}},
                  {"contestants", "b", {{"name", "李四"}, {"withdrawn", true}}},
                  {"contestants", "c", {{"name", "王五"}, {"number", "9"}}}});
  }

  Run clips(std::vector<std::string> more = {}) {
    show.close();
    std::vector<std::string> arguments = {"clips", show.file(), "--over", film, "-o", folder / "clips"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  std::vector<std::string> written() const {
    std::vector<std::string> names;
    if (fs::exists(folder / "clips"))
      for (const auto& entry : fs::directory_iterator(folder / "clips")) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  int first_level(const std::string& clip) const {
    const auto levels = grey_levels((folder / "clips") + ("/" + clip), 1);
    return levels.empty() ? -1 : levels.front();
  }
};

}  // namespace

TEST_CASE("what cannot be cut is said, and nothing is written") {
  Rig rig;
  rig.show.at(10).call("am", "a");
  CHECK(rig.clips().status == 2);  // no recording is told of, and there is no film
  CHECK(rig.clips({"--start", "x"}).status == 1);
  CHECK(rig.clips({"--start", "0"}).status == 2);
  make_film(grey_film(4, 25), rig.film);
  const auto before = rig.clips({"--start", "2026-08-01T11:00:00Z"});
  CHECK(before.status == 2);
  CHECK(before.err.find("no turn of the show lies in this film") != std::string::npos);
  CHECK(rig.written().empty());
}

TEST_CASE("each turn is a film of its own, by OBS's own word of when it began") {
  Rig rig;
  make_film(grey_film(40, 25), rig.film);
  rig.show.at(100).call("am", "c");
  rig.show.at(110).recording("started");
  rig.show.at(112).call("am", "a");
  rig.show.at(120).call("am", "b");
  rig.show.at(120.3).call("am", "c");
  rig.show.at(130).clear_stage();
  rig.show.at(135).call("am", "a");
  rig.show.at(150).recording("stopped");
  rig.show.at(160).call("am", "b");
  const auto cut = rig.clips({"--chapters"});
  INFO(cut.err);
  REQUIRE(cut.status == 0);
  CHECK(rig.written() == std::vector<std::string>{"01 上午场 · 9 王五.mkv", "02 上午场 · 7 甲_乙.mkv",
                                                  "04 上午场 · 9 王五.mkv", "05 上午场 · 7 甲_乙.mkv",
                                                  "program chapters.mkv", "program chapters.txt"});
  CHECK(rig.first_level("01 上午场 · 9 王五.mkv") == Approx(16).margin(1));
  CHECK(rig.first_level("02 上午场 · 7 甲_乙.mkv") == Approx(16 + 50).margin(1));
  // 10.3 s: its key frame is at 10.
  CHECK(rig.first_level("04 上午场 · 9 王五.mkv") == Approx(16 + 250 - 200).margin(1));
  CHECK(rig.first_level("05 上午场 · 7 甲_乙.mkv") == Approx(16 + 625 - 600).margin(1));
  CHECK(cut.out.find("04 上午场 · 9 王五.mkv\t00:10 to 00:20, begins 0.3 s early, at a key frame") !=
        std::string::npos);
  CHECK(cut.err.find("上午场 · 李四: left out, 0.3 s on stage") != std::string::npos);
  CHECK(cut.err.find("上午场 · 9 王五: had begun 10.0 s before the film") != std::string::npos);
  CHECK(cut.err.find("上午场 · 李四: not in this film") != std::string::npos);
  CHECK(read_file((rig.folder / "clips") + "/program chapters.txt") ==
        "00:00 上午场 · 9 王五\n00:10 上午场 · 9 王五\n00:25 上午场 · 7 甲/乙\n");
  CHECK(probed((rig.folder / "clips") + "/program chapters.mkv", "-show_chapters").at("chapters").size() == 4);
}

TEST_CASE("a paused recording, the clock, a lead and one round alone") {
  Rig rig;
  make_film(grey_film(20, 5), rig.film);
  rig.show.at(100).recording("started");
  rig.show.at(105).recording("paused");
  rig.show.at(200).recording("resumed");
  rig.show.at(201).call("am", "a");
  rig.show.at(203).clock(true);
  rig.show.at(207).clock(false);
  rig.show.at(210).call("pm", "a");
  rig.show.at(215).recording("stopped");
  const auto cut = rig.clips({"--clock", "--lead", "1", "--tail", "0.4", "--round", "am"});
  INFO(cut.err);
  REQUIRE(cut.status == 0);
  REQUIRE(rig.written().size() == 1);
  // 5 s of film before the pause, 3 s behind it, 1 s lead.
  CHECK(rig.first_level(rig.written().front()) == Approx(16 + 175).margin(1));
  CHECK(cut.out.find("00:07 to 00:12") != std::string::npos);
}
