// SPDX-License-Identifier: GPL-2.0-or-later
// Films in a theme, through the program.
#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "tests/cli/program.h"

using namespace leitai::test;

namespace {

void make(const std::string& arguments) {
  REQUIRE(std::system(("ffmpeg -v error -y " + arguments).c_str()) == 0);
}

std::string pictures_of(const std::string& file) {
  FILE* const pipe = ::popen(("ffmpeg -v error -i '" + file + "' -an -f framemd5 -").c_str(), "r");
  std::string text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  CHECK(::pclose(pipe) == 0);
  return text;
}

/// A film with alpha that plays once, and an animated picture in a circle that plays for ever, on air from 0 to 3 s.
struct Stage {
  TempFolder folder;
  std::string theme = folder / "theme", show = folder / "show.ndjson";

  Stage() {
    std::filesystem::create_directories(theme + "/templates");
    std::filesystem::create_directories(theme + "/media");
    write_file(theme + "/theme.json", R"({"name": "films"})");
    write_file(theme + "/templates/t.json", R"({"name": "T", "layer": 1, "sample": {}, "fields": {},
      "root": {"type": "group", "children": [
        {"type": "box", "anchor": "top-left", "width": 1920, "height": 1080, "fill": "#204060", "children": [
          {"type": "video", "src": "media/a.webm", "width": 960, "height": 540, "play": "once"},
          {"type": "image", "src": "media/b.gif", "width": 400, "height": 400, "radius": 200, "x": 1200}]}]}})");
    write_file(show, R"({"at_ms":0,"call":"air/take","body":{"template":"t"}})"
                     "\n"
                     R"({"at_ms":3000,"call":"air/out","body":{"layer":1}})"
                     "\n");
    make(
        "-f lavfi -i testsrc2=s=160x90:r=25:d=2,format=rgba,colorchannelmixer=aa=0.5 -c:v libvpx-vp9 -g 20 "
        "-pix_fmt yuva420p '" +
        theme + "/media/a.webm'");
    make("-f lavfi -i testsrc=s=80x80:r=10:d=1 '" + theme + "/media/b.gif'");
  }

  Run render(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"render", show, "--theme", theme, "--size", "320x180"});
    return run(arguments);
  }
};

}  // namespace

TEST_CASE("what of a theme's films cannot be shown is told once, and the rest is drawn") {
  const Stage stage;
  write_file(stage.theme + "/media/a.webm", "torn");
  for (const char* out : {"a.mkv", "p%02d.png"}) {
    const auto result = stage.render({"--from", "0", "--to", "0.5", "--fps", "10", "-o", stage.folder / out});
    INFO(result.err);
    CHECK(result.status == 0);
    const auto first = result.err.find("media/a.webm is no film");
    CHECK(first != std::string::npos);
    CHECK(result.err.find("a.webm", first + 12) == std::string::npos);
  }
  const auto still = stage.render({"--at", "0.2", "-o", stage.folder / "still.png"});
  CHECK(still.err.find("media/a.webm is no film") != std::string::npos);
  CHECK(read_file(stage.folder / "still.png") == read_file(stage.folder / "p02.png"));
}

TEST_CASE("films of a theme are drawn the same on any threads, from any beginning") {
  const Stage stage;
  const auto film = [&](const char* out, const char* threads) {
    const auto result =
        stage.render({"--from", "0.1", "--to", "2.9", "--fps", "10", "--threads", threads, "-o", stage.folder / out});
    INFO(result.err);
    REQUIRE(result.status == 0);
    return out[1] == '.' ? pictures_of(stage.folder / out) : std::string();
  };
  const std::string pictures = film("a.mkv", "1");
  CHECK(film("b.mkv", "4") == pictures);
  CHECK(film("c.mkv", "4") == pictures);
  film("p%03d.png", "2");
  std::string before;
  for (const int frame : {0, 1, 7, 13, 22, 27}) {
    const std::string number = std::to_string(frame);
    const auto at = std::to_string(0.1 + frame * 0.1);
    INFO(at);
    REQUIRE(stage.render({"--at", at, "-o", stage.folder / "still.png"}).status == 0);
    const auto still = read_file(stage.folder / "still.png");
    CHECK(still == read_file((stage.folder / "p") + std::string(3 - number.size(), '0') + number + ".png"));
    CHECK(still != before);
    before = still;
  }
}
