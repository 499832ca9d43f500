// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/scene/instance.h"

namespace leitai::overlays {

/// Brings what a text, number or clock shows to what was laid out: a number counts there, a text
/// gives way by the node's `change` tracks, a clock is read anew at once.
void change_content(Instance& instance, const LaidOut& laid_out, std::int64_t time_ns, bool was_alive, float scale);

}  // namespace leitai::overlays
