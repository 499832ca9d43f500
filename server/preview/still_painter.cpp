// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <limits>

#include "overlays/paint/cpu_painter.h"
#include "overlays/scene/moving_pixels.h"
#include "overlays/scene/scene.h"
#include "server/preview/preview.h"

namespace leitai::preview {

namespace {

/// 1900 to 2200: nanoseconds since 1970 in 64 bits end in 2262, and motion needs room.
constexpr std::int64_t kEarliestMs = -2'208'988'800'000;
constexpr std::int64_t kLatestMs = 7'258'118'400'000;

using overlays::PreparedScene;
using overlays::ScenePreparer;
using Picture = std::shared_ptr<const std::string>;

/// Fast rather than small: a preview is looked at once.
constexpr int kCompression = 1;

constexpr std::int64_t kNsPerMs = 1'000'000;

}  // namespace

struct StillPainter::Impl {
  std::shared_ptr<const overlays::Theme> theme;

  // For one size: a preparer lays out for one canvas.
  int width = 0;
  int height = 0;
  std::unique_ptr<ScenePreparer> preparer;

  // For one value of one channel.
  std::shared_ptr<const overlays::AirChannel> channel;
  std::unique_ptr<PreparedScene> scene;

  // For the times from `drawn_at` until the picture may change.
  std::int64_t drawn_at = 0;
  std::int64_t changes_at = 0;
  Picture picture;

  tl::expected<void, std::string> resize(int to_width, int to_height) {
    if (preparer && width == to_width && height == to_height) return {};
    auto made = ScenePreparer::create(theme, to_width, to_height);
    if (!made) return tl::unexpected(made.error());
    scene = nullptr;
    preparer = std::move(*made);
    width = to_width;
    height = to_height;
    return {};
  }

  void prepare(const std::shared_ptr<const overlays::AirChannel>& next, std::int64_t time_ns) {
    if (scene && channel == next && scene->right().contains(time_ns)) return;
    channel = next;
    scene = preparer->prepare(*channel, 0, time_ns);
    preparer->text().rest();
    picture = nullptr;
  }

  /// A time that never comes stays one.
  Still still() const {
    constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
    return {picture, changes_at == kNever ? kNever : changes_at / kNsPerMs};
  }

  tl::expected<Still, std::string> draw(std::int64_t time_ns) {
    if (picture && time_ns >= drawn_at && time_ns < changes_at) return still();
    overlays::DisplayList list;
    scene->evaluate(time_ns, list);
    overlays::AtlasPixels atlas = preparer->text().atlas_pixels();
    atlas.moving = overlays::moving_pixels(*scene, list);
    const auto rgba = overlays::paint_srgb(list, atlas, overlays::AlphaMode::straight);
    const auto file = overlays::encode_png(rgba, width, height, kCompression);
    if (!file) return tl::unexpected(file.error());
    drawn_at = time_ns;
    changes_at = std::min(scene->next_change_ns(time_ns), scene->right().end_ns);
    picture = std::make_shared<const std::string>(file->begin(), file->end());
    return still();
  }
};

StillPainter::StillPainter(std::shared_ptr<const overlays::Theme> theme) : impl_(std::make_unique<Impl>()) {
  impl_->theme = std::move(theme);
}

StillPainter::~StillPainter() = default;

tl::expected<Picture, std::string> StillPainter::png(const std::shared_ptr<const overlays::AirChannel>& channel,
                                                     int width, int height, std::int64_t time_ms) {
  return still(channel, width, height, time_ms).map([](const Still& drawn) { return drawn.png; });
}

std::vector<std::string> StillPainter::problems() const {
  if (impl_->scene == nullptr) return {};
  return {impl_->scene->problems().begin(), impl_->scene->problems().end()};
}

tl::expected<Still, std::string> StillPainter::still(const std::shared_ptr<const overlays::AirChannel>& channel,
                                                     int width, int height, std::int64_t time_ms) {
  if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide) {
    return tl::unexpected("a picture of " + std::to_string(width) + "×" + std::to_string(height) + " is not drawn");
  }
  if (auto sized = impl_->resize(width, height); !sized) return tl::unexpected(sized.error());
  const std::int64_t time_ns = std::clamp(time_ms, kEarliestMs, kLatestMs) * kNsPerMs;
  impl_->prepare(channel, time_ns);
  return impl_->draw(time_ns);
}

}  // namespace leitai::preview
