// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/resample.h"

#include <algorithm>
#include <cstddef>

namespace leitai::overlays {
namespace {

/// Between the centres of the two old pixels that a new one's centre lies between.
std::vector<ResampleSpan> growing_spans(int from, int to) {
  std::vector<ResampleSpan> result(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double at = std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
    ResampleSpan& span = result[static_cast<std::size_t>(i)];
    span.first = static_cast<int>(at);
    const auto share = static_cast<float>(at - span.first);
    span.weights.push_back(1 - share);
    if (share > 0) span.weights.push_back(share);
  }
  return result;
}

}  // namespace

std::vector<ResampleSpan> resample_spans(int from, int to) {
  if (to > from) return growing_spans(from, to);
  std::vector<ResampleSpan> result(static_cast<std::size_t>(to));
  const double ratio = static_cast<double>(from) / to;
  for (int i = 0; i < to; ++i) {
    const double low = i * ratio;
    const double high = std::min<double>((i + 1) * ratio, from);
    ResampleSpan& span = result[static_cast<std::size_t>(i)];
    span.first = static_cast<int>(low);
    for (int s = span.first; s < from && s < high; ++s) {
      span.weights.push_back(static_cast<float>((std::min<double>(s + 1, high) - std::max<double>(s, low)) / ratio));
    }
  }
  return result;
}

}  // namespace leitai::overlays
