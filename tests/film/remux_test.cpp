// SPDX-License-Identifier: GPL-2.0-or-later
// Films that are cut and copied without being encoded anew, and files that are none.
#include "overlays/film/remux.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

#include "tests/film/facts_of_a_show.h"
#include "tests/peak_memory.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;
namespace fs = std::filesystem;

namespace {

const FilmProgress kGoOn = [](double) { return true; };

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

double start_time(const json::Json& stream) {
  return std::stod(stream.at("start_time").get<std::string>());
}

json::Json streams_of(const std::string& film) {
  return probed(film, "-show_streams").at("streams");
}

}  // namespace

TEST_CASE("what is no film is refused, and leaves nothing behind") {
  TempFolder folder;
  const std::string text = folder / "text.mkv", list = folder / "list.m3u8", out = folder / "out.mkv";
  make_film(grey_film(2, 25), folder / "film.mkv");
  write_file(text, "this is no film");
  write_file(list, "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:film.mkv\n#EXT-X-ENDLIST\n");
  const std::size_t files = files_in(fs::path(out).parent_path());
  CHECK_FALSE(film_seconds(folder / "missing.mkv").has_value());
  CHECK_FALSE(film_seconds(text).has_value());
  CHECK_FALSE(film_seconds(list).has_value());
  CHECK_FALSE(film_seconds("http://127.0.0.1:1/film.mkv").has_value());
  CHECK_FALSE(cut_film(text, out, 0, 1, kGoOn).has_value());
  CHECK_FALSE(cut_film(folder / "film.mkv", folder / "out.avi", 0, 1, kGoOn).has_value());
  CHECK_FALSE(cut_film(folder / "film.mkv", folder / "out.mkv", 60, 70, kGoOn).has_value());
  CHECK_FALSE(cut_film(folder / "film.mkv", folder / "none/out.mkv", 0, 1, kGoOn).has_value());
  CHECK_FALSE(copy_with_chapters(folder / "film.mkv", folder / "out.flv", {{0, "a"}}, kGoOn).has_value());
  CHECK(files_in(fs::path(out).parent_path()) == files);
}

TEST_CASE("a film is not cut over itself, whatever its name is called") {
  TempFolder folder;
  const std::string film = folder / "film.mkv", other_name = folder / "link.mkv";
  make_film(grey_film(2, 25), film);
  fs::create_hard_link(film, other_name);
  const std::string unfinished = folder / "again.mkv";
  fs::create_hard_link(film, unfinished + ".part");
  const std::string whole = read_file(film);
  for (const std::string& out : {film, other_name, unfinished}) {
    CAPTURE(out);
    CHECK_FALSE(cut_film(film, out, 0, 1, kGoOn).has_value());
    CHECK_FALSE(copy_with_chapters(film, out, {{0, "a"}}, kGoOn).has_value());
    CHECK((read_file(film) == whole));
  }
}

TEST_CASE("a copy that is given up leaves nothing behind") {
  TempFolder folder;
  make_film(grey_film(20, 25), folder / "film.mkv");
  const auto stop = [](double) { return false; };
  CHECK_FALSE(cut_film(folder / "film.mkv", folder / "out.mkv", 0, 20, stop).has_value());
  CHECK_FALSE(copy_with_chapters(folder / "film.mkv", folder / "out.mkv", {{0, "a"}}, stop).has_value());
  CHECK(files_in(fs::path(folder / "film.mkv").parent_path()) == 1);
}

TEST_CASE("a part begins at the key frame before, and at zero") {
  const std::string kind = GENERATE(".mkv", ".mp4", ".mov", ".flv", ".ts");
  CAPTURE(kind);
  TempFolder folder;
  const std::string film = folder / ("film" + kind).c_str(), out = folder / ("out" + kind).c_str();
  make_film(grey_film(8, 50), film);
  const auto part = cut_film(film, out, 3, 5, kGoOn);
  INFO((part ? "" : part.error()));
  REQUIRE(part.has_value());
  CHECK(part->from_s == Approx(2).margin(0.001));
  CHECK(part->to_s == Approx(5).margin(0.13));
  CHECK_FALSE(part->broken);
  const auto levels = grey_levels(out, 200);
  REQUIRE(levels.size() >= 75);
  CHECK(levels.size() <= 78);
  // Picture 50 is the film's at two seconds.
  for (std::size_t i = 0; i < 75; ++i) CHECK(std::abs(levels[i] - (16 + 50 + static_cast<int>(i))) <= 1);
  for (const auto& stream : streams_of(out)) {
    // Transport streams have a beginning of their own; Flash video takes no times below zero, and is shifted.
    if (kind != ".ts") CHECK(std::abs(start_time(stream)) < 0.13);
  }
}

TEST_CASE("a part of a film without an index begins at the last key frame before, too") {
  TempFolder folder;
  const std::string film = folder / "film.ts", out = folder / "out.ts";
  make_film(grey_film(30, 50), film);
  const auto part = cut_film(film, out, 21.4, 23, kGoOn);
  REQUIRE(part.has_value());
  CHECK(part->from_s == Approx(20).margin(0.001));
  CHECK(std::abs(grey_levels(out, 1).front() - (16 + 500 % 200)) <= 1);
}

