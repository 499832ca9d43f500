// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/moving/yuv_film.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

#include <catch2/catch.hpp>

namespace leitai::test {

namespace av = overlays::av;

namespace {

constexpr std::int64_t kUsualStep = 40;

av::Frame frame_of(const YuvFilm& film, const std::array<int, 3>& color) {
  av::Frame frame(av_frame_alloc());
  frame->format = film.pixels;
  frame->width = film.width;
  frame->height = film.height;
  REQUIRE(av_frame_get_buffer(frame.get(), 0) >= 0);
  const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(film.pixels);
  for (int plane = 0; plane < 3; ++plane) {
    const int width = plane == 0 ? film.width : -((-film.width) >> format.log2_chroma_w);
    const int height = plane == 0 ? film.height : -((-film.height) >> format.log2_chroma_h);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const bool is_right = film.right_half && x >= width / 2;
        const int value = (is_right ? *film.right_half : color)[static_cast<std::size_t>(plane)];
        std::uint8_t* row = frame->data[plane] + y * frame->linesize[plane];
        if (format.comp[0].depth > 8) {
          reinterpret_cast<std::uint16_t*>(row)[x] = static_cast<std::uint16_t>(value);
        } else {
          row[x] = static_cast<std::uint8_t>(value);
        }
      }
    }
  }
  return frame;
}

av::Codec encoder_of(const YuvFilm& film, bool global_header) {
  const AVCodec* const encoder = avcodec_find_encoder_by_name("libx264");
  REQUIRE(encoder != nullptr);
  av::Codec codec(avcodec_alloc_context3(encoder));
  codec->width = film.width;
  codec->height = film.height;
  codec->pix_fmt = film.pixels;
  codec->time_base = {1, 1000};
  codec->colorspace = film.matrix;
  codec->color_range = film.range;
  codec->color_trc = film.transfer;
  codec->max_b_frames = film.b_frames;
  codec->gop_size = film.key_every;
  codec->thread_count = 1;
  codec->sample_aspect_ratio = film.pixel_aspect;
  if (!film.open_groups) codec->flags |= AV_CODEC_FLAG_CLOSED_GOP;
  if (global_header) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  REQUIRE(av_opt_set(codec->priv_data, "crf", "1", 0) >= 0);
  REQUIRE(av_opt_set(codec->priv_data, "preset", "veryfast", 0) >= 0);
  REQUIRE(av_opt_set(codec->priv_data, "x264-params", film.open_groups ? "open-gop=1:scenecut=0" : "scenecut=0", 0) >=
          0);
  REQUIRE(avcodec_open2(codec.get(), encoder, nullptr) >= 0);
  return codec;
}

}  // namespace

void write_yuv(const std::filesystem::path& file, const YuvFilm& film) {
  AVFormatContext* context = nullptr;
  REQUIRE(avformat_alloc_output_context2(&context, nullptr, nullptr, file.c_str()) >= 0);
  const av::Output output(context);
  const av::Codec codec = encoder_of(film, (context->oformat->flags & AVFMT_GLOBALHEADER) != 0);
  AVStream* const stream = avformat_new_stream(context, nullptr);
  REQUIRE(stream != nullptr);
  REQUIRE(avcodec_parameters_from_context(stream->codecpar, codec.get()) >= 0);
  stream->time_base = codec->time_base;
  stream->sample_aspect_ratio = film.pixel_aspect;
  if (film.turned) {
    std::uint8_t* matrix = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t));
    av_display_rotation_set(reinterpret_cast<std::int32_t*>(matrix), *film.turned);
  }
  REQUIRE(avio_open(&context->pb, file.c_str(), AVIO_FLAG_WRITE) >= 0);
  REQUIRE(avformat_write_header(context, nullptr) >= 0);
  const av::Packet packet(av_packet_alloc());
  for (std::size_t i = 0; i <= film.colors.size(); ++i) {
    const av::Frame frame = i < film.colors.size() ? frame_of(film, film.colors[i]) : nullptr;
    if (frame) frame->pts = film.times.empty() ? static_cast<std::int64_t>(i) * kUsualStep : film.times[i];
    REQUIRE(avcodec_send_frame(codec.get(), frame.get()) >= 0);
    while (avcodec_receive_packet(codec.get(), packet.get()) >= 0) {
      packet->duration = kUsualStep;
      av_packet_rescale_ts(packet.get(), codec->time_base, stream->time_base);
      REQUIRE(av_interleaved_write_frame(context, packet.get()) >= 0);
    }
  }
  REQUIRE(av_write_trailer(context) >= 0);
}

}  // namespace leitai::test
