// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/channel_picture.h"

#include <cmath>
#include <utility>

#include <graphics/matrix4.h>
#include <obs.h>
#include <util/platform.h>

#include "plugin/graphics_scope.h"

namespace leitai::plugin {
namespace {

/// A frame's share for glyphs that are on their way to the card; what is left goes with the next.
constexpr std::uint64_t kUploadNsPerFrame = 1'000'000;
/// The same for moving pictures: no other is begun after it.
constexpr std::uint64_t kMovingNsPerFrame = 1'000'000;

/// Keeping a picture costs a frame more than drawing it. Not in the frames right after a change: the
/// changed one is still on its way to the outputs. A clock that turns once a second is worth it.
constexpr int kFramesBeforeStill = 5;
/// A picture that did not stand for so long the last time may be about to move again: it has to stand
/// for as long before it is kept. That saves the room for one, too.
constexpr int kShortRest = 20;
/// Some seconds: a picture that moves for so long, or an empty one, needs no room for one that stands.
constexpr int kRendersBeforeRelease = 240;

bool whole(float value) {
  return std::fabs(value - std::round(value)) < 1e-3F;
}

/// How the scene that holds the source scales it: edges are a pixel of the output soft.
CutOptions options_of_current_matrix() {
  matrix4 m;
  gs_matrix_get(&m);
  const float scale = std::sqrt(std::fabs(m.x.x * m.y.y - m.x.y * m.y.x));
  CutOptions options;
  options.pixel_scale = std::isfinite(scale) && scale > 1e-3F ? scale : 1.0F;
  options.upright = m.x.y == 0 && m.y.x == 0;
  options.pixel_aligned = options.upright && m.x.x == 1 && m.y.y == 1 && whole(m.t.x) && whole(m.t.y);
  return options;
}

bool same(const CutOptions& a, const CutOptions& b) {
  return a.pixel_scale == b.pixel_scale && a.pixel_aligned == b.pixel_aligned && a.upright == b.upright;
}

}  // namespace

ChannelPicture::ChannelPicture(AirFeed& feed, PictureName name, FindTheme find_theme,
                               std::shared_ptr<const PaintEffect> effect, PictureSize fallback_size)
    : feed_(feed),
      worker_(std::make_shared<SceneWorker>(feed, std::move(name), std::move(find_theme), fallback_size)),
      painter_(effect),
      frames_before_still_(kShortRest) {
  const GraphicsScope graphics;
  still_ = std::make_unique<StillPicture>(std::move(effect));
  moving_ = std::make_unique<MovingTextures>();
}

ChannelPicture::~ChannelPicture() {
  worker_->stop();
  const GraphicsScope graphics;
  // Nothing else refers to the picture any more: what the graphics thread held is given back here.
  for (ScenePackage* package : {current_, waiting_}) {
    if (package != nullptr) {
      worker_->scenes().give_back(package);
    }
  }
  still_.reset();
  moving_.reset();
  atlas_.pages.reset();
  next_atlas_.pages.reset();
  retired_atlas_.reset();
}

void ChannelPicture::tick(std::uint64_t frame_ns) {
  if (frame_ns == frame_ns_) {
    return;
  }
  frame_ns_ = frame_ns;
  uploaded_this_frame_ = false;
  if (const std::uint64_t number = feed_.clock_number(); number != clock_number_) {
    clock_number_ = number;
    clock_ = {};
  }
  time_ns_ =
      clock_.show_time(static_cast<std::int64_t>(frame_ns), static_cast<std::int64_t>(os_gettime_ns()), feed_.now_ns());
  skip_useless_uploads();
  take_newest();
  promote_if_ready();
  if (current_ != nullptr && time_ns_ >= current_->refresh_ns) {
    worker_->wake();
  }
  if (current_ != nullptr && time_ns_ >= next_change_ns_) {
    evaluate();
  } else if (frames_unchanged_ < kShortRest) {
    ++frames_unchanged_;
  }
}

void ChannelPicture::take_newest() {
  ScenePackage* newest = worker_->scenes().take();
  if (newest == nullptr) {
    return;
  }
  if (waiting_ != nullptr) {
    worker_->scenes().give_back(waiting_);
  }
  waiting_ = newest;
}

void ChannelPicture::promote_if_ready() {
  if (waiting_ == nullptr || uploaded_ < waiting_->uploads_before) {
    return;
  }
  if (waiting_->atlas == next_atlas_.serial && next_atlas_.pages != nullptr) {
    retired_atlas_ = std::move(atlas_.pages);
    atlas_ = std::move(next_atlas_);
    next_atlas_ = {};
  }
  if (waiting_->atlas == atlas_.serial) {
    std::swap(current_, waiting_);
    list_.quads.reserve(current_->scene->quad_capacity());
    // While the scene before is still there: what plays on is known by its address.
    moving_->use(current_->scene->moving());
    evaluate();
  }
  // Else its glyphs were overtaken by a fresh atlas, and the scene that needs that is on its way.
  if (waiting_ != nullptr) {
    worker_->scenes().give_back(waiting_);
    worker_->wake();
    waiting_ = nullptr;
  }
}

void ChannelPicture::evaluate() {
  current_->scene->evaluate(time_ns_, list_);
  next_change_ns_ = current_->scene->next_change_ns(time_ns_);
  moving_->want(list_);
  plan_is_old_ = true;
  if (frames_unchanged_ >= kFramesBeforeStill) {
    frames_before_still_ = frames_unchanged_ < kShortRest ? kShortRest : kFramesBeforeStill;
  }
  frames_unchanged_ = 0;
  still_->forget();
}

/// A source that is on no visible scene is never rendered, and its uploads pile up: those that a
/// fresh atlas makes useless go.
void ChannelPicture::skip_useless_uploads() {
  while (uploaded_ + 1 < worker_->first_useful_batch() && worker_->uploads().next() != nullptr) {
    upload_offset_ = 0;
    ++uploaded_;
    worker_->uploads().done();
  }
}

void ChannelPicture::upload() {
  if (uploaded_this_frame_) {
    return;
  }
  uploaded_this_frame_ = true;
  upload_glyphs();
  // One that is late arrives after the list that asked for it.
  if (moving_->upload(os_gettime_ns() + kMovingNsPerFrame)) {
    frames_unchanged_ = 0;
    still_->forget();
  }
}

void ChannelPicture::upload_glyphs() {
  retired_atlas_.reset();
  if (worker_->uploads().next() == nullptr && atlas_.pages != nullptr) {
    atlas_.pages->settle();
    return;
  }
  const std::uint64_t deadline_ns = os_gettime_ns() + kUploadNsPerFrame;
  while (UploadBatch* batch = worker_->uploads().next()) {
    upload_part(*batch, deadline_ns);
    if (upload_offset_ < batch->uploads.size()) {
      return;
    }
    upload_offset_ = 0;
    ++uploaded_;
    worker_->uploads().done();
  }
}

void ChannelPicture::upload_part(UploadBatch& batch, std::uint64_t deadline_ns) {
  if (batch.fresh_atlas != nullptr) {
    next_atlas_ = {std::move(batch.fresh_atlas), batch.atlas};
  }
  Atlas& atlas = batch.atlas == atlas_.serial ? atlas_ : next_atlas_;
  if (atlas.pages == nullptr) {
    upload_offset_ = batch.uploads.size();
    return;
  }
  while (upload_offset_ < batch.uploads.size()) {
    atlas.pages->add(batch.uploads[upload_offset_++]);
    if (os_gettime_ns() >= deadline_ns) {
      break;
    }
  }
  atlas.pages->flush();
}

void ChannelPicture::render() {
  const std::uint64_t begun_ns = os_gettime_ns();
  upload();
  promote_if_ready();
  if (current_ == nullptr) {
    return;
  }
  draw();
  report_drawn(begun_ns);
}

void ChannelPicture::draw() {
  const Sheets sheets{*atlas_.pages, *moving_};
  const CutOptions options = options_of_current_matrix();
  const bool stands = stands_still(options);
  if (stands && !still_->is_kept()) {
    plan(options);
    still_->keep(painter_, sheets, static_cast<std::uint32_t>(list_.width), static_cast<std::uint32_t>(list_.height));
  }
  if (stands && still_->is_kept() && still_->suits_target()) {
    still_->draw(sheets);
    renders_without_still_ = 0;
  } else {
    plan(options);
    painter_.draw(sheets);
    if (renders_without_still_ < kRendersBeforeRelease && ++renders_without_still_ == kRendersBeforeRelease) {
      still_->release();
    }
  }
}

void ChannelPicture::plan(const CutOptions& options) {
  if (plan_is_old_ || !same(options, drawn_with_)) {
    painter_.set_list(list_, options);
    drawn_with_ = options;
    plan_is_old_ = false;
  }
}

bool ChannelPicture::stands_still(const CutOptions& options) const {
  if (frames_unchanged_ < frames_before_still_ || !options.pixel_aligned || list_.quads.empty()) {
    return false;
  }
  gs_rect viewport;
  gs_get_viewport(&viewport);
  return viewport.cx == list_.width && viewport.cy == list_.height;
}

void ChannelPicture::report_drawn(std::uint64_t begun_ns) {
  if (current_->scene->token() != drawn_token_.load(std::memory_order_relaxed)) {
    drawn_ns_.store(begun_ns, std::memory_order_relaxed);
    drawn_token_.store(current_->scene->token(), std::memory_order_release);
  }
  if (current_->drawn_at_ms.load(std::memory_order_relaxed) == 0) {
    current_->drawn_at_ms.store(feed_.now_ns() / 1'000'000, std::memory_order_release);
    worker_->wake();
  }
}

}  // namespace leitai::plugin
