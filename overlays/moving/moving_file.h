// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/media/picture.h"

namespace leitai::overlays {

/// The most that is read of a film in a template: against decompression bombs, and files that never end.
constexpr std::uintmax_t kMaxMovingBytes = std::uintmax_t{2} << 30;
constexpr int kMaxMovingSide = 4096;
constexpr std::uint32_t kMaxMovingPictures = 216'000;  ///< an hour at 60 a second

/// When each picture of a file begins. Nanoseconds from the first one, rising.
struct MovingTimes {
  std::vector<std::int64_t> begins_ns;  ///< at least one; the first is 0
  std::int64_t end_ns = 0;              ///< of the last
};

struct MovingSize {
  int width = 0, height = 0;  ///< pixels
};

/// A file whose pictures follow one another in time, made to fit a place on the canvas: a film (VP9 with alpha, ProRes
/// 4444, H.264), an animated GIF, WebP or AVIF, a Lottie animation. Belongs to one thread at a time.
class MovingFile {
 public:
  /// An error is a sentence about the file: what is wrong, without its name.
  static tl::expected<std::unique_ptr<MovingFile>, std::string> open(const std::filesystem::path& file,
                                                                     const PicturePlace& place);
  virtual ~MovingFile() = default;

  /// Of each picture before it is made to fit, upright: as a player shows it.
  virtual MovingSize natural_size() const = 0;
  /// Of each picture as it is shown, in canvas pixels: no larger than the place.
  virtual int width() const = 0;
  virtual int height() const = 0;
  virtual const MovingTimes& times() const = 0;

  /// Picture `number` (0 to one less than there are times) into `rgba`, width() · height() · 4 bytes: premultiplied
  /// light, sRGB-encoded, as encode_premultiplied() gives, corners rounded. The same number gives the same bytes in
  /// whatever order they are asked for; it is fast where it follows the one that was asked for last. A picture that
  /// cannot be decoded is the one before it; an error where nothing can be decoded any more.
  virtual tl::expected<void, std::string> read(std::uint32_t number, std::span<std::uint8_t> rgba) = 0;
};

/// Whether a file, by its first bytes, is one that MovingFile reads and that has more than one picture. False too where
/// it cannot be read.
bool is_moving(const std::filesystem::path& file);

}  // namespace leitai::overlays
