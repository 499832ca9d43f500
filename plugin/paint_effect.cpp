// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/paint_effect.h"

#include <cstdint>

#include "plugin/atlas_copy.h"
#include "plugin/gpu_painter.h"
#include "plugin/graphics_scope.h"
#include "plugin/still_picture.h"

namespace leitai::plugin {
namespace {

constexpr std::array<const char*, kDrawKindCount> kTechniqueNames = {
    "Solid", "Edge", "Shadow", "Glyph", "MovedGlyph", "Picture", "Picture", "Edge", "Still"};

/// A list whose plan has every kind of piece.
overlays::DisplayList one_of_each() {
  using overlays::QuadKind;
  overlays::DisplayList list{64, 64, {}};
  for (const float from : {8.0F, 8.25F}) {  // on whole pixels, and not
    for (const auto kind :
         {QuadKind::box, QuadKind::shadow, QuadKind::glyph, QuadKind::emoji, QuadKind::moving, QuadKind::ring}) {
      overlays::Quad quad;
      quad.kind = kind;
      quad.rect = {from, from, from + 48, from + 48};
      quad.color = quad.color2 = {0.5F, 0.5F, 0.5F, 0.5F};
      quad.blur = quad.border_width = quad.sweep = 4;
      quad.texels = {0, 0, 48, 48};
      list.quads.push_back(quad);
    }
  }
  return list;
}

std::vector<overlays::AtlasUpload> blank_pages() {
  return {{false, 0, 0, 0, 1, 1, {0}}, {true, 0, 0, 0, 1, 1, {0, 0, 0, 0}}};
}

/// A moving picture of one pixel that never moves.
class OnePixel final : public overlays::MovingPicture {
 public:
  int width() const override { return 1; }
  int height() const override { return 1; }
  std::uint32_t number_at(std::int64_t /*ns*/) const override { return 0; }
  std::int64_t next_change_ns(std::int64_t /*ns*/) const override { return INT64_MAX; }
  Pixels due(std::uint32_t /*number*/) override { return {0, rgba_}; }
  tl::expected<Pixels, std::string> wait_for(std::uint32_t /*number*/) override { return Pixels{0, rgba_}; }

 private:
  std::array<std::uint8_t, 4> rgba_{};
};

void draw_once_with_each(const std::shared_ptr<const PaintEffect>& effect) {
  const overlays::DisplayList list = one_of_each();
  AtlasCopy atlas;
  for (const auto& upload : blank_pages()) {
    atlas.add(upload);
  }
  atlas.flush();
  const std::array<std::shared_ptr<overlays::MovingPicture>, 1> pictures = {std::make_shared<OnePixel>()};
  MovingTextures moving;
  moving.use(pictures);
  moving.want(list);
  moving.upload(0);
  const Sheets sheets{atlas, moving};
  GpuPainter painter(effect);
  painter.set_list(list, {});
  StillPicture still(effect);
  still.keep(painter, sheets, 64, 64);
  gs_texrender_t* target = gs_texrender_create(GS_RGBA, GS_ZS_NONE);
  if (gs_texrender_begin(target, 64, 64)) {
    gs_ortho(0, 64, 0, 64, -100, 100);
    painter.draw(sheets);
    still.draw(sheets);
    gs_texrender_end(target);
  }
  gs_texrender_destroy(target);
}

}  // namespace

tl::expected<std::shared_ptr<const PaintEffect>, std::string> PaintEffect::load(const std::string& file) {
  const GraphicsScope graphics;
  std::shared_ptr<PaintEffect> loaded(new PaintEffect);
  char* error = nullptr;
  loaded->effect_ = gs_effect_create_from_file(file.c_str(), &error);
  if (loaded->effect_ == nullptr) {
    std::string reason = "cannot load " + file + (error != nullptr ? std::string(": ") + error : std::string());
    bfree(error);
    return tl::unexpected(std::move(reason));
  }
  bfree(error);
  for (std::size_t i = 0; i < kDrawKindCount; ++i) {
    loaded->techniques_[i] = gs_effect_get_technique(loaded->effect_, kTechniqueNames[i]);
    if (loaded->techniques_[i] == nullptr) {
      return tl::unexpected(file + " has no technique " + kTechniqueNames[i]);
    }
  }
  loaded->sheet_ = gs_effect_get_param_by_name(loaded->effect_, "sheet");
  if (loaded->sheet_ == nullptr) {
    return tl::unexpected(file + " has no texture named sheet");
  }
  loaded->sheet_place_ = gs_effect_get_param_by_name(loaded->effect_, "sheet_place");
  if (loaded->sheet_place_ == nullptr) {
    return tl::unexpected(file + " has no place named sheet_place");
  }
  draw_once_with_each(loaded);
  return loaded;
}

PaintEffect::~PaintEffect() {
  const GraphicsScope graphics;
  gs_effect_destroy(effect_);
}

}  // namespace leitai::plugin
