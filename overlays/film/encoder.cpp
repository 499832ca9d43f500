// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/encoder.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>

namespace leitai::overlays {

namespace {

struct Settings {
  const char* codec;
  AVPixelFormat pixels;
  /// The codec's options, as pairs.
  std::vector<std::pair<const char*, const char*>> options;
};

Settings settings_of(FilmFormat format) {
  switch (format) {
    case FilmFormat::prores4444:
      return {"prores_ks", AV_PIX_FMT_YUVA444P10LE, {{"profile", "4444"}, {"alpha_bits", "16"}, {"vendor", "apl0"}}};
    case FilmFormat::vp9:
      return {
          "libvpx-vp9",
          AV_PIX_FMT_YUVA420P,
          {{"crf", "18"}, {"b", "0"}, {"row-mt", "1"}, {"deadline", "good"}, {"cpu-used", "4"}, {"auto-alt-ref", "0"}}};
    case FilmFormat::ffv1:
      return {"ffv1", AV_PIX_FMT_BGRA, {{"level", "3"}, {"slices", "4"}, {"slicecrc", "1"}, {"g", "1"}}};
    case FilmFormat::h264:
      break;
  }
  return {"libx264", AV_PIX_FMT_YUV420P, {{"preset", "veryfast"}, {"crf", "18"}}};
}

const char* container_of(const std::filesystem::path& file) {
  const auto ending = file.extension();
  if (ending == ".mov") return "mov";
  if (ending == ".webm") return "webm";
  return ending == ".mp4" ? "mp4" : "matroska";
}

}  // namespace

AVPixelFormat pixels_of(FilmFormat format) {
  return settings_of(format).pixels;
}

tl::expected<std::unique_ptr<Encoder>, std::string> Encoder::create(const std::filesystem::path& file,
                                                                    const Encoding& encoding) {
  av::be_quiet();
  auto encoder = std::unique_ptr<Encoder>(new Encoder(file, encoding));
  AVFormatContext* output = nullptr;
  if (const int error = avformat_alloc_output_context2(&output, nullptr, container_of(file), nullptr); error < 0) {
    return av::failure(encoder->cannot(), error);
  }
  encoder->output_.reset(output);
  encoder->packet_.reset(av_packet_alloc());
  if (auto opened = encoder->open_codec(); !opened) return tl::unexpected(opened.error());
  return encoder;
}

tl::expected<void, std::string> Encoder::open_codec() {
  const Settings settings = settings_of(encoding_.format);
  const AVCodec* codec = avcodec_find_encoder_by_name(settings.codec);
  if (codec == nullptr) return tl::unexpected("this FFmpeg has no encoder " + std::string(settings.codec));
  codec_.reset(avcodec_alloc_context3(codec));
  codec_->width = encoding_.width;
  codec_->height = encoding_.height;
  codec_->pix_fmt = encoding_.pixels == AV_PIX_FMT_NONE ? settings.pixels : encoding_.pixels;
  codec_->time_base = encoding_.time_base;
  codec_->framerate = encoding_.rate;
  codec_->sample_aspect_ratio = encoding_.sample_aspect;
  codec_->thread_count = encoding_.threads;
  const bool is_rgb = codec_->pix_fmt == AV_PIX_FMT_BGRA;
  codec_->colorspace = is_rgb ? AVCOL_SPC_RGB : encoding_.matrix;
  codec_->color_primaries = encoding_.primaries;
  codec_->color_trc = is_rgb ? AVCOL_TRC_IEC61966_2_1 : encoding_.transfer;
  codec_->color_range = is_rgb ? AVCOL_RANGE_JPEG : encoding_.range;
  if ((output_->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  for (const auto& [name, value] : settings.options) {
    if (const int error = av_opt_set(codec_.get(), name, value, AV_OPT_SEARCH_CHILDREN); error < 0) {
      return av::failure(std::string("the encoder does not take ") + name, error);
    }
  }
  if (const int error = avcodec_open2(codec_.get(), codec, nullptr); error < 0) {
    return av::failure("the encoder " + std::string(settings.codec) + " does not start", error);
  }
  AVStream* const stream = avformat_new_stream(output_.get(), nullptr);
  if (stream == nullptr) return tl::unexpected(cannot());
  stream->time_base = codec_->time_base;
  stream->avg_frame_rate = encoding_.rate;
  stream->sample_aspect_ratio = encoding_.sample_aspect;
  if (const int error = avcodec_parameters_from_context(stream->codecpar, codec_.get()); error < 0) {
    return av::failure(cannot(), error);
  }
  if (encoding_.format == FilmFormat::vp9) av_dict_set(&stream->metadata, "alpha_mode", "1", 0);
  return {};
}

tl::expected<int, std::string> Encoder::add_copied(const AVStream& from) {
  if (avformat_query_codec(output_->oformat, from.codecpar->codec_id, FF_COMPLIANCE_NORMAL) == 0) {
    return tl::unexpected(file_.file().string() + " cannot hold " + avcodec_get_name(from.codecpar->codec_id) +
                          ": name it .mkv");
  }
  AVStream* const stream = avformat_new_stream(output_.get(), nullptr);
  if (stream == nullptr) return tl::unexpected(cannot());
  if (const int error = avcodec_parameters_copy(stream->codecpar, from.codecpar); error < 0) {
    return av::failure(cannot(), error);
  }
  stream->codecpar->codec_tag = 0;  // the other container's
  stream->time_base = from.time_base;
  stream->disposition = from.disposition;
  av_dict_copy(&stream->metadata, from.metadata, 0);
  return stream->index;
}

bool Encoder::holds(const AVStream& from) const {
  return avformat_query_codec(output_->oformat, from.codecpar->codec_id, FF_COMPLIANCE_NORMAL) == 1;
}

void Encoder::copy_metadata(const AVFormatContext& from, const AVStream& pictures) {
  av_dict_copy(&output_->metadata, from.metadata, 0);
  AVStream& to = *output_->streams[0];
  to.disposition = pictures.disposition;
  for (const char* const name : {"language", "title", "handler_name"}) {
    if (const auto* const text = av_dict_get(pictures.metadata, name, nullptr, 0)) {
      av_dict_set(&to.metadata, name, text->value, 0);
    }
  }
  copy_chapters(from);
}

void Encoder::copy_chapters(const AVFormatContext& from) {
  constexpr unsigned kMostChapters = 10'000;
  const unsigned most = std::min(from.nb_chapters, kMostChapters);
  if (most == 0) return;
  // Freed with the output, as FFmpeg's own are.
  output_->chapters = static_cast<AVChapter**>(av_calloc(most, sizeof(AVChapter*)));
  std::int64_t last_ms = -1;
  for (unsigned i = 0; output_->chapters != nullptr && i < most; ++i) {
    const AVChapter& chapter = *from.chapters[i];
    if (chapter.time_base.num <= 0 || chapter.time_base.den <= 0) continue;
    const std::int64_t start_ms = av_rescale_q(chapter.start, chapter.time_base, {1, 1000});
    // A damaged film's chapters may go back, which players do not expect.
    if (start_ms <= last_ms || chapter.end < chapter.start) continue;
    auto* const copy = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
    if (copy == nullptr) return;
    last_ms = start_ms;
    copy->id = chapter.id;
    copy->time_base = chapter.time_base;
    copy->start = chapter.start;
    copy->end = chapter.end;
    av_dict_copy(&copy->metadata, chapter.metadata, 0);
    output_->chapters[output_->nb_chapters++] = copy;
  }
}

tl::expected<void, std::string> Encoder::begin() {
  if (const int error = avio_open(&output_->pb, file_.part().c_str(), AVIO_FLAG_WRITE); error < 0) {
    return av::failure(cannot(), error);
  }
  if (const int error = avformat_write_header(output_.get(), nullptr); error < 0) return av::failure(cannot(), error);
  return {};
}

tl::expected<void, std::string> Encoder::encode(const AVFrame* frame) {
  if (const int error = avcodec_send_frame(codec_.get(), frame); error < 0) {
    return av::failure("a picture cannot be encoded", error);
  }
  for (;;) {
    const int error = avcodec_receive_packet(codec_.get(), packet_.get());
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return {};
    if (error < 0) return av::failure("a picture cannot be encoded", error);
    // A constant rate says how long each picture stands, the last one too.
    if (packet_->duration == 0 && encoding_.rate.num > 0) {
      packet_->duration = av_rescale_q(1, av_inv_q(encoding_.rate), codec_->time_base);
    }
    if (auto written = copy(*packet_, 0, codec_->time_base); !written) return written;
  }
}

tl::expected<void, std::string> Encoder::copy(AVPacket& packet, int stream, AVRational time_base) {
  av_packet_rescale_ts(&packet, time_base, output_->streams[stream]->time_base);
  packet.stream_index = stream;
  packet.pos = -1;
  if (const int error = av_interleaved_write_frame(output_.get(), &packet); error < 0) {
    return av::failure(cannot(), error);
  }
  return {};
}

tl::expected<void, std::string> Encoder::finish() {
  if (auto flushed = encode(nullptr); !flushed) return flushed;
  if (const int error = av_write_trailer(output_.get()); error < 0) return av::failure(cannot(), error);
  if (const int error = avio_closep(&output_->pb); error < 0) return av::failure(cannot(), error);
  return file_.keep();
}

}  // namespace leitai::overlays
