// SPDX-License-Identifier: GPL-2.0-or-later

#include <catch2/catch.hpp>
#include <functional>

#include "tests/cli/program.h"
#include "tests/dice.h"
#include "tests/moving/animation_inputs.h"
#include "tests/peak_memory.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;

namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 64, kHeight = 48, kPictures = 12;
const PicturePlace kPlace{PictureFit::contain, 40, 40, {6, 6, 6, 6}};

Animation pictures() {
  Animation animation{kWidth, kHeight, {}, std::vector<int>(kPictures, 40)};
  Dice dice(3);
  for (int i = 0; i < kPictures; ++i) {
    Bytes picture = plain(kWidth, kHeight, {200, 10, 60, 255});
    for (std::size_t at = 0; at < picture.size(); at += 4) picture[at] = static_cast<std::uint8_t>(dice.below(10) * 25);
    animation.pictures.push_back(std::move(picture));
  }
  return animation;
}

/// Bytes changed, or the end cut off, or both.
Bytes broken(Bytes bytes, unsigned seed) {
  Dice dice(seed);
  if (seed % 3 == 0) bytes.resize(static_cast<std::size_t>(dice.below(static_cast<int>(bytes.size()))));
  const int changes = seed % 3 == 0 ? dice.below(3) : 1 + dice.below(20);
  // Heads are small, and most of what can go wrong is in them.
  for (int i = 0; i < changes && !bytes.empty(); ++i) {
    const int reach =
        dice.one_in(2) ? static_cast<int>(bytes.size()) : std::min<int>(600, static_cast<int>(bytes.size()));
    bytes[static_cast<std::size_t>(dice.below(reach))] = static_cast<std::uint8_t>(dice.below(256));
  }
  return bytes;
}

/// Digits changed, which leaves a text that is read.
Bytes with_other_digits(Bytes bytes, unsigned seed) {
  Dice dice(seed);
  std::vector<std::size_t> digits;
  for (std::size_t at = 1; at < bytes.size(); ++at) {
    if (bytes[at] >= '0' && bytes[at] <= '9' && bytes[at - 1] >= '1' && bytes[at - 1] <= '9') digits.push_back(at);
    if (bytes[at] >= '1' && bytes[at] <= '9' && bytes[at - 1] == ':') digits.push_back(at);
  }
  for (int i = 1 + dice.below(8); i > 0; --i) {
    const auto at = digits[static_cast<std::size_t>(dice.below(static_cast<int>(digits.size())))];
    bytes[at] = static_cast<std::uint8_t>('1' + dice.below(9));
  }
  return bytes;
}

/// Pictures, or a sentence. What was read once is read again the same.
void check(const fs::path& file, std::size_t& drawn) {
  (void)is_moving(file);
  auto opened_file = MovingFile::open(file, kPlace);
  if (!opened_file) {
    CHECK(opened_file.error().size() > 10);
    return;
  }
  MovingFile& moving = **opened_file;
  const MovingTimes& times = moving.times();
  REQUIRE(!times.begins_ns.empty());
  CHECK(times.begins_ns.front() == 0);
  CHECK(std::is_sorted(times.begins_ns.begin(), times.begins_ns.end()));
  CHECK(times.end_ns > times.begins_ns.back());
  CHECK(moving.width() <= kPlace.width);
  CHECK(moving.height() <= kPlace.height);
  const auto last = static_cast<std::uint32_t>(times.begins_ns.size() - 1);
  Bytes rgba(static_cast<std::size_t>(moving.width()) * moving.height() * 4), again = rgba;
  for (const std::uint32_t number : {last, last / 2, 0U}) {
    if (const auto done = moving.read(number, rgba); !done) CHECK(done.error().size() > 10);
    ++drawn;
  }
  for (std::uint32_t number = 0; number <= std::min(last, 20U); ++number) (void)moving.read(number, again);
  const bool is_same = !moving.read(0, again) || again == rgba;
  CHECK(is_same);
}

}  // namespace

TEST_CASE("broken files of every kind are refused, or give pictures") {
  const TempFolder folder;
  struct Kind {
    const char* name;
    std::function<void(const fs::path&)> write;
  };
  const Animation animation = pictures();
  const auto film = [&](FilmFormat format) {
    return [&, format](const fs::path& file) { write_film(file, format, kWidth, kHeight, animation.pictures); };
  };
  const std::vector<Kind> kinds = {
      {"a.webm", film(FilmFormat::vp9)},
      {"a.mov", film(FilmFormat::prores4444)},
      {"a.mp4", film(FilmFormat::h264)},
      {"a.gif", [&](const fs::path& file) { write_gif(file, animation); }},
      {"a.webp", [&](const fs::path& file) { write_webp(file, animation); }},
      {"a.avif", [&](const fs::path& file) { write_avif(file, animation); }},
      {"a.json", [&](const fs::path& file) {
         write_file(file, lottie_text(kWidth, kHeight, 25, {{1, 2, 3, 255}, {200, 100, 0, 128}, {0, 90, 80, 255}}));
       }}};
  const std::size_t before = leitai::testing::peak_memory();
  for (const Kind& kind : kinds) {
    CAPTURE(kind.name);
    const fs::path file = folder / kind.name;
    kind.write(file);
    const Bytes whole = bytes_of(file);
    std::size_t drawn = 0;
    check(file, drawn);
    CHECK(drawn > 0);
    for (unsigned seed = 0; seed < 100; ++seed) {
      CAPTURE(seed);
      const bool is_text = whole.front() == '{';
      write_bytes(file, is_text && seed % 2 == 0 ? with_other_digits(whole, seed) : broken(whole, seed));
      check(file, drawn);
    }
    // The files are not all beyond reading, or this would look at nothing.
    CHECK(drawn > 20);
  }
  CHECK(leitai::testing::peak_memory() - before < leitai::testing::kMostForBrokenFiles);
}
