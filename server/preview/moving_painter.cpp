// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/preview/moving_painter.h"

#include <utility>

#include "overlays/paint/damage.h"
#include "overlays/scene/moving_pixels.h"
#include "overlays/scene/scene.h"

namespace leitai::preview {

struct MovingPainter::Impl {
  std::unique_ptr<overlays::ScenePreparer> preparer;
  std::shared_ptr<const overlays::AirChannel> channel;
  std::unique_ptr<overlays::PreparedScene> scene;
  std::uint32_t generation = 0;
  std::int64_t changes_at = 0;
  overlays::DisplayList list, before;
  std::vector<overlays::AtlasPagePixels> moving;  ///< of `list`
  std::vector<overlays::PixelRect> damage;
  bool begun = false;

  /// True where nothing that was painted is sure to be what it was.
  bool prepare(const std::shared_ptr<const overlays::AirChannel>& next, std::int64_t time_ns) {
    if (scene && channel == next && scene->right().contains(time_ns)) return false;
    channel = next;
    scene = preparer->prepare(*channel, 0, time_ns);
    changes_at = time_ns;
    return std::exchange(generation, scene->atlas_generation()) != scene->atlas_generation();
  }
};

MovingPainter::MovingPainter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MovingPainter::~MovingPainter() = default;

tl::expected<std::unique_ptr<MovingPainter>, std::string> MovingPainter::create(
    std::shared_ptr<const overlays::Theme> theme, int width, int height) {
  auto preparer = overlays::ScenePreparer::create(std::move(theme), width, height);
  if (!preparer) return tl::unexpected(preparer.error());
  auto impl = std::make_unique<Impl>();
  impl->preparer = std::move(*preparer);
  return std::unique_ptr<MovingPainter>(new MovingPainter(std::move(impl)));
}

const std::vector<overlays::PixelRect>& MovingPainter::advance(
    const std::shared_ptr<const overlays::AirChannel>& channel, std::int64_t time_ns) {
  Impl& my = *impl_;
  my.damage.clear();
  const bool all_new = my.prepare(channel, time_ns) || !my.begun;
  if (my.begun && !all_new && time_ns < my.changes_at) return my.damage;
  std::swap(my.list, my.before);
  my.scene->evaluate(time_ns, my.list);
  my.changes_at = my.scene->next_change_ns(time_ns);
  my.moving = overlays::moving_pixels(*my.scene, my.list);
  if (all_new) {
    my.damage.push_back({0, 0, my.list.width, my.list.height});
  } else {
    my.damage = overlays::damage_between(my.before, my.list);
  }
  my.begun = true;
  return my.damage;
}

const overlays::DisplayList& MovingPainter::list() const {
  return impl_->list;
}

overlays::AtlasPixels MovingPainter::atlas() const {
  overlays::AtlasPixels pixels = impl_->preparer->text().atlas_pixels();
  pixels.moving = impl_->moving;
  return pixels;
}

}  // namespace leitai::preview
