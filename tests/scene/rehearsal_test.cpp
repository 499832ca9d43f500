// SPDX-License-Identifier: GPL-2.0-or-later
// What a rehearsal's picture carries.
#include <algorithm>

#include "overlays/paint/cpu_painter.h"
#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

std::vector<std::uint8_t> painted(ScenePreparer& preparer, const AirChannel& channel, std::int64_t time_ns) {
  // The atlas is full once the scene is prepared.
  const auto scene = preparer.prepare(channel, 1);
  return paint_srgb(picture(*scene, time_ns), preparer.text().atlas_pixels(), AlphaMode::straight);
}

std::array<int, 4> pixel(const std::vector<std::uint8_t>& rgba, int width, int x, int y) {
  const std::size_t at = (static_cast<std::size_t>(y) * width + x) * 4;
  return {rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]};
}

constexpr std::array<int, 4> kAmber = {255, 176, 46, 255};
constexpr std::array<int, 4> kNothing = {0, 0, 0, 0};

}  // namespace

TEST_CASE(
    "a rehearsal's picture has its frame and its word, on an empty channel too, in any theme, shape and at any time") {
  for (const auto& theme : {arena(), shipped("paper"), lab()}) {
    for (const auto& [width, height] : {std::pair(1920, 1080), {1080, 1920}, {640, 360}}) {
      const auto used = preparer(theme, width, height);
      AirChannel channel;
      channel.rehearsal = true;
      for (const std::int64_t time_ns : {std::int64_t{0}, 1'659'229'200'000 * kMs, 4'000'000'000'000 * kMs}) {
        INFO(theme->name << ' ' << width << 'x' << height << ' ' << time_ns);
        const auto rgba = painted(*used, channel, time_ns);
        for (const auto& [x, y] :
             {std::pair(0, height / 2), {width - 1, height / 2}, {width / 4, 0}, {width / 2, height - 1}}) {
          CHECK(pixel(rgba, width, x, y) == kAmber);
        }
        CHECK(pixel(rgba, width, width / 2, height / 2) == kNothing);
        // The word is dark on amber.
        int dark = 0;
        const int text_height = std::min(width, height) / 20;
        for (int y = 2; y < text_height; ++y) {
          for (int x = width / 4; x < width * 3 / 4; ++x)
            dark += pixel(rgba, width, x, y)[0] < 100 && pixel(rgba, width, x, y)[3] > 200;
        }
        CHECK(dark > 50);
      }
    }
  }
}

TEST_CASE("the mark lies above what is on air, and moves nothing of it") {
  const auto theme = theme_of("{}", R"({"type": "box", "width": "fill", "height": "fill", "fill": "#0000ff"})");
  const auto used = preparer(theme);
  AirChannel on_air = channel(item("t", 1'000, "{}"));
  const auto without = painted(*used, on_air, 5'000 * kMs);
  on_air.rehearsal = true;
  const auto with = painted(*used, on_air, 5'000 * kMs);
  CHECK(pixel(with, 1920, 2, 500) == kAmber);
  CHECK(pixel(with, 1920, 960, 500) == pixel(without, 1920, 960, 500));
  on_air.rehearsal = false;
  CHECK((painted(*used, on_air, 5'000 * kMs) == without));
}

TEST_CASE("the word is there to its last letter, on a small canvas too") {
  for (const auto& [width, height] : {std::pair(1920, 1080), {1080, 1920}, {640, 360}, {320, 180}}) {
    const auto used = preparer(arena(), width, height);
    AirChannel channel;
    channel.rehearsal = true;
    const auto list = picture(*used->prepare(channel, 1), 0);
    const auto glyphs = std::count_if(list.quads.begin(), list.quads.end(),
                                      [](const Quad& quad) { return quad.kind == QuadKind::glyph; });
    INFO(width << 'x' << height);
    CHECK(glyphs == 11);
  }
}

TEST_CASE("the mark stands still") {
  const auto used = preparer(arena());
  AirChannel channel;
  channel.rehearsal = true;
  const auto scene = used->prepare(channel, 1);
  CHECK(scene->next_change_ns(1'659'229'200'000 * kMs) == INT64_MAX);
  CHECK(picture(*scene, 5 * kMs).quads.size() <= scene->quad_capacity());
}
