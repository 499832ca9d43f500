// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/lottie_check.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "overlays/json/json.h"
#include "overlays/moving/kinds.h"
#include "overlays/moving/lottie_values.h"

namespace leitai::overlays {
namespace {

using namespace lottie;

constexpr std::size_t kMaxDepth = 48;  ///< of arrays and objects
constexpr double kMaxRate = 240;       ///< pictures a second
constexpr double kMaxDrawn = 20'000;   ///< shapes of one picture, each as often as it is drawn
constexpr double kMaxCopies = 1'000;   ///< of a repeater
constexpr double kMaxPoints = 1'000;   ///< of a star
constexpr std::size_t kMaxDashes = 6;
constexpr double kShortestDash = 1;
constexpr int kMaxComposed = 8;  ///< compositions within one another

Checked check_dashes(const Json& dashes) {
  if (!dashes.is_array() || dashes.empty()) return {};
  if (dashes.size() > kMaxDashes) return fault("has a line of more than " + std::to_string(kMaxDashes) + " dashes");
  bool has_length = false;
  for (std::size_t i = 0; i < dashes.size(); ++i) {
    const Json& length = part(dashes[i], "v");
    // The library goes by the order: where they are uneven, the last is where the first one begins.
    const bool is_offset = i % 2 == 0 && i + 1 == dashes.size() && part(dashes[i], "n") == "o";
    if (is_offset) continue;
    const Range values = values_of(length), easing = easing_of(length);
    if (std::isinf(values.least)) return fault("has a dash without a length");
    // Eased beyond its values, a dash may become as short as anything.
    if (values.least < 0 || easing.most > 1 || easing.least < 0) return fault("has a dash shorter than nothing");
    has_length = has_length || values.least >= kShortestDash;
  }
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

/// Layers hang from others, by their numbers.
bool has_circle(const Json& layers) {
  std::map<double, double> parents;
  for (const Json& layer : layers) {
    const auto id = number(part(layer, "ind")), parent = number(part(layer, "parent"));
    // What the library takes for one is one: whole parts.
    if (parent) parents[std::trunc(id.value_or(-1))] = std::trunc(*parent);
  }
  for (const auto& [layer, parent] : parents) {
    std::size_t steps = 0;
    for (auto at = parents.find(layer); at != parents.end(); at = parents.find(at->second)) {
      if (++steps > parents.size()) return true;
    }
  }
  return false;
}

/// What a layer of its kind cannot do without, and the library does not look for.
Checked check_layer(const Json& layer) {
  constexpr double kComposition = 0, kSolid = 1, kPicture = 2, kText = 5;
  const double kind = number_or(layer, "ty", -1);
  if (kind == kPicture) return fault("shows a picture file, which is not read");
  if (kind == kText) return fault("shows text, which is not drawn: it is to be turned into shapes");
  if (kind == kSolid && !part(layer, "sc").is_string()) return fault("has a layer of one colour without it");
  if (kind == kComposition && !part(layer, "refId").is_string()) return fault("has a composition without a name");
  const Json& masks = part(layer, "masksProperties");
  const Json& is_masked = part(layer, "hasMask");
  const bool has_masks = masks.is_array() && !masks.empty();
  if (!is_masked.is_null() && is_masked != false && !has_masks) return fault("has a mask that is none");
  const Json& transform = part(layer, "ks");
  const bool turns_in_space =
      !part(transform, "rx").is_null() || !part(transform, "ry").is_null() || !part(transform, "rz").is_null();
  if (turns_in_space && number_or(layer, "ddd", 1) == 0) return fault("turns a layer in space that is flat");
  return {};
}

/// Counts what compositions draw, each within the others that show it.
class Compositions {
 public:
  explicit Compositions(const Json& assets) : assets_(assets) {}

  tl::expected<double, std::string> drawn_by_layers(const Json& layers, int depth) {
    if (!layers.is_array()) return fault("has no layers");
    if (depth > kMaxComposed) return fault("has compositions within one another more than 8 deep, or in a circle");
    if (has_circle(layers)) return fault("has layers that hang from one another in a circle");
    double drawn = 0;
    for (const Json& layer : layers) {
      if (!layer.is_object()) return fault("has a layer that is none");
      if (auto good = check_layer(layer); !good) return tl::unexpected(good.error());
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
    bool is_there = false;
    // The library takes one of those of a name: whichever, it is counted.
    for (const Json& asset : assets_) {
      if (part(asset, "id") != id) continue;
      is_there = true;
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
    if (!is_there) return fault("shows a composition that is not there, " + json::dump(id));
    return drawn;
  }

  const Json& assets_;
  std::map<std::pair<const Json*, int>, double> known_;
};

Checked check_head(const Json& document) {
  const double width = number_or(document, "w", 0), height = number_or(document, "h", 0);
  if (width < 1 || height < 1) return fault("is no Lottie animation: it has no size");
  constexpr double kLeastSide = 16;
  if (std::max(width, height) < kLeastSide) {
    return fault("is smaller than 16 pixels, and its player cannot enlarge it as far as a place may be large");
  }
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
  if (auto good = check_parts(*document); !good) return good;
  if (auto good = check_head(*document); !good) return good;
  const Json& assets = part(*document, "assets");
  if (!assets.is_null() && !assets.is_array()) return fault("has assets that are no list");
  for (const Json& asset : assets) {
    if (!part(asset, "p").is_null()) return fault("names a picture file, which is not read");
    if (!part(asset, "id").is_string()) return fault("has an asset whose name is no text");
  }
  auto drawn = Compositions(assets).drawn_by_layers(part(*document, "layers"), 0);
  if (!drawn) return tl::unexpected(drawn.error());
  return {};
}

}  // namespace leitai::overlays
