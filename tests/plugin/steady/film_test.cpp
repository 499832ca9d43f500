// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "overlays/film/film.h"
#include "tests/plugin/harness/module_runtime.h"
#include "tests/plugin/steady/graphics_watch.h"

namespace {

namespace fs = std::filesystem;
using leitai::json::Json;
using leitai::overlays::FilmFormat;
using leitai::overlays::FilmWriter;
using leitai::test::GraphicsWatch;
using leitai::test::ModuleRuntime;
using leitai::test::Pixels;
using leitai::test::ScratchFolder;
using leitai::test::until;

constexpr int kWidth = 96, kHeight = 64;

/// Ten pictures a second, each of one grey, brighter and brighter.
void write_film(const fs::path& file, int pictures) {
  auto writer = FilmWriter::create(file, {FilmFormat::prores4444, kWidth, kHeight, {10, 1}, 1});
  REQUIRE(writer);
  for (int i = 0; i < pictures; ++i) {
    std::vector<std::uint8_t> rgba(std::size_t{kWidth} * kHeight * 4, 255);
    for (std::size_t at = 0; at < rgba.size(); ++at) {
      rgba[at] = at % 4 == 3 ? 255 : static_cast<std::uint8_t>(40 + i * 200 / pictures);
    }
    REQUIRE((*writer)->write(rgba));
  }
  REQUIRE((*writer)->finish());
}

/// A theme whose only template shows `film`.
void write_theme(const fs::path& folder, const std::string& film) {
  fs::create_directories(folder / "templates");
  fs::create_directories(folder / "media");
  std::ofstream(folder / "theme.json") << R"({"name": "films"})";
  const Json video = {{"type", "video"}, {"src", "media/" + film}, {"anchor", "top-left"},
                      {"width", 480},    {"height", 320},          {"play", "loop"}};
  const Json box = {{"type", "box"}, {"anchor", "bottom-right"}, {"width", 300}, {"height", 200}, {"fill", "#ff0000"}};
  const Json film_template = {{"name", "Film"},
                              {"layer", 20},
                              {"fields", Json::object()},
                              {"sample", Json::object()},
                              {"root", {{"type", "group"}, {"children", {video, box}}}}};
  std::ofstream(folder / "templates" / "film.json") << film_template.dump();
}

int grey_at_film(const Pixels& pixels) {
  return pixels.at(40, 40)[1];
}

Json settings_of(const ScratchFolder& folder) {
  Json settings = ModuleRuntime::settings(folder.path());
  settings["theme"] = (folder.path() / "films").string();
  return settings;
}

/// A theme that shows a film of so many pictures.
Json settings_with_film(const ScratchFolder& folder, int pictures) {
  write_theme(folder.path() / "films", "film.mov");
  write_film(folder.path() / "films" / "media" / "film.mov", pictures);
  return settings_of(folder);
}

obs_source_t* show_film(ModuleRuntime& module) {
  obs_source_t* const source = module.show_source();
  REQUIRE(module.post("/api/v1/air/take", {{"template", "film"}}).status == 200);
  return source;
}

}  // namespace

TEST_CASE("a film that is broken leaves its place empty, and the log says why") {
  const ScratchFolder folder;
  write_theme(folder.path() / "films", "film.mov");
  std::ofstream(folder.path() / "films" / "media" / "film.mov") << "no film at all";
  ModuleRuntime module(folder.path(), settings_of(folder));
  obs_source_t* const source = show_film(module);
  const auto frame = module.wait_for_frame([](const Pixels& pixels) { return pixels.at(600, 340)[0] > 200; });
  REQUIRE(frame.has_value());
  CHECK(grey_at_film(*frame) == 0);
  CHECK(until([&] { return module.log().find("film.mov ") != std::string::npos; }));
  CHECK(leitai::test::properties_text(source).find("film.mov ") != std::string::npos);
  REQUIRE(module.post("/api/v1/air/clear", {{"channel", "program"}}).status == 200);
  CHECK(until([&] { return leitai::test::properties_text(source).find("film.mov ") == std::string::npos; }));
}

TEST_CASE("a film plays in OBS: its pictures come one after the other, and again") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), settings_with_film(folder, 5));
  show_film(module);
  for (int loop = 0; loop < 2; ++loop) {
    for (int i = 0; i < 5; ++i) {
      INFO(loop << ": picture " << i);
      const int grey = 40 + i * 40;
      CHECK(module.wait_for_frame([grey](const Pixels& pixels) { return std::abs(grey_at_film(pixels) - grey) <= 3; }));
    }
  }
}

TEST_CASE("a film that plays allocates nothing, and takes no lock, on the graphics thread") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), settings_with_film(folder, 20));
  show_film(module);
  REQUIRE(module.wait_for_frame([](const Pixels& pixels) { return grey_at_film(pixels) > 30; }));
  GraphicsWatch watch;
  // Long enough for a picture that stands to be kept, where one would be.
  REQUIRE(module.wait_for_frames(60));
  watch.take();
  REQUIRE(module.wait_for_frames(120));
  const auto counts = watch.take();
  CHECK(counts.allocations == 0);
  CHECK(counts.locks == 0);
  CHECK(counts.others > 0);
}
