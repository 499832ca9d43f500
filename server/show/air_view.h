// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>

#include "overlays/air.h"
#include "server/show/air_state.h"

namespace leitai::show {

/// An earlier view, so that channels which did not change are shared with it.
struct EarlierView {
  std::shared_ptr<const overlays::Air> air;
  std::shared_ptr<const AirState> state;
};

/// What every channel is shown with, whatever is on it.
struct Staging {
  std::shared_ptr<const overlays::AirPictures> pictures;
  bool rehearsal = false;
};

/// What the renderer is told: every channel of the store, with what is or was just on it.
std::shared_ptr<const overlays::Air> view_of(const AirState& state, const contest::Store& store, std::uint64_t token,
                                             const Staging& staging, const EarlierView& earlier);

}  // namespace leitai::show
