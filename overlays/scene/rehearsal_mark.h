// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/air.h"
#include "overlays/template/theme.h"

namespace leitai::overlays {

/// What every picture of a rehearsal carries above everything: a frame, and a word in it that nobody takes for the real
/// thing. It belongs to no theme, so that none can leave it out.
const Template& rehearsal_mark();

/// It on air, from before anything can be and for ever.
const AirItem& rehearsal_item();

}  // namespace leitai::overlays
