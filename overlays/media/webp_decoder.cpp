// SPDX-License-Identifier: GPL-2.0-or-later
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstring>
#include <memory>
#include <utility>

#include "overlays/media/picture_decoders.h"

namespace leitai::overlays {

/// WebP's container specification, "Metadata": the chunk holds the TIFF head alone, yet many writers put a JPEG's
/// prefix before it.
int webp_orientation(Bytes bytes) {
  const WebPData data{bytes.data(), bytes.size()};
  const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> file(WebPDemux(&data), WebPDemuxDelete);
  if (!file) return 1;
  WebPChunkIterator chunk;
  if (WebPDemuxGetChunk(file.get(), "EXIF", 1, &chunk) == 0) return 1;
  const int orientation = exif_orientation({chunk.chunk.bytes, chunk.chunk.size}, ExifPrefix::kOptional);
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

namespace {

Decoded first_picture(Bytes bytes, StraightPicture picture) {
  const WebPData data{bytes.data(), bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(WebPAnimDecoderNew(&data, nullptr),
                                                                                   WebPAnimDecoderDelete);
  std::uint8_t* shown = nullptr;
  int until_ms = 0;
  WebPAnimInfo info;
  if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0 ||
      std::int64_t{info.canvas_width} * info.canvas_height * 4 != static_cast<std::int64_t>(picture.rgba.size()) ||
      WebPAnimDecoderGetNext(decoder.get(), &shown, &until_ms) == 0) {
    return tl::unexpected(std::string("is broken, or not all of its first picture is there"));
  }
  std::memcpy(picture.rgba.data(), shown, picture.rgba.size());
  return picture;
}

}  // namespace

bool is_webp(Bytes bytes) {
  constexpr std::size_t kHead = 12;
  return bytes.size() >= kHead && std::memcmp(bytes.data(), "RIFF", 4) == 0 &&
         std::memcmp(bytes.data() + 8, "WEBP", 4) == 0;
}

Decoded decode_webp(Bytes bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) {
    return tl::unexpected(std::string("is broken: its head cannot be read"));
  }
  if (std::string fault = size_fault(features.width, features.height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  StraightPicture picture{features.width, features.height, {}};
  picture.rgba.resize(static_cast<std::size_t>(features.width) * features.height * 4);
  const auto stand_up = [bytes](StraightPicture shown) { return upright(std::move(shown), webp_orientation(bytes)); };
  if (features.has_animation != 0) return first_picture(bytes, std::move(picture)).map(stand_up);
  const int stride = features.width * 4;
  if (WebPDecodeRGBAInto(bytes.data(), bytes.size(), picture.rgba.data(), picture.rgba.size(), stride) == nullptr) {
    return tl::unexpected(std::string("is broken, or not all of it is there"));
  }
  return stand_up(std::move(picture));
}

std::string webp_rest_fault(Bytes bytes) {
  const WebPData data{bytes.data(), bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(WebPAnimDecoderNew(&data, nullptr),
                                                                                   WebPAnimDecoderDelete);
  WebPAnimInfo info;
  if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0 || info.frame_count < 2) return {};
  if (info.frame_count > kMaxWebpPictures) return "has more than " + std::to_string(kMaxWebpPictures) + " pictures";
  const std::int64_t each = std::int64_t{info.canvas_width} * info.canvas_height;
  std::uint32_t number = 0;
  for (std::int64_t pixels = 0; number < info.frame_count && pixels < kMaxCheckedPixels; pixels += each) {
    std::uint8_t* shown = nullptr;
    int until_ms = 0;
    ++number;
    if (WebPAnimDecoderGetNext(decoder.get(), &shown, &until_ms) == 0) {
      return "is broken: its picture " + std::to_string(number) + " cannot be decoded";
    }
  }
  return {};
}

}  // namespace leitai::overlays
