// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/moving/animation_inputs.h"

#include <avif/avif.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "overlays/av/av.h"

namespace leitai::test {

namespace av = overlays::av;

namespace {

/// Where a colour stands in a palette that grows; 0 is transparent.
std::uint8_t entry_of(std::vector<std::uint32_t>& palette, const std::uint8_t* rgba) {
  constexpr int kHalf = 128;
  if (rgba[3] < kHalf) return 0;
  const std::uint32_t color = 0xFF000000U | std::uint32_t{rgba[0]} << 16 | std::uint32_t{rgba[1]} << 8 | rgba[2];
  const auto found = std::find(palette.begin(), palette.end(), color);
  const auto at = static_cast<std::size_t>(found - palette.begin());
  REQUIRE(at < 256);
  if (found == palette.end()) palette.push_back(color);
  return static_cast<std::uint8_t>(at);
}

void write_packets(AVFormatContext* output, AVCodecContext* codec, const AVFrame* frame) {
  REQUIRE(avcodec_send_frame(codec, frame) >= 0);
  const av::Packet packet(av_packet_alloc());
  while (avcodec_receive_packet(codec, packet.get()) >= 0) {
    av_packet_rescale_ts(packet.get(), codec->time_base, output->streams[0]->time_base);
    REQUIRE(av_write_frame(output, packet.get()) >= 0);
  }
}

}  // namespace

void write_gif(const std::filesystem::path& file, const Animation& animation) {
  std::vector<std::uint32_t> palette{0};
  for (const Bytes& picture : animation.pictures) {
    for (std::size_t at = 0; at < picture.size(); at += 4) entry_of(palette, &picture[at]);
  }
  AVFormatContext* context = nullptr;
  REQUIRE(avformat_alloc_output_context2(&context, nullptr, "gif", file.c_str()) >= 0);
  const av::Output output(context);
  const AVCodec* const encoder = avcodec_find_encoder(AV_CODEC_ID_GIF);
  REQUIRE(encoder != nullptr);
  const av::Codec codec(avcodec_alloc_context3(encoder));
  codec->width = animation.width;
  codec->height = animation.height;
  codec->pix_fmt = AV_PIX_FMT_PAL8;
  codec->time_base = {1, 100};
  REQUIRE(avcodec_open2(codec.get(), encoder, nullptr) >= 0);
  AVStream* const stream = avformat_new_stream(context, nullptr);
  REQUIRE(stream != nullptr);
  REQUIRE(avcodec_parameters_from_context(stream->codecpar, codec.get()) >= 0);
  stream->time_base = codec->time_base;
  REQUIRE(avio_open(&context->pb, file.c_str(), AVIO_FLAG_WRITE) >= 0);
  AVDictionary* options = nullptr;
  av_dict_set_int(&options, "final_delay", animation.durations_ms.back() / 10, 0);
  REQUIRE(avformat_write_header(context, &options) >= 0);
  av_dict_free(&options);
  std::int64_t time = 0;
  for (std::size_t i = 0; i < animation.pictures.size(); ++i) {
    const av::Frame frame(av_frame_alloc());
    frame->format = AV_PIX_FMT_PAL8;
    frame->width = animation.width;
    frame->height = animation.height;
    REQUIRE(av_frame_get_buffer(frame.get(), 0) >= 0);
    std::fill_n(reinterpret_cast<std::uint32_t*>(frame->data[1]), 256, 0xFF000000U);
    std::copy(palette.begin(), palette.end(), reinterpret_cast<std::uint32_t*>(frame->data[1]));
    for (int y = 0; y < animation.height; ++y) {
      for (int x = 0; x < animation.width; ++x) {
        const std::size_t at = (static_cast<std::size_t>(y) * animation.width + x) * 4;
        frame->data[0][y * frame->linesize[0] + x] = entry_of(palette, &animation.pictures[i][at]);
      }
    }
    frame->pts = time;
    frame->pkt_duration = animation.durations_ms[i] / 10;
    time += animation.durations_ms[i] / 10;
    write_packets(context, codec.get(), frame.get());
  }
  write_packets(context, codec.get(), nullptr);
  REQUIRE(av_write_trailer(context) >= 0);
}

void write_webp(const std::filesystem::path& file, const Animation& animation) {
  WebPAnimEncoderOptions options;
  REQUIRE(WebPAnimEncoderOptionsInit(&options) != 0);
  const std::unique_ptr<WebPAnimEncoder, decltype(&WebPAnimEncoderDelete)> encoder(
      WebPAnimEncoderNew(animation.width, animation.height, &options), WebPAnimEncoderDelete);
  REQUIRE(encoder);
  WebPConfig config;
  REQUIRE(WebPConfigInit(&config) != 0);
  config.lossless = 1;
  config.exact = 1;
  int time_ms = 0;
  for (std::size_t i = 0; i < animation.pictures.size(); ++i) {
    WebPPicture picture;
    REQUIRE(WebPPictureInit(&picture) != 0);
    picture.use_argb = 1;
    picture.width = animation.width;
    picture.height = animation.height;
    REQUIRE(WebPPictureImportRGBA(&picture, animation.pictures[i].data(), animation.width * 4) != 0);
    REQUIRE(WebPAnimEncoderAdd(encoder.get(), &picture, time_ms, &config) != 0);
    WebPPictureFree(&picture);
    time_ms += animation.durations_ms[i];
  }
  REQUIRE(WebPAnimEncoderAdd(encoder.get(), nullptr, time_ms, nullptr) != 0);
  WebPData data;
  WebPDataInit(&data);
  REQUIRE(WebPAnimEncoderAssemble(encoder.get(), &data) != 0);
  write_bytes(file, Bytes(data.bytes, data.bytes + data.size));
  WebPDataClear(&data);
}

void write_avif(const std::filesystem::path& file, const Animation& animation, int turned, bool mirrored) {
  const std::unique_ptr<avifEncoder, decltype(&avifEncoderDestroy)> encoder(avifEncoderCreate(), avifEncoderDestroy);
  REQUIRE(encoder);
  encoder->timescale = 1000;
  encoder->speed = 6;
  encoder->minQuantizer = encoder->maxQuantizer = AVIF_QUANTIZER_LOSSLESS;
  encoder->minQuantizerAlpha = encoder->maxQuantizerAlpha = AVIF_QUANTIZER_LOSSLESS;
  for (std::size_t i = 0; i < animation.pictures.size(); ++i) {
    const auto width = static_cast<std::uint32_t>(animation.width),
               height = static_cast<std::uint32_t>(animation.height);
    const std::unique_ptr<avifImage, decltype(&avifImageDestroy)> image(
        avifImageCreate(width, height, 8, AVIF_PIXEL_FORMAT_YUV444), avifImageDestroy);
    image->matrixCoefficients = AVIF_MATRIX_COEFFICIENTS_IDENTITY;
    if (turned != 0) image->transformFlags |= AVIF_TRANSFORM_IROT;
    image->irot.angle = static_cast<std::uint8_t>(turned);
    if (mirrored) image->transformFlags |= AVIF_TRANSFORM_IMIR;
    image->imir.mode = 1;
    avifRGBImage rgb;
    avifRGBImageSetDefaults(&rgb, image.get());
    Bytes pixels = animation.pictures[i];
    rgb.pixels = pixels.data();
    rgb.rowBytes = width * 4;
    REQUIRE(avifImageRGBToYUV(image.get(), &rgb) == AVIF_RESULT_OK);
    const auto duration = static_cast<std::uint64_t>(animation.durations_ms[i]);
    REQUIRE(avifEncoderAddImage(encoder.get(), image.get(), duration, AVIF_ADD_IMAGE_FLAG_NONE) == AVIF_RESULT_OK);
  }
  avifRWData data = AVIF_DATA_EMPTY;
  REQUIRE(avifEncoderFinish(encoder.get(), &data) == AVIF_RESULT_OK);
  write_bytes(file, Bytes(data.data, data.data + data.size));
  avifRWDataFree(&data);
}

std::string lottie_text(int width, int height, int rate, const std::vector<Pixel>& colors) {
  using Json = nlohmann::ordered_json;  // what a part is stands first in it
  const auto still = [](Json value) { return Json{{"a", 0}, {"k", std::move(value)}}; };
  Json color_keys = Json::array(), opacity_keys = Json::array();
  int time = 0;
  for (const Pixel& color : colors) {
    Json parts = Json::array();
    for (std::size_t c = 0; c < 3; ++c) parts.push_back(color[c] / 255.0F);
    parts.push_back(1);
    color_keys.push_back({{"t", time}, {"s", parts}, {"h", 1}});
    opacity_keys.push_back({{"t", time}, {"s", {color[3] * 100.0 / 255}}, {"h", 1}});
    ++time;
  }
  const Json rectangle = {
      {"ty", "rc"}, {"d", 1}, {"s", still({width, height})}, {"p", still({width / 2, height / 2})}, {"r", still(0)}};
  const Json fill = {
      {"ty", "fl"}, {"c", {{"a", 1}, {"k", color_keys}}}, {"o", {{"a", 1}, {"k", opacity_keys}}}, {"r", 1}};
  const Json transform = {{"o", still(100)},
                          {"r", still(0)},
                          {"p", still({0, 0, 0})},
                          {"a", still({0, 0, 0})},
                          {"s", still({100, 100, 100})}};
  Json group_transform = {{"ty", "tr"}};
  group_transform.update(transform);
  const Json group = {{"ty", "gr"}, {"nm", "all of it"}, {"it", {rectangle, fill, group_transform}}};
  const Json layer = {{"ddd", 0}, {"ind", 1}, {"ty", 4},    {"nm", "colour"}, {"sr", 1}, {"ks", transform},
                      {"ao", 0},  {"ip", 0},  {"op", time}, {"st", 0},        {"bm", 0}, {"shapes", {group}}};
  const Json document = {{"v", "5.5.7"},     {"fr", rate},  {"ip", 0},  {"op", time},
                         {"w", width},       {"h", height}, {"ddd", 0}, {"assets", Json::array()},
                         {"layers", {layer}}};
  return document.dump();
}

}  // namespace leitai::test
