// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/scene_worker.h"

#include <algorithm>
#include <exception>

#include <util/threading.h>

#include "plugin/log.h"

namespace leitai::plugin {
namespace {

std::uint64_t pack(PictureSize size) {
  return (std::uint64_t{size.width} << 32) | size.height;
}

constexpr std::int64_t kFrameAgeNs = 250'000'000;

/// Early enough for the next scene to be there when this one has no more pages.
std::int64_t refresh_time(std::int64_t right_until_ns) {
  constexpr std::int64_t kAheadNs = 1'500'000'000;
  return right_until_ns == overlays::kForever ? right_until_ns : right_until_ns - kAheadNs;
}

}  // namespace

SceneWorker::SceneWorker(AirFeed& feed, PictureName name, FindTheme find_theme, PictureSize fallback_size)
    : feed_(feed), name_(std::move(name)), find_theme_(std::move(find_theme)), size_(pack(fallback_size)) {
  subscription_ = feed_.subscribe([this] { signal_.raise(); });
  thread_ = std::thread([this] { run(); });
}

SceneWorker::~SceneWorker() {
  stop();
}

void SceneWorker::stop() {
  const std::lock_guard lock(stop_mutex_);
  if (!thread_.joinable()) {
    return;
  }
  feed_.unsubscribe(subscription_);
  stopping_.store(true, std::memory_order_release);
  signal_.raise();
  thread_.join();
  preparer_.reset();
}

void SceneWorker::find_theme_again() {
  themes_changed_.store(true, std::memory_order_release);
  signal_.raise();
}

/// With another theme everything that was prepared is of the old one, and so are the glyphs: its fonts may be others.
void SceneWorker::take_theme(const overlays::AirChannel& air) {
  const std::string& name = name_.theme.empty() ? air.theme : name_.theme;
  const bool changed = themes_changed_.exchange(false, std::memory_order_acq_rel);
  if (!changed && theme_ != nullptr && name == theme_name_) {
    return;
  }
  theme_name_ = name;
  auto found = find_theme_(name);
  if (found == theme_) {
    return;
  }
  theme_ = std::move(found);
  preparer_.reset();
  prepared_size_ = {0, 0};
  prepared_.reset();
}

PictureSize SceneWorker::size() const {
  const std::uint64_t packed = size_.load(std::memory_order_relaxed);
  return {static_cast<std::uint32_t>(packed >> 32), static_cast<std::uint32_t>(packed)};
}

void SceneWorker::run() {
  os_set_thread_name("leitai scenes");
  while (!stopping_.load(std::memory_order_acquire)) {
    const std::uint32_t seen = signal_.count();
    try {
      report_first_frames();
      collect();
      if (const auto air = feed_.air()) {
        follow(*air);
      }
    } catch (const std::exception& problem) {
      log_error("channel " + name_.channel + " stays as it is: " + problem.what());
    }
    signal_.wait(seen);
  }
}

void SceneWorker::follow(const overlays::Air& air) {
  const auto found = air.channels.find(name_.channel);
  if (found == air.channels.end()) {
    return;
  }
  const std::shared_ptr<const overlays::AirChannel>& channel = found->second;
  take_theme(*channel);
  if (channel != prepared_ || feed_.now_ns() >= refresh_ns_) {
    prepare(channel, air.token);
  }
}

void SceneWorker::collect() {
  scenes_.take_returned([this](const std::unique_ptr<ScenePackage>& package) { std::erase(undrawn_, package.get()); });
  uploads_.drop_taken();
}

void SceneWorker::report_first_frames() {
  std::erase_if(undrawn_, [this](const ScenePackage* package) {
    if (package->drawn_at_ms.load(std::memory_order_acquire) == 0) {
      return false;
    }
    report_drawn(*package);
    return true;
  });
}

void SceneWorker::report_drawn(const ScenePackage& package) {
  show::FirstFrame frame;
  frame.channel = name_.channel;
  frame.token = package.scene->token();
  frame.time_ms = package.drawn_at_ms.load(std::memory_order_acquire);
  for (const overlays::AirLayer& layer : package.air->layers) {
    for (const auto* item : {&layer.leaving, &layer.current}) {
      if (item->has_value()) {
        frame.item_id = (*item)->id;
        feed_.report_first_frame(frame);
      }
    }
  }
}

/// Each once, until it is another one's turn.
void SceneWorker::report_problems(std::span<const std::string> problems) {
  for (const std::string& problem : problems) {
    if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end()) {
      log_warning("channel " + name_.channel + ": " + problem);
    }
  }
  const std::lock_guard lock(problems_mutex_);
  problems_.assign(problems.begin(), problems.end());
}

std::vector<std::string> SceneWorker::problems() const {
  const std::lock_guard lock(problems_mutex_);
  return problems_;
}

bool SceneWorker::make_preparer(PictureSize size) {
  preparer_.reset();
  prepared_size_ = size;
  auto made = overlays::ScenePreparer::create(theme_, static_cast<int>(size.width), static_cast<int>(size.height),
                                              overlays::Reading::ahead);
  if (!made) {
    log_error("channel " + name_.channel + " cannot be drawn: " + made.error());
    return false;
  }
  preparer_ = std::move(*made);
  fresh_atlas_due_ = true;
  return true;
}

void SceneWorker::prepare(const std::shared_ptr<const overlays::AirChannel>& air, std::uint64_t token) {
  prepared_ = air;
  const PictureSize size{static_cast<std::uint32_t>(std::max(air->width, 1)),
                         static_cast<std::uint32_t>(std::max(air->height, 1))};
  const bool other_size = size.width != prepared_size_.width || size.height != prepared_size_.height;
  if (other_size && !make_preparer(size)) {
    return;
  }
  if (preparer_ == nullptr) {
    return;
  }
  auto package = std::make_unique<ScenePackage>();
  // Frames are stamped a little earlier than they are drawn.
  package->scene = preparer_->prepare(*air, token, feed_.now_ns() - kFrameAgeNs);
  report_problems(package->scene->problems());
  package->air = air;
  package->refresh_ns = refresh_ns_ = refresh_time(package->scene->right().end_ns);
  hand_over_uploads(*package->scene);
  package->uploads_before = batches_;
  package->atlas = atlas_serial_;
  size_.store(pack(size), std::memory_order_relaxed);
  undrawn_.push_back(package.get());
  if (const auto overtaken = scenes_.put(std::move(package))) {
    std::erase(undrawn_, overtaken.get());
  }
  preparer_->text().rest();
}

void SceneWorker::hand_over_uploads(const overlays::PreparedScene& scene) {
  const bool fresh = fresh_atlas_due_ || scene.atlas_generation() != atlas_generation_;
  if (!fresh && scene.uploads().empty()) {
    return;
  }
  auto batch = std::make_unique<UploadBatch>();
  batch->uploads = scene.uploads();
  ++batches_;
  if (fresh) {
    batch->fresh_atlas = std::make_unique<AtlasCopy>();
    ++atlas_serial_;
    atlas_generation_ = scene.atlas_generation();
    fresh_atlas_due_ = false;
  }
  batch->atlas = atlas_serial_;
  uploads_.put(std::move(batch));
  if (fresh) {
    first_useful_batch_.store(batches_, std::memory_order_release);
  }
}

}  // namespace leitai::plugin
