// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/frame_meter.h"

#include <chrono>
#include <ctime>
#include <utility>

#include <callback/calldata.h>
#include <callback/proc.h>
#include <pthread.h>

#include "tests/bench/figures.h"
#include "tests/bench/overlay/card_watch.h"

namespace leitai::bench {
namespace {

constexpr std::size_t kRoom = 60 * 60;
constexpr double kNsInMs = 1e6;

struct Drawn {
  std::uint64_t token, time_ns;
};

Drawn drawn_last(obs_source_t* overlay) {
  std::uint8_t stack[256];
  calldata_t data;
  calldata_init_fixed(&data, stack, sizeof(stack));
  proc_handler_call(obs_source_get_proc_handler(overlay), "leitai_drawn", &data);
  return {static_cast<std::uint64_t>(calldata_int(&data, "token")),
          static_cast<std::uint64_t>(calldata_int(&data, "time_ns"))};
}

}  // namespace

json::Json times_of(const std::vector<Frame>& frames) {
  const auto own = each(frames, [](const Frame& frame) { return frame.own_ns; });
  const auto whole = each(frames, [](const Frame& frame) { return frame.whole_ns; });
  const auto draws = each(frames, [](const Frame& frame) { return frame.ours.draws; });
  return {{"frames", frames.size()},
          {"own_p50_ms", median(own) / kNsInMs},
          {"own_p99_ms", quantile(own, 0.99) / kNsInMs},
          {"whole_p50_ms", median(whole) / kNsInMs},
          {"whole_p99_ms", quantile(whole, 0.99) / kNsInMs},
          {"draws_p50", median(draws)},
          {"draws_most", quantile(draws, 1)}};
}

FrameMeter::FrameMeter(Options options) : options_(std::move(options)) {
  frames_.reserve(kRoom);
  obs_add_tick_callback(&FrameMeter::on_tick, this);
  wait(2);
  take();
}

FrameMeter::~FrameMeter() {
  obs_remove_tick_callback(&FrameMeter::on_tick, this);
}

void FrameMeter::on_tick(void* self, float /*seconds*/) {
  static_cast<FrameMeter*>(self)->tick();
}

void FrameMeter::tick() {
  CardWatch& watch = card_watch();
  Frame ended = std::exchange(watch.frame, {});
  if (!std::exchange(watch.on, true)) {
    watch.clock_ns = cost_of_thread_cpu_ns();
  }
  watch.calls_apart = options_.calls_apart;
  watch.pixels = options_.pixels;
  if (options_.pixels) {
    ended.filled = take_filled();
  }
  if (options_.overlay != nullptr) {
    const Drawn drawn = drawn_last(options_.overlay);
    ended.token = drawn.token;
    ended.drawn_ns = drawn.time_ns;
  }
  if (options_.between) {
    options_.between(ended);
  }
  {
    const std::lock_guard lock(mutex_);
    pthread_getcpuclockid(pthread_self(), &clock_);
    frames_.push_back(ended);
    ++count_;
  }
  ended_.notify_all();
}

std::vector<Frame> FrameMeter::take() {
  std::vector<Frame> fresh;
  fresh.reserve(kRoom);
  const std::lock_guard lock(mutex_);
  frames_.swap(fresh);
  return fresh;
}

bool FrameMeter::wait(int frames) {
  std::unique_lock lock(mutex_);
  const int target = count_ + frames;
  return ended_.wait_for(lock, std::chrono::seconds(10), [&] { return count_ >= target; });
}

double FrameMeter::graphics_cpu_s() const {
  const std::lock_guard lock(mutex_);
  timespec time{};
  clock_gettime(clock_, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace leitai::bench
