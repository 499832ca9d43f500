// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/program_probe.h"

#include <chrono>
#include <cstdlib>

#include <callback/calldata.h>
#include <callback/proc.h>
#include <util/platform.h>

namespace leitai::bench {
namespace {

constexpr std::chrono::seconds kPatience{2};
/// Changed pixels that count as another picture: a text of some size has thousands.
constexpr int kOtherPicture = 200;

struct Drawn {
  std::uint64_t token;
  std::uint64_t time_ns;
};

Drawn last_drawn(obs_source_t* overlay) {
  std::uint8_t stack[256];
  calldata_t data;
  calldata_init_fixed(&data, stack, sizeof(stack));
  proc_handler_call(obs_source_get_proc_handler(overlay), "leitai_drawn", &data);
  return {static_cast<std::uint64_t>(calldata_int(&data, "token")),
          static_cast<std::uint64_t>(calldata_int(&data, "time_ns"))};
}

}  // namespace

ProgramProbe::ProgramProbe(obs_source_t* overlay) : overlay_(overlay) {
  obs_video_info video{};
  obs_get_video_info(&video);
  width_ = static_cast<int>(video.output_width);
  height_ = static_cast<int>(video.output_height);
  obs_add_tick_callback(&ProgramProbe::on_tick, this);
}

ProgramProbe::~ProgramProbe() {
  obs_remove_tick_callback(&ProgramProbe::on_tick, this);
  if (output_) {
    obs_remove_raw_video_callback(&ProgramProbe::on_frame, this);
  }
}

void ProgramProbe::start_output() {
  output_ = true;
  obs_add_raw_video_callback(nullptr, &ProgramProbe::on_frame, this);
}

/// The frame before this tick is drawn: the source tells when.
void ProgramProbe::on_tick(void* self, float /*seconds*/) {
  auto& probe = *static_cast<ProgramProbe*>(self);
  const Drawn drawn = last_drawn(probe.overlay_);
  const std::lock_guard lock(probe.mutex_);
  if (drawn.token != probe.token_) {
    probe.token_ = drawn.token;
    probe.drawn_ns_ = drawn.time_ns;
    probe.news_.notify_all();
  }
}

std::optional<std::uint64_t> ProgramProbe::wait_drawn(std::uint64_t token) {
  std::unique_lock lock(mutex_);
  if (!news_.wait_for(lock, kPatience, [&] { return token_ >= token; })) {
    return std::nullopt;
  }
  return drawn_ns_;
}

void ProgramProbe::settle(Half half) {
  Watched& watched = halves_[static_cast<int>(half)];
  std::unique_lock lock(mutex_);
  watched.settled = false;
  watched.changed_ns = 0;
  news_.wait_for(lock, kPatience, [&] { return watched.settled; });
}

std::optional<std::uint64_t> ProgramProbe::wait_changed(Half half) {
  Watched& watched = halves_[static_cast<int>(half)];
  std::unique_lock lock(mutex_);
  if (!news_.wait_for(lock, kPatience, [&] { return watched.changed_ns != 0; })) {
    return std::nullopt;
  }
  return watched.changed_ns;
}

void ProgramProbe::on_frame(void* self, video_data* frame) {
  auto& probe = *static_cast<ProgramProbe*>(self);
  const std::lock_guard lock(probe.mutex_);
  probe.look_at(probe.halves_[0], *frame, 0, probe.width_ / 2);
  probe.look_at(probe.halves_[1], *frame, probe.width_ / 2, probe.width_);
}

void ProgramProbe::look_at(Watched& half, const video_data& frame, int x0, int x1) {
  if (half.settled && half.changed_ns != 0) {
    return;
  }
  const std::uint64_t now = os_gettime_ns();
  const int columns = x1 - x0;
  std::vector<std::uint8_t> look;
  look.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(height_));
  for (int y = 0; y < height_; ++y) {
    const std::uint8_t* row = frame.data[0] + static_cast<std::size_t>(y) * frame.linesize[0];
    for (int x = x0; x < x1; ++x) {
      look.push_back(row[x]);  // luma
    }
  }
  if (!half.settled) {
    half.look = std::move(look);
    half.settled = true;
    news_.notify_all();
    return;
  }
  int changed = 0;
  for (std::size_t i = 0; i < look.size(); ++i) {
    changed += std::abs(look[i] - half.look[i]) > 32 ? 1 : 0;
  }
  if (changed > kOtherPicture) {
    half.changed_ns = now;
    news_.notify_all();
  }
}

}  // namespace leitai::bench
