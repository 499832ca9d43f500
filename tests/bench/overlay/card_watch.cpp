// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/card_watch.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <map>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <graphics/graphics.h>
#include <graphics/vec3.h>
#include <obs.h>

#include "tests/bench/figures.h"

namespace leitai::bench {
namespace {

/// Pixels that are drawn, counted at their centres. Of upright pieces, which are all that the bench
/// draws, in units of the program's pixels.
class PixelCount {
 public:
  void resize(int width, int height) {
    if (width != width_ || height != height_) {
      width_ = width;
      height_ = height;
      times_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
    }
  }

  void add(const vec3& from, const vec3& to) {
    const int x0 = first(from.x, width_), x1 = first(to.x, width_);
    for (int y = first(from.y, height_); y < first(to.y, height_); ++y) {
      std::uint16_t* row = times_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width_);
      std::for_each(row + x0, row + x1, [](std::uint16_t& times) { ++times; });
    }
  }

  Filled take() {
    Filled filled;
    int x0 = width_, y0 = height_, x1 = 0, y1 = 0;
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        const int times =
            times_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)];
        if (times > 0) {
          filled.drawn += times;
          ++filled.visible;
          x0 = std::min(x0, x), x1 = std::max(x1, x + 1), y0 = std::min(y0, y), y1 = std::max(y1, y + 1);
        }
      }
    }
    filled.box = filled.visible > 0 ? static_cast<std::int64_t>(x1 - x0) * (y1 - y0) : 0;
    std::fill(times_.begin(), times_.end(), std::uint16_t{0});
    return filled;
  }

 private:
  /// The first pixel whose centre is not before it.
  static int first(float edge, int end) { return std::clamp(static_cast<int>(std::ceil(edge - 0.5F)), 0, end); }

  int width_ = 0, height_ = 0;
  std::vector<std::uint16_t> times_;
};

// The graphics thread's.
PixelCount g_pixels;
std::map<gs_vertbuffer_t*, const vec3*> g_sent;
const vec3* g_loaded = nullptr;
const std::uint32_t* g_order = nullptr;  ///< a piece's first corner is the first of its six

constexpr std::uint32_t kCornersOfPiece = 6;

void count_pixels(std::uint32_t start, std::uint32_t corners) {
  if (g_loaded == nullptr || g_order == nullptr) {
    return;
  }
  gs_rect viewport;
  gs_get_viewport(&viewport);
  g_pixels.resize(viewport.cx, viewport.cy);
  for (std::uint32_t i = start; i < start + corners; i += kCornersOfPiece) {
    const vec3* corner = g_loaded + g_order[i];
    g_pixels.add(corner[0], corner[3]);
  }
}

/// What stands behind a function of this program.
template <class Function>
Function* next(const char* name, Function* /*itself*/) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

/// A call of the overlay's into the graphics API; calls that the API makes itself are part of it.
class Call {
 public:
  Call() : watch_(card_watch()), timed_(watch_.calls_apart && watch_.in_overlay && watch_.depth++ == 0) {
    begin_ = timed_ ? thread_cpu_ns() : 0;
  }
  ~Call() {
    if (watch_.calls_apart && watch_.in_overlay) {
      --watch_.depth;
    }
    if (timed_) {
      watch_.calls_ns += thread_cpu_ns() - begin_ - watch_.clock_ns;
      watch_.clock_readings += 2;
    }
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 private:
  CardWatch& watch_;
  bool timed_;
  std::int64_t begin_;
};

void count(int CardCalls::*what) {
  CardWatch& watch = card_watch();
  if (watch.on) {
    ++(watch.frame.all.*what);
    watch.frame.ours.*what += watch.in_overlay ? 1 : 0;
  }
}

bool counts_pixels() {
  const CardWatch& watch = card_watch();
  return watch.on && watch.pixels && watch.in_overlay;
}

std::int64_t wall_ns() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

/// Times a tick or a render of the overlay, less what reading clocks takes meanwhile.
class OverlayScope {
 public:
  OverlayScope() : watch_(card_watch()), begin_wall_(wall_ns()), begin_(thread_cpu_ns()) {
    watch_.in_overlay = true;
    watch_.calls_ns = 0;
    watch_.clock_readings = 0;
  }
  ~OverlayScope() {
    const std::int64_t whole = thread_cpu_ns() - begin_ - watch_.clock_ns * (1 + watch_.clock_readings);
    watch_.frame.whole_ns += whole;
    watch_.frame.own_ns += whole - watch_.calls_ns;
    watch_.frame.held_ns += wall_ns() - begin_wall_;
    watch_.in_overlay = false;
  }
  OverlayScope(const OverlayScope&) = delete;
  OverlayScope& operator=(const OverlayScope&) = delete;

 private:
  CardWatch& watch_;
  std::int64_t begin_wall_, begin_;
};

void (*g_overlay_tick)(void*, float);
void (*g_overlay_render)(void*, gs_effect_t*);

void tick_overlay(void* data, float seconds) {
  const OverlayScope scope;
  g_overlay_tick(data, seconds);
}

void render_overlay(void* data, gs_effect_t* effect) {
  const OverlayScope scope;
  g_overlay_render(data, effect);
}

}  // namespace

CardWatch& card_watch() {
  thread_local CardWatch watch;
  return watch;
}

