// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cmath>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "overlays/json/json.h"

/// What a Lottie document is made of, looked at before it is drawn. Private to the check.
namespace leitai::overlays::lottie {

using json::Json;
using Checked = tl::expected<void, std::string>;

tl::unexpected<std::string> fault(std::string sentence);

/// Decimals that no double spells are texts here, and numbers to the library.
std::optional<double> number(const Json& value);
/// A member; null where there is none.
const Json& part(const Json& value, const char* key);
double number_or(const Json& value, const char* key, double otherwise);

/// The largest and the smallest of numbers.
struct Range {
  double least = INFINITY, most = -INFINITY;
  /// All that stand anywhere in a value.
  void add(const Json& value);
};
/// A property's values, at its keyframes where it has some.
Range values_of(const Json& property);
/// What eases a property from keyframe to keyframe.
Range easing_of(const Json& property);

/// Every part by itself is what the library takes it for.
Checked check_parts(const Json& document);

}  // namespace leitai::overlays::lottie
