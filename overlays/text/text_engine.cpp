// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/text_engine.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "overlays/text/atlas.h"
#include "overlays/text/clean_text.h"
#include "overlays/text/faces.h"
#include "overlays/text/line_fit.h"
#include "overlays/text/shaper.h"

namespace leitai::overlays {
namespace {

constexpr float kLeastSizePx = 1;
constexpr float kGreatestSizePx = 1000;

/// Slots that draw nothing take no room in the atlas, so they are counted.
constexpr std::size_t kMaxSlots = 1 << 16;

/// FreeType's grid: a size off it would be shaped at one size and drawn at another.
float on_size_grid(float size_px) {
  const float bounded = size_px >= kLeastSizePx ? std::min(size_px, kGreatestSizePx) : kLeastSizePx;
  return std::round(bounded * 64) / 64;
}

TextStyle bounded(TextStyle style) {
  style.size_px = on_size_grid(style.size_px);
  const float spacing = std::isfinite(style.letter_spacing_px) ? style.letter_spacing_px : 0;
  style.letter_spacing_px = std::clamp(spacing, -kGreatestSizePx, kGreatestSizePx);
  return style;
}

struct SlotKey {
  std::uint32_t face = 0;
  std::uint32_t glyph = 0;
  std::uint32_t size_64ths = 0;
  std::uint32_t quarter = 0;
  GlyphPart part = GlyphPart::body;
  std::uint16_t outline_64ths = 0;
  std::uint16_t blur_64ths = 0;
  friend bool operator==(const SlotKey&, const SlotKey&) = default;
};

struct SlotKeyHash {
  std::size_t operator()(const SlotKey& key) const {
    std::uint64_t hash = (std::uint64_t{key.face} << 32 | key.glyph) * 0x9E3779B97F4A7C15U;
    hash ^= (std::uint64_t{key.size_64ths} << 2 | key.quarter) + (hash >> 29);
    hash ^= std::uint64_t{key.outline_64ths} << 40 ^ std::uint64_t{key.blur_64ths} << 20 ^
            std::uint64_t{static_cast<std::uint8_t>(key.part)} << 60;
    return static_cast<std::size_t>(hash * 0xBF58476D1CE4E5B9U >> 7);
  }
};

}  // namespace

PenStep pen_step(float x) {
  const float quarters = std::round(x * 4);
  const float whole = std::floor(quarters / 4);
  return {whole, static_cast<int>(quarters - whole * 4)};
}

struct TextEngine::Impl {
  std::unique_ptr<FaceTable> faces;
  std::unique_ptr<Shaper> shaper;
  Atlas atlas;
  // A node-based map: slots keep their address.
  std::unordered_map<SlotKey, AtlasSlot, SlotKeyHash> slots;

