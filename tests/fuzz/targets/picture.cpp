// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/picture.h"

#include <algorithm>
#include <iterator>

#include "overlays/media/svg.h"
#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {

namespace {

/// As a theme's folder may hold one.
void run_svg(std::string_view input) {
  namespace overlays = leitai::overlays;
  const overlays::Bytes bytes(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  const auto svg = overlays::Svg::read(bytes);
  must(svg || !svg.error().empty(), "a refusal says why");
  const auto picture = svg ? svg->draw({overlays::PictureFit::cover, 48, 32, {}}) : tl::unexpected(std::string());
  must(!picture || (picture->width == 48 && picture->height == 32), "a drawing fills its place");
}

}  // namespace

void run_picture(std::string_view input) {
  namespace overlays = leitai::overlays;
  const auto info = overlays::check_picture(input);
  if (!info) {
    must(!info.error().empty(), "a refusal says why");
    run_svg(input);
    return;
  }
  must(info->width >= 1 && info->height >= 1, "a picture has pixels");
  must(info->width <= overlays::kMaxPictureSide && info->height <= overlays::kMaxPictureSide &&
           std::int64_t{info->width} * info->height <= overlays::kMaxPicturePixels,
       "a picture has no more pixels than are drawn");
  constexpr std::string_view kTypes[] = {"image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"};
  must(std::find(std::begin(kTypes), std::end(kTypes), info->type) != std::end(kTypes),
       "a picture is of a kind that is read");
}

}  // namespace fuzz
