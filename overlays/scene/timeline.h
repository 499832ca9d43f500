// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "overlays/air.h"
#include "overlays/scene/instance.h"
#include "overlays/scene/item_events.h"

namespace leitai::overlays {

constexpr std::int64_t kNsPerMs = 1'000'000;

/// Lays out what an event brings on.
using LayOut = std::function<std::shared_ptr<const LaidOut>(const ItemEvent& event)>;

/// Puts an item's versions, and those of the takes it resumed, one after another. Keeps what it built:
/// an item to which something was added since costs what was added.
class TimelineKeeper {
 public:
  /// `root` is the template's tree for the canvas, `scale` canvas pixels per design pixel. Both trees and
  /// words must outlive the keeper and the timelines.
  TimelineKeeper(const Node& root, const json::Json& words, float scale, MotionLevel motion);
  ~TimelineKeeper();

  const Node& root() const { return root_; }

  /// Right for `time_ns` and the times in ItemTimeline::right. Depends on the item and the time alone,
  /// never on what was built before.
  ItemTimeline build(const AirItem& item, std::int64_t time_ns, const LayOut& lay_out);

 private:
  class Builder;

  const Node& root_;
  const json::Json& words_;
  float scale_;
  MotionLevel motion_;
  std::vector<ItemEvent> built_;  ///< what the builder was told
  std::unique_ptr<Builder> builder_;
};

}  // namespace leitai::overlays
