// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/handles.h"

#include <array>
#include <system_error>
#include <utility>

namespace leitai::overlays {

namespace {

/// No playlists, no lists of files, no network: what is named is what is read.
constexpr const char* kFormats = "matroska,webm,mov,mp4,flv,mpegts";
constexpr const char* kProtocols = "file";
/// Of a film's beginning, to find out what its tracks are.
constexpr std::int64_t kProbeBytes = 20'000'000;

}  // namespace

std::string error_text(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

tl::expected<InputPtr, std::string> open_film(const std::filesystem::path& film) {
  AVDictionary* options = nullptr;
  av_dict_set(&options, "format_whitelist", kFormats, 0);
  av_dict_set(&options, "protocol_whitelist", kProtocols, 0);
  av_dict_set_int(&options, "probesize", kProbeBytes, 0);
  AVFormatContext* opened = nullptr;
  // FFmpeg takes "a:b" for an address; with its own word for a file before it, it is a name.
  const int failed = avformat_open_input(&opened, ("file:" + film.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (failed < 0) return tl::unexpected("it cannot be opened: " + error_text(failed));
  InputPtr input(opened);
  if (const int found = avformat_find_stream_info(input.get(), nullptr); found < 0)
    return tl::unexpected("its tracks cannot be read: " + error_text(found));
  if (input->nb_streams == 0) return tl::unexpected(std::string("it has no tracks"));
  return input;
}

int picture_track(const AVFormatContext& film) {
  for (unsigned i = 0; i < film.nb_streams; ++i) {
    const AVStream& track = *film.streams[i];
    const bool is_cover = (track.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    if (track.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !is_cover) return static_cast<int>(i);
  }
  return -1;
}

std::int64_t first_time(const AVFormatContext& film) {
  const int track = picture_track(film);
  if (track >= 0 && film.streams[track]->start_time != AV_NOPTS_VALUE)
    return av_rescale_q(film.streams[track]->start_time, film.streams[track]->time_base, {1, AV_TIME_BASE});
  return film.start_time == AV_NOPTS_VALUE ? 0 : film.start_time;
}

UnfinishedFile::UnfinishedFile(std::filesystem::path final_name) : final_name_(std::move(final_name)) {
  path_ = final_name_.parent_path() / ("." + final_name_.filename().string() + ".part");
}

UnfinishedFile::~UnfinishedFile() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

tl::expected<void, std::string> UnfinishedFile::finish() {
  std::error_code error;
  std::filesystem::rename(path_, final_name_, error);
  if (error) return tl::unexpected("it cannot be given its name: " + error.message());
  path_.clear();
  return {};
}

}  // namespace leitai::overlays
