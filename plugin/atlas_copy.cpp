// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/atlas_copy.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace leitai::plugin {
namespace {

gs_color_format format_of(bool color) {
  return color ? GS_RGBA : GS_R8;
}
std::size_t texel_bytes(bool color) {
  return color ? 4 : 1;
}

bool fits_its_page(const overlays::AtlasUpload& upload) {
  return upload.x + upload.width <= overlays::kAtlasPageSize && upload.y + upload.height <= overlays::kAtlasPageSize &&
         upload.bytes.size() >= std::size_t{upload.width} * upload.height * texel_bytes(upload.color);
}

/// One that never had a page may go without the graphics context.
void destroy(gs_texture_t* texture) {
  if (texture != nullptr) {
    gs_texture_destroy(texture);
  }
}

}  // namespace

AtlasCopy::~AtlasCopy() {
  std::for_each(glyph_pages_.begin(), glyph_pages_.end(), destroy);
  std::for_each(emoji_pages_.begin(), emoji_pages_.end(), destroy);
}

gs_texture_t* AtlasCopy::page(bool color, std::size_t index) const {
  if (color) {
    return index < emoji_pages_.size() ? emoji_pages_[index] : nullptr;
  }
  return index < glyph_pages_.size() ? glyph_pages_[index] : nullptr;
}

gs_texture_t* AtlasCopy::make_page(bool color, std::size_t index) {
  if (index >= (color ? emoji_pages_.size() : glyph_pages_.size())) {
    return nullptr;
  }
  gs_texture_t*& slot = color ? emoji_pages_[index] : glyph_pages_[index];
  if (slot == nullptr) {
    constexpr std::size_t size = overlays::kAtlasPageSize;
    // Never written to: it takes no memory.
    static std::uint8_t blank[size * size * 4];
    const std::uint8_t* levels[] = {blank};
    slot = gs_texture_create(size, size, format_of(color), 1, levels, 0);
  }
  return slot;
}

void AtlasCopy::note_use(const overlays::AtlasUpload& upload) {
  quiet_frames_ = 0;
  if (upload.color || upload.page + 1U < glyph_pages_used_) {
    return;
  }
  const bool is_new = upload.page + 1U > glyph_pages_used_;
  glyph_pages_used_ = upload.page + 1U;
  last_page_rows_ = std::max(is_new ? 0 : last_page_rows_, upload.y + upload.height);
}

void AtlasCopy::settle() {
  if (2 * last_page_rows_ > overlays::kAtlasPageSize) {
    make_page(false, glyph_pages_used_);
  }
  if (quiet_frames_ < kFramesUntilQuiet && ++quiet_frames_ == kFramesUntilQuiet) {
    glyph_staging_.large.release();
    emoji_staging_.large.release();
  }
}

void AtlasCopy::add(const overlays::AtlasUpload& upload) {
  if (!fits_its_page(upload)) {
    return;
  }
  gs_texture_t* page = make_page(upload.color, upload.page);
  if (page == nullptr) {
    return;
  }
  note_use(upload);
  constexpr int kChunk = Stagings::kSmall;
  Stagings& staging = upload.color ? emoji_staging_ : glyph_staging_;
  for (int y = 0; y < upload.height; y += kChunk) {
    for (int x = 0; x < upload.width; x += kChunk) {
      staging.put({upload, page, x, y, std::min(kChunk, upload.width - x), std::min(kChunk, upload.height - y)});
    }
  }
}

void AtlasCopy::flush() {
  glyph_staging_.flush();
  emoji_staging_.flush();
}

void AtlasCopy::Stagings::put(const Part& part) {
  if (!small.put(part) && !large.put(part)) {
    flush();
    small.put(part);
  }
}

void AtlasCopy::Stagings::flush() {
  small.flush();
  large.flush();
}

AtlasCopy::Staging::~Staging() {
  if (bytes_ != nullptr) {
    gs_texture_unmap(texture_);
  }
  destroy(texture_);
}

void AtlasCopy::Staging::release() {
  destroy(std::exchange(texture_, nullptr));
}

bool AtlasCopy::Staging::open() {
  if (bytes_ != nullptr) {
    return true;
  }
  if (texture_ == nullptr) {
    texture_ = gs_texture_create(static_cast<std::uint32_t>(width_), static_cast<std::uint32_t>(height_),
                                 format_of(color_), 1, nullptr, GS_DYNAMIC);
  }
  x_ = y_ = row_height_ = 0;
  return texture_ != nullptr && gs_texture_map(texture_, &bytes_, &line_);
}

bool AtlasCopy::Staging::find_room(int width, int height) {
  if (x_ + width > width_) {
    x_ = 0;
    y_ += row_height_;
    row_height_ = 0;
  }
  return y_ + height <= height_ && region_count_ < regions_.size();
}

bool AtlasCopy::Staging::put(const Part& part) {
  if (!open() || !find_room(part.width, part.height)) {
    return false;
  }
  const std::size_t texel = texel_bytes(color_);
  const std::size_t line = part.upload.width * texel, row_bytes = static_cast<std::size_t>(part.width) * texel;
  const std::uint8_t* from = part.upload.bytes.data() + part.y * line + part.x * texel;
  for (int row = 0; row < part.height; ++row, from += line) {
    std::memcpy(bytes_ + static_cast<std::size_t>(y_ + row) * line_ + x_ * texel, from, row_bytes);
  }
  regions_[region_count_++] = {part.page,  part.upload.x + part.x, part.upload.y + part.y, x_, y_, part.width,
                               part.height};
  x_ += part.width;
  row_height_ = std::max(row_height_, part.height);
  return true;
}

void AtlasCopy::Staging::flush() {
  if (bytes_ == nullptr) {
    return;
  }
  gs_texture_unmap(texture_);
  bytes_ = nullptr;
  for (std::size_t i = 0; i < region_count_; ++i) {
    const Region& r = regions_[i];
    gs_copy_texture_region(r.page, static_cast<std::uint32_t>(r.to_x), static_cast<std::uint32_t>(r.to_y), texture_,
                           static_cast<std::uint32_t>(r.from_x), static_cast<std::uint32_t>(r.from_y),
                           static_cast<std::uint32_t>(r.width), static_cast<std::uint32_t>(r.height));
  }
  region_count_ = 0;
}

}  // namespace leitai::plugin
