// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/av/av.h"

namespace leitai::overlays {

/// A film that packets of another one are copied into.
class FilmCopy {
 public:
  /// With the tracks of `film` that say something by themselves. `final_name` says which kind of film it becomes.
  static tl::expected<FilmCopy, std::string> open(const AVFormatContext& film, const std::filesystem::path& file,
                                                  const std::filesystem::path& final_name);

  /// To set what a film's head says, before begin().
  AVFormatContext& film() { return *output_; }
  bool holds_chapters() const;
  tl::expected<void, std::string> begin();

  /// Is this track of the original in it?
  bool has(int track) const {
    const auto place = static_cast<std::size_t>(track);
    return place < places_.size() && places_[place] >= 0;  // some films name tracks further on
  }
  /// Takes the packet's bytes. `zero`: the moment of the original that becomes the film's beginning, in AV_TIME_BASE.
  tl::expected<void, std::string> write(AVPacket& packet, const AVStream& from, std::int64_t zero);
  tl::expected<void, std::string> finish();

 private:
  explicit FilmCopy(av::Output output) : output_(std::move(output)) {}
  tl::expected<void, std::string> add_tracks(const AVFormatContext& film);

  av::Output output_;
  std::vector<int> places_;             ///< of the original's tracks in the copy; -1: it is not in there
  std::vector<std::int64_t> last_dts_;  ///< of each track of the copy
};

/// Reads packets up to the film's end, over places that cannot be read.
class PacketReader {
 public:
  explicit PacketReader(AVFormatContext& film) : film_(film), packet_(av_packet_alloc()) {}

  /// Null at the end. It is the reader's, until the next one.
  AVPacket* next();
  /// Was there a place that could not be read?
  bool broken() const { return broken_; }

 private:
  AVFormatContext& film_;
  av::Packet packet_;
  bool broken_ = false;
};

}  // namespace leitai::overlays
