// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

/// How pictures become smaller and larger: for still ones here, and for those that move.
namespace leitai::overlays {

/// Old pixels that a new one is made of along one axis, and how much of each.
struct ResampleSpan {
  int first = 0;
  std::vector<float> weights;  ///< sum to 1
};

/// One for each of `to` new pixels. Where there are fewer, each is the mean of what it covers; where there are more, it
/// lies between the two old ones around its centre.
std::vector<ResampleSpan> resample_spans(int from, int to);

}  // namespace leitai::overlays
