// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/easing.h"

#include <array>
#include <cmath>
#include <utility>

namespace leitai::overlays {
namespace {

constexpr std::array<std::pair<std::string_view, Easing>, 14> kNames{{
    {"linear", Easing::linear},
    {"easeInQuad", Easing::ease_in_quad},
    {"easeOutQuad", Easing::ease_out_quad},
    {"easeInOutQuad", Easing::ease_in_out_quad},
    {"easeInCubic", Easing::ease_in_cubic},
    {"easeOutCubic", Easing::ease_out_cubic},
    {"easeInOutCubic", Easing::ease_in_out_cubic},
    {"easeInQuint", Easing::ease_in_quint},
    {"easeOutQuint", Easing::ease_out_quint},
    {"easeInOutQuint", Easing::ease_in_out_quint},
    {"easeInExpo", Easing::ease_in_expo},
    {"easeOutExpo", Easing::ease_out_expo},
    {"easeInOutExpo", Easing::ease_in_out_expo},
    {"easeOutBack", Easing::ease_out_back},
}};

double power_in(double x, int exponent) {
  double result = x;
  for (int i = 1; i < exponent; ++i) result *= x;
  return result;
}

double power_out(double x, int exponent) {
  return 1 - power_in(1 - x, exponent);
}

double power_in_out(double x, int exponent) {
  return x < 0.5 ? power_in(2 * x, exponent) / 2 : 1 - power_in(2 - 2 * x, exponent) / 2;
}

double expo_out(double x) {
  return 1 - std::exp2(-10 * x);
}

double back_out(double x) {
  constexpr double kOvershoot = 1.70158;
  const double y = x - 1;
  return 1 + (kOvershoot + 1) * y * y * y + kOvershoot * y * y;
}

}  // namespace

std::optional<Easing> easing_from_name(std::string_view name) {
  for (const auto& [known, easing] : kNames) {
    if (known == name) return easing;
  }
  return std::nullopt;
}

std::string easing_names() {
  std::string names;
  for (const auto& entry : kNames) {
    if (!names.empty()) names += ", ";
    names += entry.first;
  }
  return names;
}

double ease(Easing easing, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  switch (easing) {
    case Easing::linear:
      return x;
    case Easing::ease_in_quad:
      return power_in(x, 2);
    case Easing::ease_out_quad:
      return power_out(x, 2);
    case Easing::ease_in_out_quad:
      return power_in_out(x, 2);
    case Easing::ease_in_cubic:
      return power_in(x, 3);
    case Easing::ease_out_cubic:
      return power_out(x, 3);
    case Easing::ease_in_out_cubic:
      return power_in_out(x, 3);
    case Easing::ease_in_quint:
      return power_in(x, 5);
    case Easing::ease_out_quint:
      return power_out(x, 5);
    case Easing::ease_in_out_quint:
      return power_in_out(x, 5);
    case Easing::ease_in_expo:
      return 1 - expo_out(1 - x);
    case Easing::ease_out_expo:
      return expo_out(x);
    case Easing::ease_in_out_expo:
      return x < 0.5 ? (1 - expo_out(1 - 2 * x)) / 2 : (1 + expo_out(2 * x - 1)) / 2;
    case Easing::ease_out_back:
      return back_out(x);
  }
  return x;
}

}  // namespace leitai::overlays
