// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "overlays/media/picture.h"
#include "overlays/moving/light_scaler.h"
#include "overlays/moving/moving_file.h"

namespace leitai::overlays {

/// How stored pictures are to be turned to stand upright: mirrored left to right first, then turned clockwise.
struct Turn {
  bool mirrored = false;
  int quarters = 0;  ///< 0…3
};

/// The pictures of a file as they are stored.
struct StoredSize {
  int width = 0, height = 0;
  double pixel_aspect = 1;  ///< a pixel's width by its height
  Turn turn;
};

/// Makes pictures of one size fit a place: cut, scaled, turned upright, corners rounded. Belongs to one thread at a
/// time.
class PlaceFitter {
 public:
  PlaceFitter(const StoredSize& stored, const PicturePlace& place);

  /// As a player shows the pictures: upright, their pixels square.
  MovingSize natural_size() const { return natural_; }
  /// As the pictures are shown.
  int width() const { return width_; }
  int height() const { return height_; }
  std::size_t bytes() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4; }

  /// What is shown of the pictures as they are stored; its shown size is that of before they are turned.
  const FittedPart& part() const { return part_; }

  /// From a stored picture, sRGB-encoded, straight alpha; rows are `stride` bytes from one another.
  void shape(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out);
  /// The same from the part alone.
  void shape_part(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out);
  /// From the part in its shown size, opaque.
  void shape_opaque(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out) const;

 private:
  /// A pixel that a round corner cuts.
  struct Cut {
    std::uint32_t at = 0;    ///< its first byte
    std::uint8_t cover = 0;  ///< of 255
  };

  void find_corners(const PicturePlace& place);
  void turn(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out) const;
  void cut_corners(std::span<std::uint8_t> out) const;

  MovingSize natural_;
  FittedPart part_;
  Turn turn_;
  int width_ = 0, height_ = 0;
  std::optional<LightScaler> scaler_;  ///< where the part is shown in another size
  std::vector<std::uint8_t> upright_;  ///< what is still to be turned
  std::vector<Cut> corners_;
};

/// The byte of `color` (sRGB) as premultiplied light of so much alpha, of 255.
std::uint8_t premultiplied_byte(std::uint8_t color, std::uint8_t alpha);

}  // namespace leitai::overlays
