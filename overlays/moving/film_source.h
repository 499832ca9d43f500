// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/av/av.h"
#include "overlays/moving/film_index.h"

namespace leitai::overlays {

/// A film's file: the packets of its pictures, in the order in which they lie there, from any one on.
class FilmSource {
 public:
  /// Reads the file through once. An error is a sentence.
  static tl::expected<std::unique_ptr<FilmSource>, std::string> open(const std::filesystem::path& file);

  const AVStream& video() const { return *video_; }
  const FilmIndex& index() const { return index_; }

  /// The next packet that next() gives. An error where the file is not what it was.
  tl::expected<void, std::string> go_to(std::size_t packet);
  /// Null where the file ends, sooner than it did when it was opened.
  av::Packet next();
  /// The number of next()'s packet.
  std::size_t position() const { return position_; }

 private:
  explicit FilmSource(std::filesystem::path file) : file_(std::move(file)) {}
  tl::expected<void, std::string> open_input();
  tl::expected<void, std::string> read_through();
  std::int64_t picture_duration() const;
  av::Packet read();
  bool jump_before(std::size_t packet);

  std::filesystem::path file_;
  av::Input input_;
  AVStream* video_ = nullptr;
  std::vector<FilmPacket> packets_;
  FilmIndex index_;
  std::size_t position_ = 0;
  av::Packet ahead_;  ///< read already
};

/// The decoder of a film; nothing where it is none that is drawn.
const AVCodec* film_decoder(AVCodecID codec);

/// A film's file, its tracks known. An error is a sentence.
tl::expected<av::Input, std::string> open_moving_film(const std::filesystem::path& file);
/// The track of pictures; null: there is none.
AVStream* moving_track(AVFormatContext& film);

}  // namespace leitai::overlays
