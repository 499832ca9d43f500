// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "overlays/air.h"
#include "overlays/scene/instance.h"
#include "overlays/scene/item_events.h"
#include "overlays/template/theme.h"

namespace leitai::overlays {

constexpr std::int64_t kNsPerMs = 1'000'000;

/// Lays out what an event brings on.
using LayOut = std::function<std::shared_ptr<const LaidOut>(const ItemEvent& event)>;

/// Puts an item's versions, and those of the takes it resumed, one after another. Keeps what it built:
/// an item to which something was added since costs what was added.
class TimelineKeeper {
 public:
  /// `scale` is canvas pixels per design pixel. The template must outlive the keeper and the timelines.
  TimelineKeeper(const Template& graphic, float scale);
  ~TimelineKeeper();

  const Template& graphic() const { return graphic_; }

  /// Depends on the item alone, never on what was built before.
  ItemTimeline build(const AirItem& item, const LayOut& lay_out);

 private:
  class Builder;

  const Template& graphic_;
  float scale_;
  std::vector<ItemEvent> built_;  ///< what the builder was told
  std::unique_ptr<Builder> builder_;
};

}  // namespace leitai::overlays
