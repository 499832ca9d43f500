// SPDX-License-Identifier: GPL-2.0-or-later
#include <avif/avif.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "overlays/media/picture_decoders.h"

namespace leitai::overlays {
namespace {

using Decoder = std::unique_ptr<avifDecoder, decltype(&avifDecoderDestroy)>;

tl::unexpected<std::string> broken(avifResult result) {
  return tl::unexpected(std::string("is broken: ") + avifResultToString(result));
}

/// The limits stand before the first byte is looked at.
Decoder decoder_of(Bytes bytes) {
  Decoder decoder(avifDecoderCreate(), avifDecoderDestroy);
  decoder->maxThreads = 1;
  decoder->ignoreExif = AVIF_TRUE;
  decoder->ignoreXMP = AVIF_TRUE;
  decoder->imageSizeLimit = static_cast<std::uint32_t>(kMaxPicturePixels);
  decoder->imageDimensionLimit = kMaxPictureSide;
  decoder->imageCountLimit = kMaxAvifPictures;
  // Many writers leave out what says how many bits there are, or the alpha's size; neither is needed.
  decoder->strictFlags = AVIF_STRICT_CLAP_VALID;
  avifDecoderSetIOMemory(decoder.get(), bytes.data(), bytes.size());
  return decoder;
}

bool has_own_light(const avifImage& image) {
  return image.transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_SMPTE2084 ||
         image.transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_HLG;
}

tl::expected<StraightPicture, std::string> pixels_of(const avifImage& image) {
  StraightPicture picture{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  picture.rgba.resize(static_cast<std::size_t>(image.width) * image.height * 4);
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, &image);
  rgb.depth = 8;
  rgb.format = AVIF_RGB_FORMAT_RGBA;
  rgb.alphaPremultiplied = AVIF_FALSE;
  rgb.pixels = picture.rgba.data();
  rgb.rowBytes = image.width * 4;
  if (const avifResult result = avifImageYUVToRGB(&image, &rgb); result != AVIF_RESULT_OK) return broken(result);
  return picture;
}

/// The part of it that its clean aperture shows (ISO/IEC 14496-12, 12.1.4).
StraightPicture shown_part(StraightPicture picture, const avifImage& image) {
  avifCropRect crop;
  avifDiagnostics ignored;
  if ((image.transformFlags & AVIF_TRANSFORM_CLAP) == 0U ||
      avifCropRectConvertCleanApertureBox(&crop, &image.clap, image.width, image.height, image.yuvFormat, &ignored) ==
          AVIF_FALSE) {
    return picture;
  }
  StraightPicture part{static_cast<int>(crop.width), static_cast<int>(crop.height), {}};
  part.rgba.reserve(static_cast<std::size_t>(crop.width) * crop.height * 4);
  for (std::size_t y = crop.y; y < crop.y + crop.height; ++y) {
    const auto row = picture.rgba.begin() + static_cast<std::ptrdiff_t>((y * image.width + crop.x) * 4);
    part.rgba.insert(part.rgba.end(), row, row + static_cast<std::ptrdiff_t>(crop.width) * 4);
  }
  return part;
}

/// As its `irot` and `imir` say, one after the other (MIAF, ISO/IEC 23000-22, 7.3.6.7). Its Exif says nothing: HEIF
/// leaves that to them.
StraightPicture turned(StraightPicture picture, const avifImage& image) {
  constexpr int kTurns[] = {1, 8, 3, 6};  // Exif's orientations for quarter turns against the clock
  constexpr int kMirrors[] = {4, 2};      // top to bottom, left to right
  if ((image.transformFlags & AVIF_TRANSFORM_IROT) != 0U) {
    picture = upright(std::move(picture), kTurns[image.irot.angle & 3]);
  }
  if ((image.transformFlags & AVIF_TRANSFORM_IMIR) != 0U) {
    picture = upright(std::move(picture), kMirrors[image.imir.mode & 1]);
  }
  return picture;
}

std::uint64_t number_at(Bytes bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes.subspan(at, count)) value = value << 8 | byte;
  return value;
}

/// ISO/IEC 14496-12: boxes, each with its size and its name, and some with others in them. One that is broken ends what
/// it lies in, and that alone: the library may pass over it.
bool has_long_tables(Bytes boxes, int depth) {
  constexpr std::string_view kHolders[] = {"meta", "moov", "trak", "mdia", "minf", "stbl", "iprp", "edts"};
  constexpr std::string_view kTables[] = {"iloc", "iinf", "iref", "ipma", "stts", "stsc",
                                          "stsz", "stco", "co64", "stss", "elst"};
  constexpr std::size_t kLongest = 64 * 1024;
  constexpr int kDeepest = 8;
  if (depth > kDeepest) return true;
  const auto is_one_of = [](const auto& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  while (boxes.size() >= 8) {
    const std::string_view name(reinterpret_cast<const char*>(&boxes[4]), 4);
    std::uint64_t size = number_at(boxes, 0, 4);
    std::size_t head = 8;
    if (size == 1 && boxes.size() >= 16) {
      size = number_at(boxes, 8, 8);
      head = 16;
    }
    if (size == 0) size = boxes.size();
    if (size < head || size > boxes.size()) return false;
    if (is_one_of(kTables, name) && size > kLongest) return true;
    if (is_one_of(kHolders, name)) {
      const std::size_t version = name == "meta" ? 4 : 0;
      const Bytes inner = boxes.subspan(head, static_cast<std::size_t>(size) - head);
      if (inner.size() >= version && has_long_tables(inner.subspan(version), depth + 1)) return true;
    }
    boxes = boxes.subspan(static_cast<std::size_t>(size));
  }
  return false;
}

}  // namespace

bool avif_has_long_tables(Bytes bytes) {
  return has_long_tables(bytes, 0);
}

bool is_avif(Bytes bytes) {
  if (bytes.size() < 12 || std::memcmp(bytes.data() + 4, "ftyp", 4) != 0) return false;
  const avifROData data{bytes.data(), bytes.size()};
  return avifPeekCompatibleFileType(&data) == AVIF_TRUE;
}

Decoded decode_avif(Bytes bytes) {
  if (avif_has_long_tables(bytes)) return tl::unexpected(std::string("has more parts than any picture"));
  const Decoder decoder = decoder_of(bytes);
  const auto fault = [&decoder] { return size_fault(decoder->image->width, decoder->image->height); };
  if (const avifResult result = avifDecoderParse(decoder.get()); result != AVIF_RESULT_OK) {
    return broken(result);
  }
  if (std::string sentence = fault(); !sentence.empty()) return tl::unexpected(std::move(sentence));
  if (const avifResult result = avifDecoderNextImage(decoder.get()); result != AVIF_RESULT_OK) {
    return broken(result);
  }
  // What is in the picture may be of another size than its container promised.
  if (std::string sentence = fault(); !sentence.empty()) return tl::unexpected(std::move(sentence));
  const avifImage& image = *decoder->image;
  if (has_own_light(image)) return tl::unexpected(std::string("is HDR (PQ or HLG): save it as SDR"));
  return pixels_of(image).map(
      [&image](StraightPicture picture) { return turned(shown_part(std::move(picture), image), image); });
}

std::string avif_rest_fault(Bytes bytes) {
  const Decoder decoder = decoder_of(bytes);
  decoder->requestedSource = AVIF_DECODER_SOURCE_TRACKS;
  if (avifDecoderParse(decoder.get()) != AVIF_RESULT_OK) return {};  // a still picture has no track
  std::int64_t pixels = 0;
  for (int number = 1; number <= decoder->imageCount && pixels < kMaxCheckedPixels; ++number) {
    if (avifDecoderNextImage(decoder.get()) != AVIF_RESULT_OK) {
      return "is broken: its picture " + std::to_string(number) + " cannot be decoded";
    }
    pixels += std::int64_t{decoder->image->width} * decoder->image->height;
  }
  return {};
}

}  // namespace leitai::overlays
