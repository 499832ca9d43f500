// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leitai::overlays {

/// How a value goes from its start to its end. The curves and their names are Robert Penner's.
enum class Easing : std::uint8_t {
  linear,
  ease_in_quad,
  ease_out_quad,
  ease_in_out_quad,
  ease_in_cubic,
  ease_out_cubic,
  ease_in_out_cubic,
  ease_in_quint,
  ease_out_quint,
  ease_in_out_quint,
  ease_in_expo,
  ease_out_expo,
  ease_in_out_expo,
  ease_out_back,  ///< runs past its end by a tenth, and comes back
};

/// `easeOutCubic` and so on, as templates spell them.
std::optional<Easing> easing_from_name(std::string_view name);

/// All names, for messages.
std::string easing_names();

/// `progress` 0…1 to the share of the way gone; exactly 0 at 0 and 1 at 1.
double ease(Easing easing, double progress);

}  // namespace leitai::overlays
