// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/lottie_values.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace leitai::overlays::lottie {
namespace {

constexpr std::size_t kMaxValues = 500'000;
constexpr double kMaxNumber = 1e6;
/// Of places and sizes: the library goes through every line of pixels that a shape reaches, however far from the
/// canvas.
constexpr double kMaxReach = 20'000;
constexpr double kMaxEasing = 100;

bool has_keyframes(const Json& keys) {
  return keys.is_array() && std::any_of(keys.begin(), keys.end(), [](const Json& key) { return key.is_object(); });
}

Checked check_texts(const Json& value) {
  for (const char* key : {"nm", "refId", "sc", "mode"}) {
    if (!part(value, key).is_null() && !part(value, key).is_string()) {
      return fault("has a \"" + std::string(key) + "\" that is no text");
    }
  }
  return {};
}

/// A path has as many handles as points.
Checked check_path(const Json& value) {
  const Json &points = part(value, "v"), &in = part(value, "i"), &out = part(value, "o");
  if (!points.is_array()) return {};
  const bool fits = in.is_array() && out.is_array() && in.size() == points.size() && out.size() == points.size();
  if (!fits) return fault("has a path whose points and handles are not as many");
  return {};
}

/// A property that moves has a keyframe to begin with.
Checked check_keyframes(const Json& value) {
  const Json& keys = part(value, "k");
  if (!has_keyframes(keys)) return {};
  const bool begins = std::any_of(keys.begin(), keys.end(), [](const Json& key) {
    return part(key, "i").is_object() || number_or(key, "h", 0) != 0;
  });
  const bool all =
      std::all_of(keys.begin(), keys.end(), [](const Json& key) { return key.is_object() && number(part(key, "t")); });
  if (!begins || !all) return fault("has keyframes that are none");
  const Range easing = easing_of(value);
  if (easing.most > kMaxEasing || easing.least < -kMaxEasing) return fault("has keyframes eased beyond measure");
  return {};
}

Checked check_reach(const Json& value) {
  if (part(value, "k").is_null()) return {};
  Range range = values_of(value);
  if (has_keyframes(part(value, "k"))) {
    for (const Json& key : part(value, "k")) {
      range.add(part(key, "ti"));
      range.add(part(key, "to"));
    }
  }
  if (range.most > kMaxReach || range.least < -kMaxReach) return fault("has a place or a size beyond 20000");
  return {};
}

/// A gradient's values are four for each of its colours, then two for each of its alphas, alike at each keyframe.
Checked check_gradient(const Json& value) {
  const Json& gradient = part(value, "g");
  const Json& property = part(gradient, "k");
  if (!gradient.is_object() || !property.is_object()) return {};
  const Json& keys = part(property, "k");
  if (!keys.is_array()) return fault("has a gradient without colours");
  const double colors = number_or(gradient, "p", -1);
  constexpr double kMaxColors = 1'000;
  if (!(colors >= 1 && colors <= kMaxColors) || colors != std::floor(colors)) {
    return fault("has a gradient without colours");
  }
  const std::size_t needed = static_cast<std::size_t>(colors) * 4;
  std::optional<std::size_t> size;
  const auto fits = [&](const Json& values) {
    if (values.is_null()) return true;
    const bool as_before = values.is_array() && size.value_or(values.size()) == values.size();
    size = values.size();
    return as_before && *size >= needed && (*size - needed) % 2 == 0;
  };
  const bool fit = has_keyframes(keys)
                       ? std::all_of(keys.begin(), keys.end(),
                                     [&](const Json& key) { return fits(part(key, "s")) && fits(part(key, "e")); })
                       : fits(keys);
  if (!fit) return fault("has a gradient with other values than it says");
  return {};
}

Checked check_object(const Json& value) {
  if (auto good = check_texts(value); !good) return good;
  if (auto good = check_path(value); !good) return good;
  if (auto good = check_keyframes(value); !good) return good;
  if (auto good = check_reach(value); !good) return good;
  if (auto good = check_gradient(value); !good) return good;
  if (const Json& group = part(value, "it"); !group.is_null() && (!group.is_array() || group.empty())) {
    return fault("has a group of no shapes");
  }
  const bool turns_in_space =
      !part(value, "rx").is_null() || !part(value, "ry").is_null() || !part(value, "rz").is_null();
  if (turns_in_space && part(value, "ty") == "tr") return fault("turns shapes in space, which is not drawn");
  return {};
}

/// What is a text, though it may look like a number.
bool is_name(std::string_view key) {
  constexpr std::string_view kNames[] = {"nm", "mn", "ln", "cl", "cm", "id", "refId", "sc"};
  return std::find(std::begin(kNames), std::end(kNames), key) != std::end(kNames);
}

Checked check_part(const Json& value, std::size_t& count) {
  if (++count > kMaxValues) return fault("has more than " + std::to_string(kMaxValues) + " values");
  if (const auto is = number(value); is && !(std::abs(*is) <= kMaxNumber)) {
    return fault("has a number beyond a million, " + json::dump(value));
  }
  if (!value.is_structured()) return {};
  if (value.is_object()) {
    if (auto good = check_object(value); !good) return good;
  }
  for (auto inner = value.begin(); inner != value.end(); ++inner) {
    if (value.is_object() && inner->is_string() && is_name(inner.key())) continue;
    if (auto good = check_part(*inner, count); !good) return good;
  }
  return {};
}

}  // namespace

tl::unexpected<std::string> fault(std::string sentence) {
  return tl::unexpected(std::move(sentence));
}

std::optional<double> number(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  char* end = nullptr;
  const double parsed = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::nullopt : std::optional(parsed);
}

const Json& part(const Json& value, const char* key) {
  static const Json kNone;
  if (!value.is_object()) return kNone;
  const auto found = value.find(key);
  return found == value.end() ? kNone : *found;
}

double number_or(const Json& value, const char* key, double otherwise) {
  return number(part(value, key)).value_or(otherwise);
}

void Range::add(const Json& value) {
  if (const auto is = number(value)) {
    least = std::min(least, *is);
    most = std::max(most, *is);
  }
  if (!value.is_structured()) return;
  for (const Json& inner : value) add(inner);
}

Range values_of(const Json& property) {
  Range range;
  const Json& keys = part(property, "k");
  if (!has_keyframes(keys)) {
    range.add(property.is_object() ? keys : property);
    return range;
  }
  for (const Json& key : keys) {
    range.add(part(key, "s"));
    range.add(part(key, "e"));
  }
  return range;
}

Range easing_of(const Json& property) {
  Range range;
  const Json& keys = part(property, "k");
  if (!has_keyframes(keys)) return range;
  for (const Json& key : keys) {
    range.add(part(key, "i"));
    range.add(part(key, "o"));
  }
  return range;
}

Checked check_parts(const Json& document) {
  std::size_t count = 0;
  return check_part(document, count);
}

}  // namespace leitai::overlays::lottie
