// SPDX-License-Identifier: GPL-2.0-or-later
#include <avif/avif.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

#include "overlays/moving/kinds.h"
#include "overlays/moving/place_fitter.h"

namespace leitai::overlays {
namespace {

struct Release {
  void operator()(avifDecoder* decoder) const { avifDecoderDestroy(decoder); }
};
using Decoder = std::unique_ptr<avifDecoder, Release>;

/// Its head has been read; null where that is broken.
Decoder parsed(Bytes bytes) {
  if (avif_has_long_tables(bytes)) return nullptr;
  Decoder decoder(avifDecoderCreate());
  if (!decoder) return nullptr;
  decoder->requestedSource = AVIF_DECODER_SOURCE_TRACKS;
  decoder->maxThreads = 1;
  decoder->ignoreExif = AVIF_TRUE;
  decoder->ignoreXMP = AVIF_TRUE;
  decoder->imageDimensionLimit = kMaxMovingSide;
  decoder->imageSizeLimit = static_cast<std::uint32_t>(kMaxMovingSide) * kMaxMovingSide;
  decoder->imageCountLimit = kMaxAvifPictures;
  if (avifDecoderSetIOMemory(decoder.get(), bytes.data(), bytes.size()) != AVIF_RESULT_OK) return nullptr;
  return avifDecoderParse(decoder.get()) == AVIF_RESULT_OK ? std::move(decoder) : nullptr;
}

std::vector<std::int64_t> durations_of(const avifDecoder& decoder) {
  std::vector<std::int64_t> durations;
  for (int i = 0; i < decoder.imageCount; ++i) {
    avifImageTiming timing;
    const bool told = avifDecoderNthImageTiming(&decoder, static_cast<std::uint32_t>(i), &timing) == AVIF_RESULT_OK;
    constexpr double kSecond = 1e9;
    constexpr std::int64_t kInstead = 100'000'000;
    const double duration_ns = told ? std::min(timing.duration * kSecond, double(kMaxMovingNs) * 2) : 0;
    durations.push_back(duration_ns >= 1 ? std::llround(duration_ns) : kInstead);
  }
  return durations;
}

/// AV1 Image File Format, 2.1: cut first, then turned anticlockwise, then mirrored. What a mirror does after a turn is
/// what it does before one the other way round.
Turn turn_of(const avifImage& picture) {
  constexpr unsigned kQuarters = 3;
  const bool is_turned = (picture.transformFlags & AVIF_TRANSFORM_IROT) != 0;
  const int anticlockwise = is_turned ? static_cast<int>(picture.irot.angle & kQuarters) : 0;
  if ((picture.transformFlags & AVIF_TRANSFORM_IMIR) == 0) return {false, (4 - anticlockwise) % 4};
  const bool upside_down = picture.imir.mode == 0;
  return {true, (anticlockwise + (upside_down ? 2 : 0)) % 4};
}

avifCropRect cut_of(const avifImage& picture) {
  avifCropRect cut{0, 0, picture.width, picture.height};
  avifDiagnostics ignored;
  avifDiagnosticsClearError(&ignored);
  if ((picture.transformFlags & AVIF_TRANSFORM_CLAP) != 0 &&
      avifCropRectConvertCleanApertureBox(&cut, &picture.clap, picture.width, picture.height, picture.yuvFormat,
                                          &ignored) == AVIF_FALSE) {
    return {0, 0, picture.width, picture.height};
  }
  return cut;
}

double pixel_aspect(const avifImage& picture) {
  if ((picture.transformFlags & AVIF_TRANSFORM_PASP) == 0) return 1;
  const double across = picture.pasp.hSpacing, down = picture.pasp.vSpacing;
  constexpr double kMost = 16;
  return across < 1 || down < 1 || across > down * kMost || down > across * kMost ? 1 : across / down;
}

class AvifFile : public MovingFile {
 public:
  AvifFile(std::vector<std::uint8_t> bytes, Decoder decoder, MovingTimes times, const StoredSize& stored,
           const avifCropRect& cut, const PicturePlace& place)
      : bytes_(std::move(bytes)),
        decoder_(std::move(decoder)),
        times_(std::move(times)),
        cut_(cut),
        width_(decoder_->image->width),
        height_(decoder_->image->height),
        fitter_(stored, place),
        straight_(static_cast<std::size_t>(width_) * height_ * 4),
        undecodable_(times_.begins_ns.size()) {}

  MovingSize natural_size() const override { return fitter_.natural_size(); }
  int width() const override { return fitter_.width(); }
  int height() const override { return fitter_.height(); }
  const MovingTimes& times() const override { return times_; }

