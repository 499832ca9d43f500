// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/film_reader.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <cmath>
#include <cstring>
#include <limits>

#include "overlays/film/film_input.h"

namespace leitai::overlays {

namespace {

constexpr int kMaxSide = 8192;
constexpr AVRational kNanoseconds{1, 1'000'000'000};

bool is_interlaced(AVFieldOrder order) {
  return order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE;
}

bool is_plain(int pixels) {
  return pixels == AV_PIX_FMT_YUV420P || pixels == AV_PIX_FMT_YUVJ420P;
}

/// Quarter turns, clockwise, that a film asks its player for: phones are held in every way.
int turns_of(const AVStream& pictures) {
  std::size_t size = 0;
  const auto* const bytes = av_stream_get_side_data(&pictures, AV_PKT_DATA_DISPLAYMATRIX, &size);
  std::int32_t matrix[9];
  if (bytes == nullptr || size < sizeof matrix) return 0;
  std::memcpy(matrix, bytes, sizeof matrix);
  const double degrees = av_display_rotation_get(matrix);  // anticlockwise; not a number where there is no such matrix
  if (!std::isfinite(degrees)) return 0;
  return static_cast<int>(std::lround(-degrees / 90) + 4) % 4;
}

/// What is done with pictures before they are drawn on.
std::string filters_of(int turns, bool deinterlaces) {
  static constexpr const char* kTurns[] = {"", "transpose=clock,", "hflip,vflip,", "transpose=cclock,"};
  return std::string(deinterlaces ? "bwdif=mode=send_frame:deint=all," : "") + kTurns[turns] +
         "format=yuv420p|yuvj420p";
}

}  // namespace

bool FilmReader::is_copied(const AVStream& track) {
  const auto type = track.codecpar->codec_type;
  return type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_SUBTITLE;
}

tl::expected<std::unique_ptr<FilmReader>, std::string> FilmReader::open(const std::filesystem::path& file,
                                                                        int threads) {
  auto reader = std::unique_ptr<FilmReader>(new FilmReader(file));
  if (auto opened = reader->open_input(); !opened) return tl::unexpected(opened.error());
  if (auto opened = reader->open_codec(threads); !opened) return tl::unexpected(opened.error());
  return reader;
}

tl::expected<void, std::string> FilmReader::open_input() {
  auto opened = open_film(file_);
  if (!opened) return tl::unexpected(opened.error());
  input_ = std::move(*opened);
  const int pictures = picture_track(*input_);
  if (pictures < 0) return tl::unexpected(file_.string() + " has no pictures");
  video_ = input_->streams[pictures];
  start_ns_ = av_rescale_q(first_time(*input_), AV_TIME_BASE_Q, kNanoseconds);
  for (unsigned i = 0; i < input_->nb_streams; ++i) {
    AVStream* const stream = input_->streams[i];
    const bool wanted = stream == video_ || is_copied(*stream);
    stream->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  return {};
}

tl::expected<void, std::string> FilmReader::open_codec(int threads) {
  const AVCodecParameters& parameters = *video_->codecpar;
  if (parameters.width < 2 || parameters.height < 2 || parameters.width > kMaxSide || parameters.height > kMaxSide ||
      parameters.width % 2 != 0 || parameters.height % 2 != 0) {
    return tl::unexpected(file_.string() + " is " + std::to_string(parameters.width) + "×" +
                          std::to_string(parameters.height) + " pixels: graphics go over even sizes up to " +
                          std::to_string(kMaxSide));
  }
  const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
  if (codec == nullptr) {
    return tl::unexpected(file_.string() + ": this FFmpeg does not read " + avcodec_get_name(parameters.codec_id));
  }
  codec_.reset(avcodec_alloc_context3(codec));
  avcodec_parameters_to_context(codec_.get(), &parameters);
  codec_->thread_count = threads;
  codec_->pkt_timebase = video_->time_base;
  codec_->max_pixels = std::int64_t{kMaxSide} * kMaxSide;
  if (const int error = avcodec_open2(codec_.get(), codec, nullptr); error < 0) {
    return av::failure(file_.string() + " cannot be decoded", error);
  }
  width_ = parameters.width;
  height_ = parameters.height;
  turns_ = turns_of(*video_);
  time_base_ = video_->time_base;
  return {};
}

FilmInfo FilmReader::info() const {
  const AVRational rate = av_guess_frame_rate(input_.get(), video_, nullptr);
  const bool lies = turns_ % 2 != 0;
  FilmInfo info{lies ? height_ : width_, lies ? width_ : height_, {}, 0};
  if (rate.num > 0 && rate.den > 0) info.rate = {rate.num, rate.den};
  if (input_->duration > 0) info.duration_ns = av_rescale_q(input_->duration, AV_TIME_BASE_Q, kNanoseconds);
  return info;
}

std::int64_t FilmReader::time_ns(const AVFrame& picture) const {
  return av_sat_sub64(av_rescale_q(picture.pts, time_base_, kNanoseconds), start_ns_);
}

tl::expected<void, std::string> FilmReader::check(const AVFrame& picture) {
  if (picture.width != width_ || picture.height != height_) {
    return tl::unexpected(file_.string() + " changes its size on the way, which cannot be drawn over");
  }
  if (format_ == AV_PIX_FMT_NONE) format_ = picture.format;
  if (picture.format != format_ && !(is_plain(picture.format) && is_plain(format_))) {
    return tl::unexpected(file_.string() +
                          " changes to another kind of picture on the way, which cannot be drawn over");
  }
  if (av::is_hdr(picture.color_trc)) {
    return tl::unexpected(file_.string() + " is HDR, which cannot be drawn over");
  }
  return {};
}

tl::expected<void, std::string> FilmReader::open_filters(const AVFrame& first) {
  deinterlaces_ = first.interlaced_frame != 0 || is_interlaced(video_->codecpar->field_order);
  begun_ = true;
  if (!deinterlaces_ && turns_ == 0 && is_plain(first.format)) return {};
  filters_.reset(avfilter_graph_alloc());
  filters_->nb_threads = codec_->thread_count;
  const AVRational aspect = first.sample_aspect_ratio;
  const std::string source = "video_size=" + std::to_string(first.width) + "x" + std::to_string(first.height) +
                             ":pix_fmt=" + std::to_string(first.format) +
                             ":time_base=" + std::to_string(time_base_.num) + "/" + std::to_string(time_base_.den) +
                             ":pixel_aspect=" + std::to_string(aspect.num) + "/" +
                             std::to_string(std::max(1, aspect.den));
  const std::string steps = filters_of(turns_, deinterlaces_);
  int error = avfilter_graph_create_filter(&source_, avfilter_get_by_name("buffer"), "in", source.c_str(), nullptr,
                                           filters_.get());
  if (error >= 0) {
    error = avfilter_graph_create_filter(&sink_, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                         filters_.get());
  }
  AVFilterInOut* in = avfilter_inout_alloc();
  AVFilterInOut* out = avfilter_inout_alloc();
  if (error >= 0 && in != nullptr && out != nullptr) {
    *out = {av_strdup("in"), source_, 0, nullptr};
    *in = {av_strdup("out"), sink_, 0, nullptr};
    error = avfilter_graph_parse_ptr(filters_.get(), steps.c_str(), &in, &out, nullptr);
  }
  avfilter_inout_free(&in);
  avfilter_inout_free(&out);
  if (error >= 0) error = avfilter_graph_config(filters_.get(), nullptr);
  if (error < 0) return av::failure(file_.string() + " cannot be converted", error);
  time_base_ = av_buffersink_get_time_base(sink_);
  return {};
}

tl::expected<av::Frame, std::string> FilmReader::decoded() {
  // A decoder that fails again and again is asked anew once it has got more.
  constexpr int kMostFailures = 64;
  for (int failures = 0; failures < kMostFailures; ++failures) {
    av::Frame picture(av_frame_alloc());
    const int error = avcodec_receive_frame(codec_.get(), picture.get());
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return av::Frame();
    if (error < 0) {
      ++unreadable_;
      continue;
    }
    if (auto fits = check(*picture); !fits) return tl::unexpected(fits.error());
    picture->pts = picture->best_effort_timestamp;
    return picture;
  }
  return av::Frame();
}

tl::expected<av::Frame, std::string> FilmReader::filtered() {
  av::Frame picture(av_frame_alloc());
  const int error = av_buffersink_get_frame(sink_, picture.get());
  if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return av::Frame();
  if (error < 0) return av::failure(file_.string() + " cannot be converted", error);
  return picture;
}

tl::expected<void, std::string> FilmReader::filter(av::Frame picture) {
  const int error = av_buffersrc_add_frame(source_, picture.get());
  if (error < 0) return av::failure(file_.string() + " cannot be converted", error);
  return {};
}

bool FilmReader::in_order(AVFrame& picture) {
  if (picture.pts == AV_NOPTS_VALUE && last_pts_ != AV_NOPTS_VALUE) {
    picture.pts = last_pts_ + std::max<std::int64_t>(1, picture.pkt_duration);
  }
  if (picture.pts == AV_NOPTS_VALUE) picture.pts = 0;
  if (last_pts_ != AV_NOPTS_VALUE && picture.pts <= last_pts_) return false;
  last_pts_ = picture.pts;
  return true;
}

tl::expected<std::optional<FilmPart>, std::string> FilmReader::read() {
  av::Packet packet(av_packet_alloc());
  const int error = av_read_frame(input_.get(), packet.get());
  if (error < 0) {
    ended_ = true;
    if (error != AVERROR_EOF) ++unreadable_;
    avcodec_send_packet(codec_.get(), nullptr);
    return std::nullopt;
  }
  const int stream = packet->stream_index;
  if (stream == video_->index) {
    // decoded() has taken out all there was, so that there is room.
    if (avcodec_send_packet(codec_.get(), packet.get()) < 0) ++unreadable_;
    return std::nullopt;
  }
  if (!is_copied(*input_->streams[stream])) return std::nullopt;
  return FilmPart(CopiedPacket{std::move(packet), stream});
}

tl::expected<std::optional<FilmPart>, std::string> FilmReader::next() {
  for (;;) {
    if (sink_ != nullptr) {
      auto picture = filtered();
      if (!picture) return tl::unexpected(picture.error());
      if (*picture && in_order(**picture)) return FilmPart(std::move(*picture));
      if (*picture) continue;
      if (flushed_) return std::nullopt;
    }
    auto picture = decoded();
    if (!picture) return tl::unexpected(picture.error());
    if (*picture) {
      if (!begun_) {
        if (auto opened = open_filters(**picture); !opened) return tl::unexpected(opened.error());
      }
      if (sink_ == nullptr) {
        if (in_order(**picture)) return FilmPart(std::move(*picture));
        ++unreadable_;
        continue;
      }
      if (auto taken = filter(std::move(*picture)); !taken) return tl::unexpected(taken.error());
      continue;
    }
    if (ended_) {
      if (sink_ == nullptr || flushed_) return std::nullopt;
      flushed_ = true;
      if (auto taken = filter(nullptr); !taken) return tl::unexpected(taken.error());
      continue;
    }
    auto part = read();
    if (!part) return tl::unexpected(part.error());
    if (*part) return part;
  }
}

}  // namespace leitai::overlays
