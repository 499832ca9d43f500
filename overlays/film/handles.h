// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <tl/expected.hpp>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

/// FFmpeg's things with an end.
namespace leitai::overlays {

struct CloseInput {
  void operator()(AVFormatContext* input) const { avformat_close_input(&input); }
};
using InputPtr = std::unique_ptr<AVFormatContext, CloseInput>;

struct CloseOutput {
  void operator()(AVFormatContext* output) const {
    if (output->pb != nullptr) avio_closep(&output->pb);
    avformat_free_context(output);
  }
};
using OutputPtr = std::unique_ptr<AVFormatContext, CloseOutput>;

struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using PacketPtr = std::unique_ptr<AVPacket, FreePacket>;

/// FFmpeg's own words for an error.
std::string error_text(int error);

/// Opens a local film and reads what its tracks are. Playlists and network addresses are no films.
tl::expected<InputPtr, std::string> open_film(const std::filesystem::path& film);

/// The track of pictures, whose key frames say where a film can be cut; -1: it has sound alone.
int picture_track(const AVFormatContext& film);

/// Where film time is zero, in AV_TIME_BASE: at the first picture. (Sound may begin some milliseconds before it, with
/// what its encoder needs to get going.)
std::int64_t first_time(const AVFormatContext& film);

/// A film's file under another name until it is whole. What was not finished is removed.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(std::filesystem::path final_name);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Gives it its name; it must be closed.
  tl::expected<void, std::string> finish();

 private:
  std::filesystem::path final_name_;
  std::filesystem::path path_;
};

}  // namespace leitai::overlays
