// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/overlay_scenarios.h"

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <thread>

#include <util/platform.h>

#include "tests/bench/figures.h"
#include "tests/bench/overlay/board.h"
#include "tests/bench/overlay/process_tree.h"
#include "tests/plugin/steady/graphics_watch.h"

namespace leitai::bench {
namespace {

using json::Json;
using std::chrono::milliseconds;

void set_up_contest(Client& client) {
  Json events = Json::array();
  events.push_back({{"type", "people"}, {"id", "j1"}, {"data", {{"name", "评委1"}, {"role", "judge"}}}});
  Json order = Json::array();
  for (int i = 0; i < kRows; ++i) {
    const std::string id = "c" + std::to_string(i + 1);
    order.push_back(id);
    events.push_back(
        {{"type", "contestants"}, {"id", id}, {"data", {{"name", name_of(i)}, {"organization", organization_of(i)}}}});
  }
  events.push_back(
      {{"type", "rounds"}, {"id", "r"}, {"data", {{"name", "r"}, {"visibility", "live"}, {"contestants", order}}}});
  client.send("POST", "/api/v1/events", events);
}

/// All marks of a second at once; the journal position that shows them.
std::uint64_t send_scores(Client& client, int second) {
  const auto board = board_at(second);
  Json events = Json::array();
  for (int i = 0; i < kRows; ++i) {
    const std::string id = "c" + std::to_string(i + 1);
    events.push_back({{"type", "scores"},
                      {"id", "s-" + id},
                      {"data",
                       {{"round", "r"},
                        {"contestant", id},
                        {"judge", "j1"},
                        {"marks", {{"total", total_text(board[static_cast<std::size_t>(i)].hundredths)}}}}}});
  }
  return client.send("POST", "/api/v1/events", events);
}

/// Puts the round's standings on air.
void take_board(Stage& stage, const std::string& template_id) {
  stage.open_plugin();
  set_up_contest(stage.client());
  send_scores(stage.client(), 0);
  stage.client().send("POST", "/api/v1/air/take", {{"template", template_id}, {"bind", {{"round", "r"}}}});
}

/// Whether a frame falls between changes: from the first frame that shows one until the next is sent.
class Changes {
 public:
  void begin() { awaited_ = std::numeric_limits<std::uint64_t>::max(); }
  void sent(std::uint64_t token) { awaited_ = token; }
  bool shown(std::uint64_t token) const { return token >= awaited_; }

 private:
  std::atomic<std::uint64_t> awaited_{0};
};

/// What frames did, added up.
struct Sum {
  int frames = 0, kept = 0, steady = 0, uploads = 0;
  std::uint64_t allocations = 0;
  Filled filled;
  double worst_ratio = 0;
  int most_draws = 0;

  void add(const Frame& frame) {
    ++frames;
    most_draws = std::max(most_draws, frame.ours.draws);
    if (frame.ours.targets > 0) {
      ++kept;  // drawn more than once, for the frames that follow
      return;
    }
    filled.drawn += frame.filled.drawn;
    filled.visible += frame.filled.visible;
    filled.box += frame.filled.box;
    worst_ratio = std::max(worst_ratio, static_cast<double>(frame.filled.drawn) /
                                            std::max<double>(1, static_cast<double>(frame.filled.visible)));
  }

  Json told() const {
    return {{"frames", frames},           {"kept", kept},
            {"steady", steady},           {"uploads", uploads},
            {"allocations", allocations}, {"drawn", filled.drawn},
            {"visible", filled.visible},  {"box", filled.box},
            {"worst_ratio", worst_ratio}, {"most_draws", most_draws}};
  }
};

/// Counts frames while it is let to; what a steady frame allocates and uploads too.
class Counter {
 public:
  Counter(obs_source_t* overlay, const Changes& changes, bool pixels)
      : changes_(changes), meter_({false, pixels, overlay, [this](const Frame& ended) { between(ended); }}) {}

  /// What is counted from now on, for that long.
  Sum count(milliseconds span) {
    reset();
    std::this_thread::sleep_for(span);
    const std::lock_guard lock(mutex_);
    return sum_;
  }

 private:
  void reset() {
    const std::lock_guard lock(mutex_);
    sum_ = {};
  }

  void between(const Frame& ended) {
    const auto counts = watch_.take();
    const bool shown = changes_.shown(ended.token);
    const std::lock_guard lock(mutex_);
    sum_.add(ended);
    if (shown && was_shown_) {
      ++sum_.steady;
      sum_.uploads += ended.ours.uploads;
      sum_.allocations += counts.allocations;
    }
    was_shown_ = shown;
  }

  const Changes& changes_;
  std::mutex mutex_;
  Sum sum_;
  bool was_shown_ = false;
  test::GraphicsWatch watch_;
  FrameMeter meter_;
};

}  // namespace

Json measure_overlay(Stage& stage, const Spans& spans, const std::string& template_id) {
  take_board(stage, template_id);
  return measure(stage, spans, [&](int second) { send_scores(stage.client(), second); });
}

Json measure_still(Stage& stage, const Spans& spans) {
  take_board(stage, "board");
  return measure(stage, spans, [](int) {});
}

Json time_frames(Stage& stage, const Spans& spans, const std::string& template_id) {
  take_board(stage, template_id);
  FrameMeter meter({true, false, nullptr, {}});
  const EverySecond every_second([&](int second) { send_scores(stage.client(), second); });
  std::this_thread::sleep_for(spans.warm);
  meter.take();
  std::this_thread::sleep_for(spans.measured);
  return times_of(meter.take());
}

Json count_calls(Stage& stage, const Spans& spans, const std::string& template_id) {
  stage.open_plugin();
  Changes changes;
  const auto send = [&](int second) {
    changes.begin();
    changes.sent(send_scores(stage.client(), second));
  };
  Json told;
  const auto count_nothing = [&] { return Counter(stage.overlay(), changes, true).count(spans.warm).told(); };
  told["before"] = count_nothing();
  set_up_contest(stage.client());
  send_scores(stage.client(), 0);
  stage.client().send("POST", "/api/v1/air/take", {{"template", template_id}, {"bind", {{"round", "r"}}}});
  {
    const EverySecond every_second(send);
    std::this_thread::sleep_for(spans.warm);
    Counter counter(stage.overlay(), changes, false);
    // A frame that counts pixels is slow, and its second then has few others.
    told["steady"] = counter.count(spans.measured).told();
  }
  {
    Counter counter(stage.overlay(), changes, true);
    const EverySecond every_second(send);
    counter.count(spans.warm);
    told["moving"] = counter.count(spans.measured).told();
  }
  {
    Counter counter(stage.overlay(), changes, true);
    counter.count(milliseconds(3000));  // until it has come to rest
    told["still"] = counter.count(spans.warm).told();
  }
  stage.client().send("POST", "/api/v1/air/clear", {{"channel", "program"}});
  std::this_thread::sleep_for(spans.warm);
  told["after"] = count_nothing();
  return told;
}

}  // namespace leitai::bench