std::int64_t thread_cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t cost_of_thread_cpu_ns() {
  std::vector<std::int64_t> costs(1001);
  for (std::int64_t& cost : costs) {
    const std::int64_t begin = thread_cpu_ns();
    cost = thread_cpu_ns() - begin;
  }
  return static_cast<std::int64_t>(median(std::move(costs)));
}

Filled take_filled() {
  return g_pixels.take();
}

}  // namespace leitai::bench

using namespace leitai::bench;

// NOLINTBEGIN: the names and types are libobs's.
extern "C" {

void obs_register_source_s(const obs_source_info* info, size_t size) {
  static const auto behind = next("obs_register_source_s", &obs_register_source_s);
  if (std::strcmp(info->id, "leitai_overlay") != 0) {
    return behind(info, size);
  }
  obs_source_info timed{};
  std::memcpy(&timed, info, std::min(size, sizeof(timed)));
  g_overlay_tick = std::exchange(timed.video_tick, tick_overlay);
  g_overlay_render = std::exchange(timed.video_render, render_overlay);
  behind(&timed, sizeof(timed));
}

void gs_draw(gs_draw_mode mode, uint32_t start, uint32_t corners) {
  static const auto behind = next("gs_draw", &gs_draw);
  count(&CardCalls::draws);
  if (counts_pixels()) {
    count_pixels(start, corners);
  }
  const Call call;
  behind(mode, start, corners);
}

void gs_load_vertexbuffer(gs_vertbuffer_t* buffer) {
  static const auto behind = next("gs_load_vertexbuffer", &gs_load_vertexbuffer);
  if (counts_pixels()) {
    const auto sent = g_sent.find(buffer);
    g_loaded = sent != g_sent.end() ? sent->second : nullptr;
  }
  const Call call;
  behind(buffer);
}

void gs_load_indexbuffer(gs_indexbuffer_t* buffer) {
  static const auto behind = next("gs_load_indexbuffer", &gs_load_indexbuffer);
  if (counts_pixels()) {
    g_order = buffer != nullptr ? static_cast<const std::uint32_t*>(gs_indexbuffer_get_data(buffer)) : nullptr;
  }
  const Call call;
  behind(buffer);
}

void gs_indexbuffer_flush(gs_indexbuffer_t* buffer) {
  static const auto behind = next("gs_indexbuffer_flush", &gs_indexbuffer_flush);
  const Call call;
  behind(buffer);
}

void gs_vertexbuffer_flush_direct(gs_vertbuffer_t* buffer, const gs_vb_data* data) {
  static const auto behind = next("gs_vertexbuffer_flush_direct", &gs_vertexbuffer_flush_direct);
  count(&CardCalls::sends);
  if (counts_pixels()) {
    g_sent[buffer] = data->points;
  }
  const Call call;
  behind(buffer, data);
}

bool gs_texrender_begin(gs_texrender_t* target, uint32_t width, uint32_t height) {
  static const auto behind = next("gs_texrender_begin", &gs_texrender_begin);
  count(&CardCalls::targets);
  const Call call;
  return behind(target, width, height);
}

void gs_texrender_end(gs_texrender_t* target) {
  static const auto behind = next("gs_texrender_end", &gs_texrender_end);
  const Call call;
  behind(target);
}

gs_texture_t* gs_texture_create(uint32_t width, uint32_t height, gs_color_format format, uint32_t levels,
                                const uint8_t** data, uint32_t flags) {
  static const auto behind = next("gs_texture_create", &gs_texture_create);
  if (data != nullptr) {
    count(&CardCalls::uploads);
  }
  const Call call;
  return behind(width, height, format, levels, data, flags);
}

void gs_texture_set_image(gs_texture_t* texture, const uint8_t* data, uint32_t line, bool invert) {
  static const auto behind = next("gs_texture_set_image", &gs_texture_set_image);
  const Call call;
  behind(texture, data, line, invert);  // maps it, and is counted there
}

bool gs_texture_map(gs_texture_t* texture, uint8_t** bytes, uint32_t* line) {
  static const auto behind = next("gs_texture_map", &gs_texture_map);
  count(&CardCalls::uploads);
  const Call call;
  return behind(texture, bytes, line);
}

void gs_texture_unmap(gs_texture_t* texture) {
  static const auto behind = next("gs_texture_unmap", &gs_texture_unmap);
  const Call call;
  behind(texture);
}

void gs_copy_texture_region(gs_texture_t* to, uint32_t to_x, uint32_t to_y, gs_texture_t* from, uint32_t from_x,
                            uint32_t from_y, uint32_t width, uint32_t height) {
  static const auto behind = next("gs_copy_texture_region", &gs_copy_texture_region);
  const Call call;
  behind(to, to_x, to_y, from, from_x, from_y, width, height);
}

size_t gs_technique_begin(gs_technique_t* technique) {
  static const auto behind = next("gs_technique_begin", &gs_technique_begin);
  const Call call;
  return behind(technique);
}

bool gs_technique_begin_pass(gs_technique_t* technique, size_t pass) {
  static const auto behind = next("gs_technique_begin_pass", &gs_technique_begin_pass);
  const Call call;
  return behind(technique, pass);
}

void gs_technique_end_pass(gs_technique_t* technique) {
  static const auto behind = next("gs_technique_end_pass", &gs_technique_end_pass);
  const Call call;
  behind(technique);
}

void gs_technique_end(gs_technique_t* technique) {
  static const auto behind = next("gs_technique_end", &gs_technique_end);
  const Call call;
  behind(technique);
}

}  // extern "C"
// NOLINTEND
