// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/lottie_check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>

#include "overlays/json/json.h"
#include "overlays/moving/kinds.h"

namespace leitai::overlays {
namespace {

using json::Json;
using Checked = tl::expected<void, std::string>;

constexpr std::size_t kMaxDepth = 48;  ///< of arrays and objects
constexpr std::size_t kMaxValues = 500'000;
constexpr double kMaxNumber = 1e6;
constexpr double kMaxRate = 240;      ///< pictures a second
constexpr double kMaxDrawn = 20'000;  ///< shapes of one picture, each as often as it is drawn
constexpr double kMaxCopies = 1'000;  ///< of a repeater
constexpr double kMaxPoints = 1'000;  ///< of a star
constexpr std::size_t kMaxDashes = 6;
constexpr double kShortestDash = 1;
constexpr int kMaxComposed = 8;  ///< compositions within one another

tl::unexpected<std::string> fault(std::string sentence) {
  return tl::unexpected(std::move(sentence));
}

/// Decimals that no double spells are texts here, and numbers to the library.
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

/// The largest and the smallest number that stand anywhere in a value.
struct Range {
  double least = INFINITY, most = -INFINITY;
  void add(const Json& value) {
    if (const auto is = number(value)) {
      least = std::min(least, *is);
      most = std::max(most, *is);
    }
    if (value.is_structured()) {
      for (const Json& inner : value) add(inner);
    }
  }
};

/// Of a property ("k"): its values at keyframes, without what eases between them.
Range values_of(const Json& property) {
  Range range;
  const Json& keys = part(property, "k");
  if (!keys.is_array()) {
    range.add(property.is_object() ? keys : property);
    return range;
  }
  for (const Json& key : keys) {
    if (key.is_object()) {
      range.add(part(key, "s"));
      range.add(part(key, "e"));
    } else {
      range.add(key);
    }
  }
  return range;
}

Checked check_values(const Json& value, std::size_t& count) {
  if (++count > kMaxValues) return fault("has more than " + std::to_string(kMaxValues) + " values");
  if (const auto is = number(value); is && !(std::abs(*is) <= kMaxNumber)) {
    return fault("has a number beyond a million, " + json::dump(value));
  }
  if (!value.is_structured()) return {};
  for (const Json& inner : value) {
    if (auto good = check_values(inner, count); !good) return good;
  }
  return {};
}

Checked check_dashes(const Json& dashes) {
  if (!dashes.is_array() || dashes.empty()) return {};
  if (dashes.size() > kMaxDashes) return fault("has a line of more than " + std::to_string(kMaxDashes) + " dashes");
  const bool has_length = std::any_of(dashes.begin(), dashes.end(), [](const Json& dash) {
    return part(dash, "n") != "o" && values_of(part(dash, "v")).least >= kShortestDash;
  });
  if (!has_length) return fault("has a line whose dashes are shorter than a pixel");
  return {};
}

/// How many shapes a list of them draws, its repeaters' copies counted.
tl::expected<double, std::string> drawn_by(const Json& shapes) {
  if (shapes.is_null()) return 0.0;
  if (!shapes.is_array()) return fault("has shapes that are no list");
  double drawn = 0, copies = 1;
  for (const Json& shape : shapes) {
    if (!shape.is_object()) return fault("has a shape that is none");
    const Json& kind = part(shape, "ty");
    if (kind == "rp") {
      const double most = values_of(part(shape, "c")).most;
      if (most > kMaxCopies) return fault("repeats a shape more than 1000 times");
      copies *= std::max(1.0, most);
    }
    if (kind == "sr" && values_of(part(shape, "pt")).most > kMaxPoints) return fault("has a star of too many points");
    if (auto good = check_dashes(part(shape, "d")); !good) return tl::unexpected(good.error());
    auto inner = drawn_by(part(shape, "it"));
    if (!inner) return inner;
    drawn += 1 + *inner;
  }
  return drawn * copies;
}

/// Counts what compositions draw, each within the others that show it.
class Compositions {
 public:
  explicit Compositions(const Json& assets) : assets_(assets) {}

  tl::expected<double, std::string> drawn_by_layers(const Json& layers, int depth) {
    if (!layers.is_array()) return fault("has no layers");
    if (depth > kMaxComposed) return fault("has compositions within one another more than 8 deep, or in a circle");
    double drawn = 0;
    for (const Json& layer : layers) {
      if (!layer.is_object()) return fault("has a layer that is none");
      constexpr double kPictureLayer = 2;
      if (number(part(layer, "ty")) == kPictureLayer) return fault("shows a picture file, which is not read");
      auto shapes = drawn_by(part(layer, "shapes"));
      if (!shapes) return shapes;
      drawn += 1 + *shapes;
      const Json& masks = part(layer, "masksProperties");
      drawn += masks.is_array() ? static_cast<double>(masks.size()) : 0;
      auto composed = drawn_by_asset(part(layer, "refId"), depth + 1);
      if (!composed) return composed;
      drawn += *composed;
      if (drawn > kMaxDrawn) return fault("draws more than 20000 shapes at once");
    }
    return drawn;
  }

 private:
  tl::expected<double, std::string> drawn_by_asset(const Json& id, int depth) {
    if (!id.is_string()) return 0.0;
    double drawn = 0;
    // The library takes one of those of a name: whichever, it is counted.
    for (const Json& asset : assets_) {
      if (part(asset, "id") != id) continue;
      const auto key = std::pair(&asset, depth);
      if (const auto known = known_.find(key); known != known_.end()) {
        drawn += known->second;
        continue;
      }
      auto of_asset = drawn_by_layers(part(asset, "layers"), depth);
      if (!of_asset) return of_asset;
      drawn += *of_asset;
      known_[key] = *of_asset;
    }
    return drawn;
  }

  const Json& assets_;
  std::map<std::pair<const Json*, int>, double> known_;
};

Checked check_head(const Json& document) {
  const double width = number_or(document, "w", 0), height = number_or(document, "h", 0);
  if (width < 1 || height < 1) return fault("is no Lottie animation: it has no size");
  if (width > kMaxMovingSide || height > kMaxMovingSide) {
    return fault("is larger than " + std::to_string(kMaxMovingSide) + " pixels");
  }
  const double rate = number_or(document, "fr", 0);
  if (!(rate >= 1 && rate <= kMaxRate)) return fault("has no rate between 1 and 240 pictures a second");
  const double pictures = number_or(document, "op", 0) - number_or(document, "ip", 0);
  if (pictures < 1) return fault("has no pictures");
  if (pictures > kMaxMovingPictures) return fault("has more than " + std::to_string(kMaxMovingPictures) + " pictures");
  return {};
}

}  // namespace

tl::expected<void, std::string> check_lottie(std::string_view text) {
  const auto document = json::parse(text, {kMaxDepth});
  if (!document)
    return fault("is no Lottie animation: line " + std::to_string(document.error().position.line) + ": " +
                 document.error().detail);
  if (!document->is_object()) return fault("is no Lottie animation");
  std::size_t count = 0;
  if (auto good = check_values(*document, count); !good) return good;
  if (auto good = check_head(*document); !good) return good;
  const Json& assets = part(*document, "assets");
  if (!assets.is_null() && !assets.is_array()) return fault("has assets that are no list");
  for (const Json& asset : assets) {
    if (!part(asset, "p").is_null()) return fault("names a picture file, which is not read");
  }
  auto drawn = Compositions(assets).drawn_by_layers(part(*document, "layers"), 0);
  if (!drawn) return tl::unexpected(drawn.error());
  return {};
}

}  // namespace leitai::overlays
