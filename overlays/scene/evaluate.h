// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/scene/instance.h"

namespace leitai::overlays {

/// Adds an item's quads at a time. Reads nothing but its arguments and allocates only where the
/// list is short of capacity.
void evaluate_item(const ItemTimeline& item, std::int64_t time_ns, DisplayList& list);

}  // namespace leitai::overlays
