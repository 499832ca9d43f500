// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/picture.h"
#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {

void run_picture(std::string_view input) {
  namespace overlays = leitai::overlays;
  const auto info = overlays::check_picture(input);
  if (!info) {
    must(!info.error().empty(), "a refusal says why");
    return;
  }
  must(info->width >= 1 && info->height >= 1, "a picture has pixels");
  must(info->width <= overlays::kMaxPictureSide && info->height <= overlays::kMaxPictureSide &&
           std::int64_t{info->width} * info->height <= overlays::kMaxPicturePixels,
       "a picture has no more pixels than are drawn");
  must(info->type == "image/png" || info->type == "image/jpeg" || info->type == "image/webp",
       "a picture is of a kind that is read");
}

}  // namespace fuzz
