// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/picture_cache.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "overlays/media/picture.h"
#include "overlays/template/picture_files.h"

namespace leitai::overlays {
namespace {

std::shared_ptr<const GlyphRun> run_of(const std::vector<AtlasSlot>& slots, float left, float top) {
  if (slots.empty()) return nullptr;
  auto run = std::make_shared<GlyphRun>();
  for (const AtlasSlot& slot : slots) run->glyphs.push_back(placed_at(slot, left + slot.left, top + slot.top));
  return run;
}

PicturePlace place_of(const PictureCache::ImageRequest& request) {
  const PictureFit fit = request.fit == ImageFit::cover ? PictureFit::cover : PictureFit::contain;
  return {fit, request.width, request.height, request.radius};
}

}  // namespace

std::optional<std::filesystem::path> PictureCache::file_of(const std::string& name) const {
  const std::filesystem::path* given = given_ == nullptr ? nullptr : given_->find(name);
  return given != nullptr ? *given : find_picture(folders_, name);
}

void PictureCache::use(std::shared_ptr<const AirPictures> given) {
  const std::shared_ptr<const AirPictures> before = std::exchange(given_, std::move(given));
  const auto is_another = [&](const std::string& name) {
    const std::filesystem::path* was = before == nullptr ? nullptr : before->find(name);
    const std::filesystem::path* is = given_ == nullptr ? nullptr : given_->find(name);
    return was == nullptr || is == nullptr ? was != is : *was != *is;
  };
  images_.forget_if([&](const ImageRequest& request) { return is_another(request.name); });
  animated_.forget_if(is_another);
  sizes_.forget_if(is_another);
}

PictureCache::Run PictureCache::make_image(const ImageRequest& request) const {
  const auto file = file_of(request.name);
  if (!file || request.width < 1 || request.height < 1) return nullptr;
  const auto shown = read_fitted(*file, place_of(request));
  if (!shown) return nullptr;
  const float left = std::floor(static_cast<float>(request.width - shown->width) / 2);
  const float top = std::floor(static_cast<float>(request.height - shown->height) / 2);
  return run_of(engine_.add_picture(true, shown->width, shown->height, encode_premultiplied(*shown)), left, top);
}

std::shared_ptr<const GlyphRun> PictureCache::image(const ImageRequest& request) {
  const auto [known, fresh] = images_.at(request);
  if (fresh) known = make_image(request);
  return known;
}

std::pair<int, int> PictureCache::size_of(const std::string& name) {
  const auto [size, fresh] = sizes_.at(name);
  if (!fresh) return size;
  return size = read_size(name);
}

std::pair<int, int> PictureCache::read_size(const std::string& name) const {
  const auto file = file_of(name);
  if (!file) return {};
  if (const auto size = read_picture_size(*file)) return {size->width, size->height};
  const auto film = MovingFile::open(*file, {PictureFit::contain, 1, 1, {}});
  if (!film) return {};
  const MovingSize size = (*film)->natural_size();
  return {size.width, size.height};
}

std::shared_ptr<const MovingRequest> PictureCache::film(const ImageRequest& request, const VideoSpec& play) {
  auto file = file_of(request.name);
  if (!file || request.width < 1 || request.height < 1) return nullptr;
  constexpr std::int64_t kNsPerMs = 1'000'000;
  return std::make_shared<const MovingRequest>(
      MovingRequest{std::move(*file), place_of(request), play.in_point_ms * kNsPerMs, play.loop});
}

std::shared_ptr<const MovingRequest> PictureCache::animation(const ImageRequest& request) {
  const auto [moves, fresh] = animated_.at(request.name);
  if (fresh) {
    const auto file = file_of(request.name);
    moves = file && is_moving(*file);
  }
  return moves ? film(request, {}) : nullptr;
}

PictureCache::Run PictureCache::make_qr(const std::string& text, int side) const {
  const auto code = qr_code(text);
  if (!code) return nullptr;
  const int module = side / (code->size + 2 * kQuietZone);
  if (module < 1) return nullptr;
  const int drawn = module * code->size;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(static_cast<std::size_t>(drawn) * drawn);
  for (int y = 0; y < drawn; ++y) {
    for (int x = 0; x < drawn; ++x) {
      bytes.push_back(code->dark[static_cast<std::size_t>(y / module) * code->size + x / module] != 0 ? 255 : 0);
    }
  }
  const int whole_pixels = (side - drawn) / 2;
  const auto inset = static_cast<float>(whole_pixels);
  return run_of(engine_.add_picture(false, drawn, drawn, bytes), inset, inset);
}

std::shared_ptr<const GlyphRun> PictureCache::qr(const std::string& text, int side) {
  const auto [known, fresh] = codes_.at({text, side});
  if (fresh) known = make_qr(text, side);
  return known;
}

void PictureCache::clear() {
  images_.clear();
  codes_.clear();
}

void PictureCache::age() {
  images_.age();
  animated_.age();
  codes_.age();
  sizes_.age();
}

}  // namespace leitai::overlays