TEST_CASE("all tracks go along, and stay together, where times do not begin at zero") {
  TempFolder folder;
  const std::string film = folder / "film.mkv", out = folder / "out.mkv";
  make_film(grey_film(8, 25, "-map 0:v -map 1:a -map 1:a -metadata:s:a:1 language=zho -output_ts_offset 1000"), film);
  REQUIRE(std::abs(start_time(streams_of(film).at(0)) - 1000) < 0.2);
  const auto part = cut_film(film, out, 4, 6, kGoOn);
  REQUIRE(part.has_value());
  CHECK(part->from_s == Approx(4).margin(0.03));
  const auto streams = streams_of(out);
  REQUIRE(streams.size() == 3);
  CHECK(streams.at(2).at("tags").at("language") == "zho");
  for (const auto& stream : streams) CHECK(std::abs(start_time(stream)) < 0.05);
  CHECK(std::abs(grey_levels(out, 1).front() - 116) <= 1);
}

TEST_CASE("films of sound alone, of pictures alone, and of changing rate are cut too") {
  TempFolder folder;
  make_film("-f lavfi -i sine=frequency=440:duration=6 -c:a aac", folder / "sound.mp4");
  const auto sound = cut_film(folder / "sound.mp4", folder / "a.mp4", 2, 4, kGoOn);
  REQUIRE(sound.has_value());
  CHECK(sound->from_s == Approx(2).margin(0.05));
  CHECK(sound->to_s == Approx(4).margin(0.05));
  make_film("-f lavfi -i color=s=64x64:r=25:d=6,select='not(mod(n\\,3))+lt(n\\,50)' -fps_mode vfr -c:v libx264 -g 25",
            folder / "silent.mp4");
  const auto silent = cut_film(folder / "silent.mp4", folder / "b.mp4", 2.5, 5, kGoOn);
  REQUIRE(silent.has_value());
  CHECK(silent->from_s <= 2.5);
  CHECK(silent->to_s == Approx(5).margin(0.6));
}

TEST_CASE("chapters stand in a copy of the film, in place of its own") {
  const std::string kind = GENERATE(".mkv", ".mp4");
  TempFolder folder;
  const std::string film = folder / ("film" + kind).c_str(), out = folder / ("out" + kind).c_str();
  make_film(grey_film(8, 50), film);
  REQUIRE(copy_with_chapters(film, out, {{0, "开场"}, {2.5, "Final · 12 张三"}}, kGoOn).has_value());
  const auto chapters = probed(out, "-show_chapters").at("chapters");
  REQUIRE(chapters.size() == 2);
  CHECK(std::stod(chapters.at(1).at("start_time").get<std::string>()) == Approx(2.5).margin(0.001));
  CHECK(std::stod(chapters.at(1).at("end_time").get<std::string>()) == Approx(8).margin(0.1));
  CHECK(chapters.at(1).at("tags").at("title") == "Final · 12 张三");
  CHECK(grey_levels(out, 1000).size() == 200);
}

TEST_CASE("a film that is cut off is cut as far as it goes") {
  TempFolder folder;
  make_film(grey_film(8, 25), folder / "film.mkv");
  const std::string whole = read_file(folder / "film.mkv");
  write_file(folder / "short.mkv", whole.substr(0, whole.size() / 2));
  const auto part = cut_film(folder / "short.mkv", folder / "out.mkv", 1, 8, kGoOn);
  REQUIRE(part.has_value());
  CHECK(part->to_s < 7);
  CHECK(part->to_s > 2);
  CHECK(grey_levels(folder / "out.mkv", 1).size() == 1);
}

TEST_CASE("damaged films end in an error or in a whole file") {
  const std::string kind = GENERATE(".mkv", ".mp4", ".flv", ".ts");
  CAPTURE(kind);
  TempFolder folder;
  make_film(grey_film(4, 25), folder / ("film" + kind).c_str());
  const std::string whole = read_file(folder / ("film" + kind).c_str());
  const std::string damaged = folder / ("damaged" + kind).c_str(), out = folder / ("out" + kind).c_str();
  int cut = 0;
  const std::size_t before = leitai::testing::peak_memory();
  for (unsigned seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::string bytes = whole;
    // Heads are small and the most interesting.
    const std::size_t reach = seed % 2 == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 2048);
    for (unsigned i = 0; i < 1 + seed % 20; ++i) bytes[random() % reach] = static_cast<char>(random());
    if (seed % 5 == 0) bytes.resize(1 + random() % bytes.size());
    write_file(damaged, bytes);
    fs::remove(out);
    const auto part = cut_film(damaged, out, 1, 3, kGoOn);
    CHECK(fs::exists(out) == part.has_value());
    if (part) {
      ++cut;
      CHECK(fs::file_size(out) > 0);
      CHECK(fs::file_size(out) < 2 * whole.size() + 100'000);
    }
    (void)copy_with_chapters(damaged, out, {{0, "a"}}, kGoOn);
  }
  CHECK(cut > 0);
  CHECK(leitai::testing::peak_memory() - before < leitai::testing::kMostForBrokenFiles);
}
