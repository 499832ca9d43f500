// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/plugin/harness/painters.h"

#include <cstdlib>
#include <stdexcept>

#include "plugin/graphics_scope.h"
#include "plugin/still_picture.h"
#include "tests/plugin/harness/film_of_pages.h"

namespace leitai::test {
namespace {

void copy_page(plugin::AtlasCopy& copy, bool color, std::size_t index, const overlays::AtlasPagePixels& page) {
  overlays::AtlasUpload upload;
  upload.color = color;
  upload.page = static_cast<std::uint16_t>(index);
  upload.width = static_cast<std::uint16_t>(page.width);
  upload.height = static_cast<std::uint16_t>(page.height);
  upload.bytes.assign(page.bytes.begin(), page.bytes.end());
  copy.add(upload);
}

}  // namespace

void Difference::add(const Difference& other) {
  channels += other.channels;
  beyond_3 += other.beyond_3;
  if (other.largest > largest) {
    largest = other.largest;
    x = other.x;
    y = other.y;
  }
}

Difference difference(const Pixels& a, const Pixels& b) {
  if (a.width != b.width || a.height != b.height || a.bytes.size() != b.bytes.size()) {
    throw std::runtime_error("pictures of different sizes");
  }
  Difference result;
  result.channels = a.bytes.size();
  for (std::size_t i = 0; i < a.bytes.size(); ++i) {
    const int apart = std::abs(int{a.bytes[i]} - int{b.bytes[i]});
    result.beyond_3 += apart > 3 ? 1 : 0;
    if (apart > result.largest) {
      result.largest = apart;
      result.x = static_cast<int>(i / 4) % a.width;
      result.y = static_cast<int>(i / 4) / a.width;
    }
  }
  return result;
}

Painters::Painters(const ObsRuntime& obs) : obs_(obs) {
  auto effect = plugin::PaintEffect::load(LEITAI_PLUGIN_DATA "/leitai.effect");
  if (!effect) {
    throw std::runtime_error(effect.error());
  }
  effect_ = std::move(*effect);
  painter_ = std::make_unique<plugin::GpuPainter>(effect_);
}

void Painters::set(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas, Copies& copies) {
  for (std::size_t i = 0; i < atlas.glyph_pages.size(); ++i) {
    copy_page(copies.atlas, false, i, atlas.glyph_pages[i]);
  }
  for (std::size_t i = 0; i < atlas.emoji_pages.size(); ++i) {
    copy_page(copies.atlas, true, i, atlas.emoji_pages[i]);
  }
  copies.atlas.flush();
  std::vector<std::shared_ptr<overlays::MovingPicture>> films;
  for (const overlays::AtlasPagePixels& page : atlas.moving) {
    films.push_back(std::make_shared<FilmOfPages>(std::vector{page}));
  }
  copies.moving.use(films);
  copies.moving.want(list);
  copies.moving.upload(UINT64_MAX);
  painter_->set_list(list, {});
}

Pixels Painters::gpu(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas) {
  const plugin::GraphicsScope graphics;
  Copies copies;
  set(list, atlas, copies);
  return obs_.render(list.width, list.height, [&] { painter_->draw(copies.sheets()); });
}

Pixels Painters::gpu_kept(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas) {
  const plugin::GraphicsScope graphics;
  Copies copies;
  set(list, atlas, copies);
  plugin::StillPicture still(effect_);
  return obs_.render(list.width, list.height, [&] {
    const auto keep = [&] {
      still.keep(*painter_, copies.sheets(), static_cast<std::uint32_t>(list.width),
                 static_cast<std::uint32_t>(list.height));
    };
    keep();
    still.release();  // and it can be kept anew
    keep();
    if (!still.is_kept() || !still.suits_target()) {
      throw std::runtime_error("the picture is not kept");
    }
    still.draw(copies.sheets());
  });
}

Pixels Painters::cpu(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas) const {
  return {list.width, list.height, overlays::paint_srgb(list, atlas, overlays::AlphaMode::premultiplied)};
}

Difference Painters::compare(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas) {
  return difference(gpu(list, atlas), cpu(list, atlas));
}

}  // namespace leitai::test
