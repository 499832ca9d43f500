// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/film_input.h"

namespace leitai::overlays {

namespace {

/// Containers of film: none that names other files or addresses.
constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,flv,avi,mxf";
/// Where a film's beginning says nothing for so long, it is none.
constexpr const char* kMostProbed = "50000000";

}  // namespace

tl::expected<av::Input, std::string> open_film(const std::filesystem::path& film) {
  av::be_quiet();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set(&options, "format_whitelist", kContainers, 0);
  av_dict_set(&options, "probesize", kMostProbed, 0);
  AVFormatContext* opened = nullptr;
  // The prefix keeps a name from being read as an address.
  const int error = avformat_open_input(&opened, ("file:" + film.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  const std::string refused = film.string() + " is no film that can be read";
  if (error < 0) return av::failure(refused, error);
  av::Input input(opened);
  if (const int found = avformat_find_stream_info(opened, nullptr); found < 0) return av::failure(refused, found);
  if (opened->nb_streams == 0) return tl::unexpected(film.string() + " has no tracks");
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

}  // namespace leitai::overlays
