// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "overlays/scene/scene.h"
#include "tests/scene/same_picture.h"
#include "tests/template/theme_folder.h"

/// What the tests of scenes build their pictures from.
namespace scene_test {

using namespace leitai::overlays;
namespace json = leitai::json;

constexpr std::int64_t kMs = 1'000'000;

/// A theme that comes with the program.
inline std::shared_ptr<const Theme> shipped(const std::string& name) {
  auto theme = load_theme(LEITAI_SOURCE_DIR "/overlays/themes/" + name);
  if (!theme) FAIL(theme.error().front().to_string());
  return *theme;
}

inline std::shared_ptr<const Theme> arena() {
  return shipped("arena");
}

/// A theme whose one template, `lab`, uses every kind of node.
inline std::shared_ptr<const Theme> lab() {
  auto theme = load_theme(LEITAI_SOURCE_DIR "/tests/scene/lab");
  if (!theme) FAIL(theme.error().front().to_string());
  return *theme;
}

/// A theme of one template, `t`, with these fields and this root.
inline std::shared_ptr<const Theme> theme_of(const std::string& properties, const std::string& root) {
  ThemeFolder folder;
  folder.write("templates/t.json", R"({"name": "T", "layer": 1, "sample": {}, "fields": {"properties": )" + properties +
                                       "},\n\"root\": " + root + "}");
  auto theme = folder.load();
  if (!theme) FAIL(theme.error().front().to_string());
  return *theme;
}

inline std::unique_ptr<ScenePreparer> preparer(std::shared_ptr<const Theme> theme, int width = 1920,
                                               int height = 1080) {
  auto result = ScenePreparer::create(std::move(theme), width, height);
  REQUIRE(result.has_value());
  return std::move(*result);
}

inline std::shared_ptr<const json::Json> data(const std::string& text) {
  auto value = json::parse(text);
  REQUIRE(value.has_value());
  return std::make_shared<const json::Json>(std::move(*value));
}

inline AirItem item(const std::string& template_id, Millis taken_at, const std::string& text) {
  AirItem result;
  result.id = template_id + std::to_string(taken_at);
  result.template_id = template_id;
  result.taken_at = taken_at;
  result.versions.push_back({taken_at, 0, data(text)});
  return result;
}

inline AirChannel channel(AirItem current) {
  AirChannel result;
  result.id = "program";
  AirLayer layer;
  layer.number = 1;
  layer.current = std::move(current);
  result.layers.push_back(std::move(layer));
  return result;
}

inline DisplayList picture(const PreparedScene& scene, std::int64_t time_ns) {
  DisplayList list;
  scene.evaluate(time_ns, list);
  return list;
}

inline Color srgb(int r, int g, int b) {
  return color_from_srgb(static_cast<float>(r) / 255, static_cast<float>(g) / 255, static_cast<float>(b) / 255, 1);
}

/// The quads of boxes filled with one colour.
inline std::vector<Quad> boxes(const DisplayList& list, const Color& color) {
  std::vector<Quad> found;
  for (const Quad& quad : list.quads) {
    if (quad.kind == QuadKind::box && quad.color == color) found.push_back(quad);
  }
  return found;
}

/// Where a quad is on the canvas.
inline Rect on_canvas(const Quad& quad) {
  return {quad.transform.xx * quad.rect.x0 + quad.transform.x0, quad.transform.yy * quad.rect.y0 + quad.transform.y0,
          quad.transform.xx * quad.rect.x1 + quad.transform.x0, quad.transform.yy * quad.rect.y1 + quad.transform.y0};
}

}  // namespace scene_test
