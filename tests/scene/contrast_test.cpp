// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "overlays/scene/layout.h"
#include "tests/scene/fixture.h"

/// What is written can be read: WCAG 2.1, 1.4.3, asks for a contrast of 4.5 between a text and what is behind it.

using namespace scene_test;

namespace {

constexpr double kLeastContrast = 4.5;
constexpr int kWidth = 1280, kHeight = 720;

/// Relative luminance (WCAG 2.1) of linear light.
double luminance(double r, double g, double b) {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

double contrast(double a, double b) {
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

bool is_text(const Quad& quad) {
  return quad.kind == QuadKind::glyph;
}

/// Everything but the texts, over black or over white.
Canvas backing(const DisplayList& list, const AtlasPixels& atlas, float ground) {
  DisplayList boxes = list;
  std::erase_if(boxes.quads, is_text);
  Canvas canvas(kWidth, kHeight);
  canvas.clear({ground, ground, ground, 1});
  paint(boxes, atlas, canvas);
  return canvas;
}

/// The contrast that three quarters of the pixels behind the glyph have at least: a line may strike it through.
double least_contrast(const Quad& glyph, const Canvas& behind) {
  const Rect rect = intersection(intersection(on_canvas(glyph), glyph.clip), {0, 0, kWidth, kHeight});
  std::vector<double> values;
  for (int y = static_cast<int>(rect.y0); y < static_cast<int>(rect.y1); ++y) {
    for (int x = static_cast<int>(rect.x0); x < static_cast<int>(rect.x1); ++x) {
      const std::uint16_t* light = behind.at(x, y);
      const double under[] = {light[0] / 65535.0, light[1] / 65535.0, light[2] / 65535.0};
      const double rest = 1 - glyph.color.a * glyph.opacity;
      const double ink =
          luminance(glyph.color.r * glyph.opacity + rest * under[0], glyph.color.g * glyph.opacity + rest * under[1],
                    glyph.color.b * glyph.opacity + rest * under[2]);
      values.push_back(contrast(ink, luminance(under[0], under[1], under[2])));
    }
  }
  if (values.empty()) return 21;
  std::sort(values.begin(), values.end());
  return values[values.size() / 4];
}

/// Colours of what is no text though it is drawn with glyphs: the stars that are not reached. What they say
/// is said by those that are.
void collect_tracks(const Node& node, std::vector<Color>& colors) {
  if (node.kind == NodeKind::stars) colors.push_back(to_linear(node.meter.track));
  for (const auto& child : node.children) collect_tracks(*child, colors);
  if (node.list.row != nullptr) collect_tracks(*node.list.row, colors);
}

}  // namespace

TEST_CASE("every text of both themes stands out from what is behind it") {
  for (const char* name : {"arena", "paper"}) {
    const auto theme = shipped(name);
    for (const auto& [id, graphic] : theme->templates) {
      const auto maker = preparer(theme, kWidth, kHeight);
      const AirItem take = item(id, 0, json::dump(graphic->sample));
      // What breathes is looked at where it stands.
      AirChannel on = channel(take);
      on.motion = MotionLevel::reduced;
      const auto scene = maker->prepare(on, 1);
      std::vector<Color> tracks;
      collect_tracks(*graphic->root, tracks);
      // At rest: whatever counts or comes late has come.
      const DisplayList list = picture(*scene, 8000 * kMs);
      const AtlasPixels atlas = maker->text().atlas_pixels();
      const Canvas over_black = backing(list, atlas, 0), over_white = backing(list, atlas, 1);
      std::size_t texts = 0;
      for (const Quad& quad : list.quads) {
        if (!is_text(quad) || std::find(tracks.begin(), tracks.end(), quad.color) != tracks.end()) continue;
        ++texts;
        const double least = std::min(least_contrast(quad, over_black), least_contrast(quad, over_white));
        const Rect place = on_canvas(quad);
        CAPTURE(name, id, place.x0, place.y0, least);
        CHECK(least >= kLeastContrast);
      }
      CHECK(texts > 0);
    }
  }
}
