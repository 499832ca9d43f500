// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "plugin/gpu_painter.h"
#include "plugin/graphics_scope.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace {

using leitai::overlays::Color;
using leitai::overlays::DisplayList;
using leitai::overlays::Quad;
using leitai::plugin::AtlasCopy;
using leitai::plugin::GpuPainter;
using leitai::plugin::PaintEffect;
using leitai::test::ObsRuntime;
using leitai::test::Pixels;

DisplayList one_box(const Color& color) {
  Quad quad;
  quad.rect = {8, 8, 24, 24};
  quad.color = quad.color2 = color;
  return {32, 32, {quad}};
}

Pixels draw_over(const ObsRuntime& obs, const std::uint8_t (&background)[4], const DisplayList& list) {
  const leitai::plugin::GraphicsScope graphics;
  const auto effect = PaintEffect::load(LEITAI_PLUGIN_DATA "/leitai.effect");
  REQUIRE(effect.has_value());
  GpuPainter painter(*effect);
  painter.set_list(list, {});
  const AtlasCopy atlas;
  const leitai::plugin::MovingTextures moving;
  return obs.render_over(list.width, list.height, background, [&] { painter.draw({atlas, moving}); });
}

}  // namespace

TEST_CASE("an effect file that is not there is told, not crashed on") {
  const ObsRuntime obs;
  const auto effect = PaintEffect::load("/nonexistent/leitai.effect");
  REQUIRE_FALSE(effect.has_value());
  CHECK(effect.error().find("/nonexistent/leitai.effect") != std::string::npos);
}

TEST_CASE("half-transparent white over white is white: light is added in linear light") {
  const ObsRuntime obs;
  const Pixels pixels = draw_over(obs, {255, 255, 255, 255}, one_box({0.5F, 0.5F, 0.5F, 0.5F}));
  for (int channel = 0; channel < 4; ++channel) {
    CHECK(pixels.at(16, 16)[channel] == 255);
    CHECK(pixels.at(2, 2)[channel] == 255);
  }
}

TEST_CASE("half-transparent black over white halves the light, not the code value") {
  const ObsRuntime obs;
  const Pixels pixels = draw_over(obs, {255, 255, 255, 255}, one_box({0, 0, 0, 0.5F}));
  // sRGB encodes a linear 0.5 as 1.055 · 0.5^(1/2.4) − 0.055 = 0.7354, which is 187.5 of 255.
  CHECK(pixels.at(16, 16)[0] >= 187);
  CHECK(pixels.at(16, 16)[0] <= 188);
}

TEST_CASE("a box on whole pixels covers those and no others") {
  const ObsRuntime obs;
  const Pixels pixels = draw_over(obs, {0, 0, 0, 0}, one_box({1, 1, 1, 1}));
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 32; ++x) {
      const bool inside = x >= 8 && x < 24 && y >= 8 && y < 24;
      REQUIRE(static_cast<int>(pixels.at(x, y)[3]) == (inside ? 255 : 0));
    }
  }
}
