// SPDX-License-Identifier: GPL-2.0-or-later
#include <thread>

#include <unistd.h>
#include <util/platform.h>

#include "tests/bench/figures.h"
#include "tests/bench/overlay/board.h"
#include "tests/bench/overlay/overlay_scenarios.h"
#include "tests/bench/overlay/process_tree.h"

namespace leitai::bench {
namespace {

using json::Json;
using std::chrono::milliseconds;

constexpr int kCharacters = 200;

/// UTF-8 of 200 characters of the common block that no other call gives.
std::string new_characters(int call) {
  std::string text;
  for (int i = 0; i < kCharacters; ++i) {
    const int code = 0x4E00 + call * kCharacters + i;
    text += static_cast<char>(0xE0 | (code >> 12));
    text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  }
  return text;
}

/// A size that grows: what is put on air first, and what changes every second.
struct Growth {
  std::string what;
  int visible = 0;
  std::function<void(int second)> show;
};

Json measure_growth(const Spans& spans, const Growth& growth) {
  FrameMeter meter({true, false, nullptr, {}});
  const EverySecond every_second(growth.show);
  std::this_thread::sleep_for(spans.warm);
  meter.wait(1);
  meter.take();
  const double worker_s = threads_cpu_s("leitai scenes");
  const double graphics_s = meter.graphics_cpu_s();
  const double cpu_s = tree_cpu_s(getpid());
  std::this_thread::sleep_for(spans.measured);
  meter.wait(1);
  const double graphics_used_s = meter.graphics_cpu_s() - graphics_s;
  const double used_s = tree_cpu_s(getpid()) - cpu_s;
  const double worker_used_s = threads_cpu_s("leitai scenes") - worker_s;
  const std::vector<Frame> frames = meter.take();
  const double count = std::max<double>(1, static_cast<double>(frames.size()));
  Json told = times_of(frames);
  told["what"] = growth.what;
  told["visible"] = growth.visible;
  told["graphics_ms"] = 1000 * graphics_used_s / count;
  told["cpu_ms"] = 1000 * used_s / count;
  told["worker_ms"] = 1000 * worker_used_s / (static_cast<double>(spans.measured.count()) / 1000);
  return told;
}

/// The shipped ranking, which shows its rows in pages of twenty.
Growth rows_of(Stage& stage, int rows) {
  constexpr int kShown = 20;
  Client& client = stage.client();
  const int shown = std::min(rows, kShown);
  const auto data = [rows](int second) { return Json{{"rows", ranking_rows(second, rows)}}; };
  client.send("POST", "/api/v1/air/take", {{"template", "ranking"}, {"data", data(0)}});
  return {std::to_string(rows) + " rows", shown, [&client, data](int second) {
            client.send("POST", "/api/v1/air/update", {{"layer", 40}, {"data", data(second)}});
          }};
}

Growth layers_of(Stage& stage, int layers) {
  Client& client = stage.client();
  const auto data = [](int layer, int second) {
    return Json{{"label", name_of(layer)}, {"total", total_text(1000 + (second * 397 + layer * 91) % 8999)}};
  };
  for (int layer = 1; layer <= layers; ++layer) {
    client.send("POST", "/api/v1/air/take", {{"template", "tile-" + std::to_string(layer)}, {"data", data(layer, 0)}});
  }
  return {std::to_string(layers) + (layers == 1 ? " layer" : " layers"), layers, [&client, data, layers](int second) {
            for (int layer = 1; layer <= layers; ++layer) {
              client.send("POST", "/api/v1/air/update", {{"layer", layer}, {"data", data(layer, second)}});
            }
          }};
}

}  // namespace

Json take_new_characters(Stage& stage, const std::string& graphic, int takes) {
  constexpr int kPrewarming = 2;
  stage.open_plugin();
  FrameMeter meter({false, false, stage.overlay(), {}});
  Json told = Json::array();
  for (int i = 0; i < kPrewarming + takes; ++i) {
    std::this_thread::sleep_for(milliseconds(300 + 7 * i));  // at another moment of a frame each
    meter.wait(1);
    meter.take();
    const std::uint64_t begin_ns = os_gettime_ns();
    const std::uint64_t token = stage.client().send("POST", "/api/v1/air/take",
                                                    {{"template", graphic}, {"data", {{"text", new_characters(i)}}}});
    Frame slowest;
    std::uint64_t drawn_ns = 0;
    while (drawn_ns == 0 && meter.wait(1)) {
      for (const Frame& frame : meter.take()) {
        slowest.whole_ns = std::max(slowest.whole_ns, frame.whole_ns);
        slowest.held_ns = std::max(slowest.held_ns, frame.held_ns);
        drawn_ns = frame.token >= token ? frame.drawn_ns : 0;
        if (drawn_ns != 0) {
          break;
        }
      }
    }
    if (i >= kPrewarming) {
      told.push_back(
          {{"frames", static_cast<double>(drawn_ns - begin_ns) / static_cast<double>(obs_get_frame_interval_ns())},
           {"cpu_ms", static_cast<double>(slowest.whole_ns) / 1e6},
           {"wall_ms", static_cast<double>(slowest.held_ns) / 1e6}});
    }
  }
  return told;
}

Json grow(Stage& stage, const Spans& spans) {
  stage.open_plugin();
  Json told = Json::array();
  const auto clear = [&] { stage.client().send("POST", "/api/v1/air/clear", {{"channel", "program"}}); };
  for (const int rows : {10, 20, 40, 80, 340}) {
    told.push_back(measure_growth(spans, rows_of(stage, rows)));
    clear();
  }
  for (int layers = 1; layers <= 8; ++layers) {
    told.push_back(measure_growth(spans, layers_of(stage, layers)));
    clear();
  }
  return told;
}

}  // namespace leitai::bench