  const AtlasSlot& slot(const SlotKey& key);
  std::pair<AtlasSlot, bool> make_slot(const SlotKey& key);
};

/// The slot, and whether it may be kept: one for which there was no room may not.
std::pair<AtlasSlot, bool> TextEngine::Impl::make_slot(const SlotKey& key) {
  if (key.quarter != 0 && faces->is_bitmap(key.face)) {
    // The texels of the whole pixel, to the nearest pixel.
    SlotKey at_whole = key;
    at_whole.quarter = 0;
    AtlasSlot whole = slot(at_whole);
    whole.left += key.quarter >= 2 ? 1 : 0;
    return {whole, !atlas.full()};
  }
  const GlyphLook look{key.part, static_cast<float>(key.outline_64ths) / 64, static_cast<float>(key.blur_64ths) / 64};
  GlyphPicture picture = faces->rasterise(key.face, key.glyph, static_cast<float>(key.size_64ths) / 64,
                                          static_cast<int>(key.quarter), look);
  if (picture.width == 0) {
    return {{}, true};
  }
  const auto place = atlas.add(picture.color, picture.width, picture.height, picture.bytes);
  if (!place) {
    return {{}, false};
  }
  AtlasSlot slot;
  slot.color = picture.color;
  slot.page = place->page;
  slot.x = place->x;
  slot.y = place->y;
  slot.width = static_cast<std::uint16_t>(picture.width);
  slot.height = static_cast<std::uint16_t>(picture.height);
  slot.left = picture.left;
  slot.top = picture.top;
  slot.draw_width = picture.draw_width;
  slot.draw_height = picture.draw_height;
  return {slot, true};
}

const AtlasSlot& TextEngine::Impl::slot(const SlotKey& key) {
  static const AtlasSlot empty;
  if (const auto known = slots.find(key); known != slots.end()) {
    return known->second;
  }
  if (slots.size() >= kMaxSlots) {
    atlas.set_full();
    return empty;
  }
  const auto [made, keep] = make_slot(key);
  return keep ? slots.emplace(key, made).first->second : empty;
}

TextEngine::TextEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

TextEngine::~TextEngine() = default;

tl::expected<std::unique_ptr<TextEngine>, std::string> TextEngine::create(const Options& options) {
  auto impl = std::make_unique<Impl>();
  auto faces = FaceTable::create();
  if (!faces) {
    return tl::make_unexpected(faces.error());
  }
  impl->faces = std::move(*faces);
  auto shaper = Shaper::create(*impl->faces, options.font_folders);
  if (!shaper) {
    return tl::make_unexpected(shaper.error());
  }
  impl->shaper = std::move(*shaper);
  return std::unique_ptr<TextEngine>(new TextEngine(std::move(impl)));
}

ShapedLine TextEngine::shape(std::string_view utf8, const TextStyle& style) {
  const CleanText clean = clean_text(utf8, LineFeeds::spaces);
  ShapedLine line = impl_->shaper->shape(clean.utf8, bounded(style)).line;
  line.truncated = clean.cut;
  return line;
}

ShapedLine TextEngine::fit(std::string_view utf8, const TextStyle& style, float max_width, float least_size_px) {
  const CleanText clean = clean_text(utf8, LineFeeds::spaces);
  ShapedLine line = fit_line(*impl_->shaper, clean.utf8, bounded(style), max_width, on_size_grid(least_size_px));
  line.truncated = line.truncated || clean.cut;
  return line;
}

std::vector<ShapedLine> TextEngine::wrap(std::string_view utf8, const TextStyle& style, float max_width,
                                         int max_lines) {
  const CleanText clean = clean_text(utf8, LineFeeds::kept);
  std::vector<ShapedLine> lines = wrap_lines(*impl_->shaper, clean.utf8, bounded(style), max_width, max_lines);
  if (!lines.empty()) {
    lines.back().truncated = lines.back().truncated || clean.cut;
  }
  return lines;
}

const AtlasSlot& TextEngine::slot(std::uint32_t face, std::uint32_t glyph, float size_px, int quarter,
                                  const GlyphLook& look) {
  const auto on_grid = [](float px, float most) {
    return static_cast<std::uint16_t>(std::lround((px >= 0 ? std::min(px, most) : 0) * 64));
  };
  SlotKey key{face, glyph, static_cast<std::uint32_t>(std::lround(on_size_grid(size_px) * 64)),
              static_cast<std::uint32_t>(quarter & 3), look.part};
  if (look.part != GlyphPart::body) key.outline_64ths = on_grid(look.outline_px, kMaxOutlinePx);
  if (look.part == GlyphPart::shadow) key.blur_64ths = on_grid(look.blur_px, kMaxBlurPx);
  return impl_->slot(key);
}

std::vector<AtlasSlot> TextEngine::add_picture(bool color, int width, int height,
                                               const std::vector<std::uint8_t>& bytes) {
  const std::size_t texel = color ? 4 : 1;
  std::vector<AtlasSlot> parts;
  for (int y = 0; y < height; y += Atlas::kLargest) {
    for (int x = 0; x < width; x += Atlas::kLargest) {
      const int part_width = std::min(Atlas::kLargest, width - x), part_height = std::min(Atlas::kLargest, height - y);
      std::vector<std::uint8_t> part;
      part.reserve(std::size_t(part_width) * part_height * texel);
      for (int row = y; row < y + part_height; ++row) {
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>((std::size_t(row) * width + x) * texel);
        part.insert(part.end(), begin, begin + static_cast<std::ptrdiff_t>(part_width * texel));
      }
      const auto place = impl_->atlas.add(color, part_width, part_height, part);
      if (!place) return {};
      AtlasSlot slot;
      slot.color = color;
      slot.page = place->page;
      slot.x = place->x;
      slot.y = place->y;
      slot.width = static_cast<std::uint16_t>(part_width);
      slot.height = static_cast<std::uint16_t>(part_height);
      slot.left = static_cast<float>(x);
      slot.top = static_cast<float>(y);
      slot.draw_width = static_cast<float>(part_width);
      slot.draw_height = static_cast<float>(part_height);
      parts.push_back(slot);
    }
  }
  return parts;
}

bool TextEngine::atlas_full() const {
  return impl_->atlas.full();
}

void TextEngine::reset_atlas() {
  impl_->slots.clear();
  impl_->atlas.reset();
}

std::uint32_t TextEngine::atlas_generation() const {
  return impl_->atlas.generation();
}

std::vector<AtlasUpload> TextEngine::take_uploads() {
  return impl_->atlas.take_uploads();
}

void TextEngine::rest() {
  impl_->faces->close();
  impl_->shaper->rest();
}

AtlasPixels TextEngine::atlas_pixels() const {
  return impl_->atlas.pixels();
}

}  // namespace leitai::overlays
