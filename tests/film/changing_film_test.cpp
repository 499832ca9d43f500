// SPDX-License-Identifier: GPL-2.0-or-later
// Films that are something else further on than they were at their beginning.
#include <catch2/catch.hpp>

#include "overlays/film/film.h"
#include "overlays/film/remux.h"
#include "tests/film/facts_of_a_show.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;

namespace {

const FilmProgress kGoOn = [](double) { return true; };

Overlay nothing() {
  return {[](std::int64_t, Canvas&) { return tl::expected<std::vector<PixelRect>, std::string>(); },
          [](std::int64_t) { return true; }};
}

/// 100 seconds of pictures, 5 of pictures and two tracks of sound, and, where it goes on, 100 of pictures: longer than
/// what is looked through before a film is read, at its beginning and at its end.
std::string with_late_tracks(const TempFolder& folder, bool goes_on) {
  const std::string coded = " -c:v libx264 -preset ultrafast -bf 0 -g 25 -muxpreload 0 -muxdelay 0 -output_ts_offset ";
  const auto silent = [&](const char* offset) {
    make_film("-f lavfi -i color=s=64x64:r=25:d=100" + coded + offset, folder / "part.ts");
    return read_file(folder / "part.ts");
  };
  make_film(
      "-f lavfi -i color=s=64x64:r=25:d=5 -f lavfi -i sine=d=5 -map 0:v -map 1:a -map 1:a -c:a aac" + coded + "100",
      folder / "sound.ts");
  write_file(folder / "film.ts", silent("0") + read_file(folder / "sound.ts") + (goes_on ? silent("105") : ""));
  return folder / "film.ts";
}

/// Packets of each track.
std::vector<std::string> packets_of(const std::string& film) {
  std::vector<std::string> counts;
  const auto told = probed(film, "-count_packets -show_streams");
  for (const auto& stream : told.at("streams")) counts.push_back(stream.at("nb_read_packets").get<std::string>());
  return counts;
}

}  // namespace

TEST_CASE("pictures that turn into ones of another kind are not drawn over") {
  const std::string later = GENERATE("yuvj422p", "yuvj444p");
  CAPTURE(later);
  TempFolder folder;
  std::string pictures;
  for (const std::string& kind : {std::string("yuvj420p"), later}) {
    const std::string part = folder / "part.mjpeg";
    make_film("-f lavfi -i testsrc=s=64x48:r=25:d=0.2 -vf format=" + kind + " -c:v mjpeg -f mjpeg -strict -1", part);
    pictures += read_file(part);
  }
  write_file(folder / "film.mjpeg", pictures);
  make_film("-f mjpeg -framerate 25 -i '" + (folder / "film.mjpeg") + "' -c copy", folder / "film.mkv");
  REQUIRE(packets_of(folder / "film.mkv") == std::vector<std::string>{"10"});
  const auto drawn = draw_over(folder / "film.mkv", folder / "out.mkv", FilmFormat::h264, 1, nothing());
  REQUIRE_FALSE(drawn.has_value());
  CHECK(drawn.error().find("another kind") != std::string::npos);
}

TEST_CASE("tracks that a film names only further on are in no copy of it") {
  const bool goes_on = GENERATE(false, true);
  CAPTURE(goes_on);
  TempFolder folder;
  const std::string film = with_late_tracks(folder, goes_on);
  const auto copied = copy_with_chapters(film, folder / "copy.mkv", {{0, "a"}}, kGoOn);
  INFO((copied ? "" : copied.error()));
  REQUIRE(copied.has_value());
  CHECK(packets_of(folder / "copy.mkv") == std::vector<std::string>{goes_on ? "5125" : "2625"});
  REQUIRE(cut_film(film, folder / "part.mkv", 98, 105, kGoOn).has_value());
  CHECK(packets_of(folder / "part.mkv") == std::vector<std::string>{"175"});
}

TEST_CASE("a film that names tracks further on is drawn over to its end") {
  const bool goes_on = GENERATE(false, true);
  CAPTURE(goes_on);
  TempFolder folder;
  const std::string film = with_late_tracks(folder, goes_on);
  const auto drawn = draw_over(film, folder / "out.mkv", FilmFormat::h264, 1, nothing());
  INFO((drawn ? "" : drawn.error()));
  REQUIRE(drawn.has_value());
  CHECK(drawn->pictures == (goes_on ? 5125 : 2625));
}