  tl::expected<void, std::string> read(std::uint32_t number, std::span<std::uint8_t> rgba) override {
    if (number >= times().begins_ns.size()) return tl::unexpected(std::string("has no such picture"));
    while (undecodable_[number] || !decode(number)) {
      undecodable_[number] = true;
      if (number == 0) return tl::unexpected(std::string("has no picture that can be decoded"));
      --number;
    }
    const std::ptrdiff_t stride = std::ptrdiff_t{width_} * 4;
    fitter_.shape(straight_.data() + cut_.y * stride + std::ptrdiff_t{cut_.x} * 4, stride, rgba);
    return {};
  }

 private:
  bool decode(std::uint32_t number) {
    const bool is_there = static_cast<std::int64_t>(number) == decoder_->imageIndex;
    if (!is_there && avifDecoderNthImage(decoder_.get(), number) != AVIF_RESULT_OK) {
      // What comes next is not to depend on what was left half decoded.
      avifDecoderReset(decoder_.get());
      return false;
    }
    const avifImage& picture = *decoder_->image;
    if (picture.width != width_ || picture.height != height_) return false;
    avifRGBImage rgb;
    avifRGBImageSetDefaults(&rgb, &picture);
    rgb.depth = 8;
    rgb.format = AVIF_RGB_FORMAT_RGBA;
    rgb.pixels = straight_.data();
    rgb.rowBytes = width_ * 4;
    return avifImageYUVToRGB(&picture, &rgb) == AVIF_RESULT_OK;
  }

  std::vector<std::uint8_t> bytes_;
  Decoder decoder_;
  MovingTimes times_;
  avifCropRect cut_;
  std::uint32_t width_, height_;
  PlaceFitter fitter_;
  std::vector<std::uint8_t> straight_;
  std::vector<bool> undecodable_;
};

}  // namespace

bool is_avif_sequence(Bytes head) {
  // ISO/IEC 14496-12, 4.3: size, "ftyp", the brand, its version, and brands that the file is compatible with.
  constexpr std::size_t kBrand = 8, kCompatible = 16;
  if (head.size() < kCompatible || std::memcmp(head.data() + 4, "ftyp", 4) != 0) return false;
  const auto is_at = [&](std::size_t at, std::string_view brand) {
    return std::memcmp(head.data() + at, brand.data(), brand.size()) == 0;
  };
  const std::size_t size = std::size_t{head[2]} << 8 | head[3];
  if (is_at(kBrand, "avis") || is_at(kBrand, "avif")) return true;
  for (std::size_t at = kCompatible; at + 4 <= std::min(size, head.size()); at += 4) {
    if (is_at(at, "avis")) return true;
  }
  return false;
}

OpenedFile open_avif_file(const std::filesystem::path& file, const PicturePlace& place) {
  auto bytes = file_bytes(file, kMaxAnimationBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  Decoder decoder = parsed(*bytes);
  if (!decoder) {
    return tl::unexpected("is broken, is larger than " + std::to_string(kMaxMovingSide) +
                          " pixels, or has no pictures that follow one another, or more than " +
                          std::to_string(kMaxAvifPictures));
  }
  avifImage& picture = *decoder->image;
  if (std::string fault = moving_size_fault(picture.width, picture.height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  const auto curve = picture.transferCharacteristics;
  if (curve == AVIF_TRANSFER_CHARACTERISTICS_SMPTE2084 || curve == AVIF_TRANSFER_CHARACTERISTICS_HLG) {
    return tl::unexpected(std::string("is HDR, which is not drawn"));
  }
  auto times = times_of(durations_of(*decoder));
  if (!times) return tl::unexpected(times.error());
  if (avifDecoderNthImage(decoder.get(), 0) != AVIF_RESULT_OK) {
    return tl::unexpected(std::string("has no picture that can be decoded"));
  }
  const avifCropRect cut = cut_of(picture);
  const StoredSize stored{static_cast<int>(cut.width), static_cast<int>(cut.height), pixel_aspect(picture),
                          turn_of(picture)};
  return std::make_unique<AvifFile>(std::move(*bytes), std::move(decoder), std::move(*times), stored, cut, place);
}

bool avif_moves(const std::filesystem::path& file) {
  const auto bytes = file_bytes(file, kMaxAnimationBytes);
  const Decoder decoder = bytes ? parsed(*bytes) : nullptr;
  return decoder && decoder->imageCount > 1;
}

}  // namespace leitai::overlays
