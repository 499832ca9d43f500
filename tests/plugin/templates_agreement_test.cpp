// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <algorithm>

#include "overlays/scene/scene.h"
#include "tests/plugin/harness/painters.h"

namespace {

using namespace leitai::overlays;
using leitai::test::Difference;
using leitai::test::ObsRuntime;
using leitai::test::Painters;

constexpr std::int64_t kTakenMs = 1'700'000'000'000;
constexpr std::int64_t kNsPerMs = 1'000'000;

AirChannel channel_with(const Template& graphic, int width, int height) {
  AirItem item;
  item.id = "1";
  item.template_id = graphic.id;
  item.taken_at = kTakenMs;
  item.versions.push_back({kTakenMs, 0, std::make_shared<const leitai::json::Json>(graphic.sample)});
  AirChannel channel;
  channel.id = "program";
  channel.width = width;
  channel.height = height;
  channel.layers.push_back({graphic.layer, std::nullopt, item});
  return channel;
}

std::shared_ptr<const Theme> arena() {
  const auto theme = load_theme(LEITAI_SOURCE_DIR "/overlays/themes/arena");
  REQUIRE(theme.has_value());
  return *theme;
}

/// A template prepared, and its list at any time after the take.
struct Prepared {
  std::unique_ptr<ScenePreparer> preparer;
  std::unique_ptr<PreparedScene> scene;

  Prepared(const std::shared_ptr<const Theme>& theme, const Template& graphic, int width, int height) {
    auto made = ScenePreparer::create(theme, width, height);
    REQUIRE(made.has_value());
    preparer = std::move(*made);
    scene = preparer->prepare(channel_with(graphic, width, height), 1);
  }

  DisplayList at(std::int64_t ms) const {
    DisplayList list;
    scene->evaluate((kTakenMs + ms) * kNsPerMs, list);
    return list;
  }
};

DisplayList scaled(DisplayList list, float factor) {
  for (Quad& quad : list.quads) {
    Affine& t = quad.transform;
    for (float* value : {&t.xx, &t.xy, &t.yx, &t.yy, &t.x0, &t.y0}) {
      *value *= factor;
    }
    quad.clip = {quad.clip.x0 * factor, quad.clip.y0 * factor, quad.clip.x1 * factor, quad.clip.y1 * factor};
  }
  return list;
}

}  // namespace

TEST_CASE("the painters agree on every template of the arena theme") {
  const ObsRuntime obs;
  Painters painters(obs);
  const auto theme = arena();
  REQUIRE(theme->templates.size() >= 3);
  Difference moving;
  Difference fractional;
  for (const auto& [id, graphic] : theme->templates) {
    const Prepared prepared(theme, *graphic, 1920, 1080);
    const AtlasPixels atlas = prepared.preparer->text().atlas_pixels();
    const DisplayList still = prepared.at(graphic->in_ms + 5000);
    INFO(id);
    REQUIRE_FALSE(still.quads.empty());

    const Difference at_rest = painters.compare(still, atlas);
    INFO("at rest, at " << at_rest.x << ", " << at_rest.y);
    CHECK(at_rest.largest <= 2);
    CHECK(painters.draw_calls() <= 32);
    CHECK(leitai::test::difference(painters.gpu_kept(still, atlas), painters.cpu(still, atlas)).largest <= 2);

    for (int step = 1; step < 5; ++step) {
      moving.add(painters.compare(prepared.at(graphic->in_ms * step / 5), atlas));
    }
    for (const float factor : {0.5F, 0.731F}) {
      fractional.add(painters.compare(scaled(still, factor), atlas));
    }
  }
  CHECK(moving.share_within_3() >= 0.9999);
  CHECK(moving.largest <= 8);
  CHECK(fractional.share_within_3() >= 0.9999);
  CHECK(fractional.largest <= 8);
}
