// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "overlays/scene/scene.h"

namespace fuzz {

/// A take as an input tells it, and when to look at it.
struct Story {
  std::shared_ptr<const leitai::overlays::Theme> theme;
  leitai::overlays::AirItem take;
  int width = 192;  ///< pixels
  int height = 108;
  std::vector<std::int64_t> times_ns;  ///< ascending, at least one
};

/// What scene.h and the documents promise of every picture: it is a function of the time, whoever prepared it and
/// whenever, stands still until it is said to change, and is no longer than said, nor anything but numbers.
void check_story(const Story& story);

}  // namespace fuzz
