// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <tl/expected.hpp>

#include "overlays/av/av.h"
#include "overlays/film/film.h"

namespace leitai::overlays {

/// A piece of sound, or a subtitle, as the film has it.
struct CopiedPacket {
  av::Packet packet;
  int stream = 0;  ///< of the film
};
/// What comes next in a film, in the order in which it lies there: a picture, or what goes beside it.
using FilmPart = std::variant<av::Frame, CopiedPacket>;

/// Reads a film's pictures, upright, progressive and in yuv420p, with rising times, its sound and its subtitles.
/// Belongs to one thread at a time. What cannot be decoded is left out and counted.
class FilmReader {
 public:
  static tl::expected<std::unique_ptr<FilmReader>, std::string> open(const std::filesystem::path& file, int threads);

  FilmInfo info() const;
  const AVFormatContext& input() const { return *input_; }
  const AVStream& video() const { return *video_; }
  /// Of the pictures' times: known once one was read.
  AVRational time_base() const { return time_base_; }
  /// Nanoseconds from the film's beginning. Also for other threads, while next() runs.
  std::int64_t time_ns(const AVFrame& picture) const;
  std::int64_t unreadable() const { return unreadable_; }
  bool deinterlaces() const { return deinterlaces_; }
  /// Is a track of the film handed over as it is?
  static bool is_copied(const AVStream& track);

  /// Nothing: the film has ended.
  tl::expected<std::optional<FilmPart>, std::string> next();

 private:
  explicit FilmReader(std::filesystem::path file) : file_(std::move(file)) {}
  tl::expected<void, std::string> open_input();
  tl::expected<void, std::string> open_codec(int threads);
  tl::expected<void, std::string> open_filters(const AVFrame& first);
  /// What is drawn and converted relies on all pictures being like the first.
  tl::expected<void, std::string> check(const AVFrame& picture);
  /// Null: more is needed of the film.
  tl::expected<av::Frame, std::string> decoded();
  tl::expected<av::Frame, std::string> filtered();
  tl::expected<void, std::string> filter(av::Frame picture);
  tl::expected<std::optional<FilmPart>, std::string> read();
  bool in_order(AVFrame& picture);

  std::filesystem::path file_;
  av::Input input_;
  AVStream* video_ = nullptr;
  av::Codec codec_;
  av::Filters filters_;
  AVFilterContext* source_ = nullptr;
  AVFilterContext* sink_ = nullptr;
  AVRational time_base_{1, 1};
  std::int64_t start_ns_ = 0;  ///< of the film, by its own clock
  bool begun_ = false;
  bool deinterlaces_ = false;
  bool ended_ = false;            ///< the file
  bool flushed_ = false;          ///< the decoder
  int width_ = 0, height_ = 0;    ///< as the pictures are encoded
  int format_ = AV_PIX_FMT_NONE;  ///< of the first picture, as it is encoded
  int turns_ = 0;                 ///< by a quarter, clockwise, until they are upright
  std::int64_t last_pts_ = AV_NOPTS_VALUE;
  std::int64_t unreadable_ = 0;
};

}  // namespace leitai::overlays
