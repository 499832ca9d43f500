// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/moving/film_source.h"

namespace leitai::overlays {

/// A film's pictures by their numbers. Each depends on the packets of its group alone, so that it looks the same
/// whatever was decoded before.
class FilmDecoder {
 public:
  static tl::expected<std::unique_ptr<FilmDecoder>, std::string> open(std::unique_ptr<FilmSource> source);

  const FilmSource& source() const { return *source_; }
  int width() const { return codec_->width; }
  int height() const { return codec_->height; }

  /// That picture, or the one before it that can be decoded; valid until the next call. Where there is none,
  /// the first one that can be.
  tl::expected<const AVFrame*, std::string> picture(std::uint32_t number);

 private:
  explicit FilmDecoder(std::unique_ptr<FilmSource> source) : source_(std::move(source)) {}
  tl::expected<void, std::string> open_codec();
  tl::expected<void, std::string> find_first();
  tl::expected<void, std::string> begin(std::uint32_t group);
  /// The newest of this group that is not after `number`; null where there is none.
  tl::expected<const AVFrame*, std::string> newest(std::uint32_t group, std::uint32_t number);
  /// The next picture of the group; null at its end.
  av::Frame decode();
  av::Frame receive();

  std::unique_ptr<FilmSource> source_;
  av::Codec codec_;
  int width_ = 0, height_ = 0;
  std::uint32_t group_ = UINT32_MAX;  ///< that is being decoded
  bool drains_ = false;               ///< all of its packets were sent
  av::Frame shown_, ahead_;           ///< the newest that was asked for, and the one that comes then
  std::uint32_t first_ = 0;           ///< group of which something can be decoded
  std::vector<bool> empty_;           ///< groups of which nothing can be decoded
};

}  // namespace leitai::overlays
