// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/film_copy.h"

extern "C" {
#include <libavutil/avstring.h>
}

#include <algorithm>

namespace leitai::overlays {

namespace {

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};
/// Reading errors in a row after which a film is taken to end there.
constexpr int kMostFaults = 16;

/// Is it known what is in it? A film may name tracks of which nothing comes, or only further on.
bool is_described(const AVCodecParameters& track) {
  if (track.codec_id == AV_CODEC_ID_NONE) return false;
  if (track.codec_type == AVMEDIA_TYPE_AUDIO) return track.sample_rate > 0;
  return track.codec_type != AVMEDIA_TYPE_VIDEO || (track.width > 0 && track.height > 0);
}

bool is_kept(const AVStream& track) {
  if (!is_described(*track.codecpar)) return false;
  switch (track.codecpar->codec_type) {
    case AVMEDIA_TYPE_VIDEO:
    case AVMEDIA_TYPE_AUDIO:
    case AVMEDIA_TYPE_SUBTITLE:
    case AVMEDIA_TYPE_ATTACHMENT:
      return true;
    default:
      return false;  // time codes and chapter tracks are about the whole film
  }
}

/// Containers want a time of decoding that goes up and is not behind the time of showing. Behind a jump the reader
/// has none for the first pictures, and a damaged film's times may go back.
void set_decoding_time(AVPacket& packet, const AVStream& track, std::int64_t& last) {
  if (packet.dts == AV_NOPTS_VALUE && packet.pts != AV_NOPTS_VALUE) {
    const std::int64_t picture = track.avg_frame_rate.num > 0
                                     ? av_rescale_q(1, av_inv_q(track.avg_frame_rate), track.time_base)
                                     : packet.duration;
    const std::int64_t guess =
        last == AV_NOPTS_VALUE ? packet.pts - track.codecpar->video_delay * picture : last + picture;
    packet.dts = std::min(packet.pts, guess);
  }
  if (packet.dts == AV_NOPTS_VALUE) return;
  if (last != AV_NOPTS_VALUE && packet.dts <= last) packet.dts = last + 1;
  if (packet.pts != AV_NOPTS_VALUE && packet.pts < packet.dts) packet.pts = packet.dts;
  last = packet.dts;
}

}  // namespace

tl::expected<FilmCopy, std::string> FilmCopy::open(const AVFormatContext& film, const std::filesystem::path& file,
                                                   const std::filesystem::path& final_name) {
  const AVOutputFormat* kind = av_guess_format(nullptr, final_name.filename().string().c_str(), nullptr);
  if (kind == nullptr || av_match_name(kind->name, "matroska,webm,mov,mp4,flv,mpegts") == 0)
    return tl::unexpected(std::string("films end in .mkv, .webm, .mp4, .mov, .flv or .ts"));
  AVFormatContext* made = nullptr;
  const std::string url = "file:" + file.string();
  avformat_alloc_output_context2(&made, kind, nullptr, url.c_str());
  if (made == nullptr) return tl::unexpected(std::string("there is no memory for it"));
  FilmCopy copy{av::Output(made)};
  if (auto added = copy.add_tracks(film); !added) return tl::unexpected(added.error());
  av_dict_copy(&made->metadata, film.metadata, 0);
  const int opened = avio_open(&made->pb, url.c_str(), AVIO_FLAG_WRITE);
  if (opened < 0) return tl::unexpected("it cannot be written: " + av::reason(opened));
  return copy;
}

bool FilmCopy::holds_chapters() const {
  return av_match_name(output_->oformat->name, "matroska,webm,mov,mp4") != 0;
}

tl::expected<void, std::string> FilmCopy::begin() {
  AVDictionary* options = nullptr;
  av_dict_set(&options, "movflags", "+faststart", 0);
  const int begun = avformat_write_header(output_.get(), &options);
  av_dict_free(&options);
  if (begun < 0) return tl::unexpected("it cannot be begun: " + av::reason(begun));
  return {};
}

tl::expected<void, std::string> FilmCopy::write(AVPacket& packet, const AVStream& from, std::int64_t zero) {
  const int place = places_[static_cast<std::size_t>(packet.stream_index)];
  const std::int64_t shift = av_rescale_q(zero, kMicroseconds, from.time_base);
  if (packet.pts != AV_NOPTS_VALUE) packet.pts -= shift;
  if (packet.dts != AV_NOPTS_VALUE) packet.dts -= shift;
  packet.stream_index = place;
  packet.pos = -1;
  av_packet_rescale_ts(&packet, from.time_base, output_->streams[place]->time_base);
  set_decoding_time(packet, *output_->streams[place], last_dts_[static_cast<std::size_t>(place)]);
  const int written = av_interleaved_write_frame(output_.get(), &packet);
  if (written < 0) return tl::unexpected("it cannot be written: " + av::reason(written));
  return {};
}

tl::expected<void, std::string> FilmCopy::finish() {
  int ended = av_write_trailer(output_.get());
  if (const int closed = avio_closep(&output_->pb); ended >= 0) ended = closed;
  if (ended < 0) return tl::unexpected("it cannot be finished: " + av::reason(ended));
  return {};
}

tl::expected<void, std::string> FilmCopy::add_tracks(const AVFormatContext& film) {
  places_.assign(film.nb_streams, -1);
  for (unsigned i = 0; i < film.nb_streams; ++i) {
    const AVStream& from = *film.streams[i];
    if (!is_kept(from)) continue;
    AVStream* to = avformat_new_stream(output_.get(), nullptr);
    if (to == nullptr || avcodec_parameters_copy(to->codecpar, from.codecpar) < 0)
      return tl::unexpected(std::string("there is no memory for it"));
    places_[i] = to->index;
    to->codecpar->codec_tag = 0;  // another container has other names for it
    to->time_base = from.time_base;
    to->avg_frame_rate = from.avg_frame_rate;
    to->r_frame_rate = from.r_frame_rate;
    to->sample_aspect_ratio = from.sample_aspect_ratio;
    to->disposition = from.disposition;
    av_dict_copy(&to->metadata, from.metadata, 0);
    for (int k = 0; k < from.nb_side_data; ++k) {
      const AVPacketSideData& side = from.side_data[k];
      if (std::uint8_t* bytes = av_stream_new_side_data(to, side.type, side.size))
        std::copy_n(side.data, side.size, bytes);
    }
  }
  last_dts_.assign(output_->nb_streams, AV_NOPTS_VALUE);
  if (output_->nb_streams == 0) return tl::unexpected(std::string("it has no tracks that can be copied"));
  return {};
}

AVPacket* PacketReader::next() {
  if (packet_ == nullptr) return nullptr;
  for (int faults = 0; faults < kMostFaults; ++faults) {
    av_packet_unref(packet_.get());
    const int read = av_read_frame(&film_, packet_.get());
    if (read >= 0) {
      if (static_cast<unsigned>(packet_->stream_index) < film_.nb_streams) return packet_.get();
      continue;
    }
    // A file that is cut off says that it has ended as well as one that has.
    if (read == AVERROR_EOF || (film_.pb != nullptr && avio_feof(film_.pb) != 0)) break;
    broken_ = true;
  }
  return nullptr;
}

}  // namespace leitai::overlays
