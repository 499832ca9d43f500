// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "overlays/air.h"
#include "overlays/scene/instance.h"
#include "overlays/template/theme.h"

namespace leitai::overlays {

constexpr std::int64_t kNsPerMs = 1'000'000;

/// Lays an item's data out. The result lives as long as the timeline is being built.
using LayOut = std::function<const LaidOut&(const AirVersion& version, const std::shared_ptr<const json::Json>& data)>;

/// Puts an item's versions, and those of the takes it resumed, one after another. `scale` is canvas
/// pixels per design pixel.
ItemTimeline build_timeline(const AirItem& item, const Template& graphic, float scale, const LayOut& lay_out);

}  // namespace leitai::overlays
