// SPDX-License-Identifier: GPL-2.0-or-later
// Pictures that the show brings: found before the theme's, and replaced while they are on air.
#include <algorithm>

#include "overlays/paint/cpu_painter.h"
#include "tests/scene/fixture.h"
#include "tests/scene/png_file.h"

using namespace scene_test;

namespace {

/// A tenth of the canvas that lengths are of.
constexpr int kWidth = 192, kHeight = 108;

struct Files {
  ThemeFolder theme;

  /// A file of one colour in the theme's folder, or below it.
  std::filesystem::path write(const std::string& name, std::uint8_t red, std::uint8_t blue) const {
    Pixels pixels{8, 8, {}};
    for (int i = 0; i < 64; ++i) pixels.rgba.insert(pixels.rgba.end(), {red, 0, blue, 255});
    const auto file = theme.path() / name;
    std::filesystem::create_directories(file.parent_path());
    REQUIRE(write_png(file.string(), pixels));
    return file;
  }
};

std::shared_ptr<const AirPictures> given(
    std::initializer_list<std::pair<const std::string, std::filesystem::path>> files) {
  return std::make_shared<const AirPictures>(AirPictures{{files}});
}

/// The colour in the middle of a picture of one channel, as {red, blue, alpha}.
std::array<int, 3> middle(ScenePreparer& preparer, const AirChannel& channel) {
  const auto scene = preparer.prepare(channel, 1);
  const auto rgba = paint_srgb(picture(*scene, 5'000 * kMs), preparer.text().atlas_pixels(), AlphaMode::straight);
  const std::size_t at = (std::size_t{32} * kWidth + 32) * 4;
  return {rgba[at], rgba[at + 2], rgba[at + 3]};
}

}  // namespace

TEST_CASE("a given picture goes before the theme's, and the one on air follows what its name means") {
  const Files files;
  files.write("media/photo.png", 255, 0);
  const auto blue = files.write("other/blue", 0, 255);
  const auto purple = files.write("other/purple", 255, 255);
  files.theme.write("templates/t.json", R"({"name": "T", "layer": 1, "sample": {},
    "fields": {"properties": {"photo": {"type": "string"}}},
    "root": {"type": "image", "src": "${photo}", "width": 640, "height": 640}})");
  auto theme = files.theme.load();
  if (!theme) FAIL(theme.error().front().to_string());
  const auto used = preparer(*theme, kWidth, kHeight);

  AirChannel on_air = channel(item("t", 1'000, R"({"photo": "media/photo.png"})"));
  CHECK(middle(*used, on_air) == std::array{255, 0, 255});
  on_air.pictures = given({{"other.png", blue}});
  CHECK(middle(*used, on_air) == std::array{255, 0, 255});
  on_air.pictures = given({{"photo.png", blue}});
  CHECK(middle(*used, on_air) == std::array{0, 255, 255});
  on_air.pictures = given({{"photo.png", purple}});
  CHECK(middle(*used, on_air) == std::array{255, 255, 255});
  on_air.pictures = given({{"photo.png", purple}, {"other.png", blue}});
  CHECK(middle(*used, on_air) == std::array{255, 255, 255});
  on_air.pictures = given({{"photo.png", files.theme.path() / "gone"}});
  CHECK(middle(*used, on_air) == std::array{0, 0, 0});
  on_air.pictures = nullptr;
  CHECK(middle(*used, on_air) == std::array{255, 0, 255});

  // Without a folder before the name, which the theme does not know, and by a preparer that has seen nothing before.
  AirChannel plain = channel(item("t", 1'000, R"({"photo": "photo.png"})"));
  const auto fresh = preparer(*theme, kWidth, kHeight);
  CHECK(middle(*fresh, plain) == std::array{0, 0, 0});
  plain.pictures = given({{"photo.png", blue}});
  CHECK(middle(*fresh, plain) == std::array{0, 255, 255});
}

TEST_CASE("what is on the canvas stays as it is where another picture comes") {
  const Files files;
  const auto blue = files.write("other/blue", 0, 255);
  const auto used = preparer(arena());
  AirChannel on_air = channel(item("lower-third", 1'000, R"({"title": "1号选手", "subtitle": "党建办"})"));
  const auto before = picture(*used->prepare(on_air, 1), 1'300 * kMs);
  on_air.pictures = given({{"photo.png", blue}});
  const auto after = picture(*used->prepare(on_air, 2), 1'300 * kMs);
  REQUIRE(before.quads.size() == after.quads.size());
  CHECK(std::equal(before.quads.begin(), before.quads.end(), after.quads.begin(), [](const Quad& a, const Quad& b) {
    return a.kind == b.kind && on_canvas(a).x0 == on_canvas(b).x0 && on_canvas(a).y1 == on_canvas(b).y1 &&
           a.opacity == b.opacity;
  }));
}
