// SPDX-License-Identifier: GPL-2.0-or-later
#include <webp/demux.h>

#include <algorithm>

#include "overlays/media/picture_decoders.h"
#include "overlays/moving/kinds.h"
#include "overlays/moving/place_fitter.h"

namespace leitai::overlays {
namespace {

struct Release {
  void operator()(WebPDemuxer* file) const { WebPDemuxDelete(file); }
  void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, Release>;
using Decoder = std::unique_ptr<WebPAnimDecoder, Release>;

Demuxer demuxed(Bytes bytes) {
  const WebPData data{bytes.data(), bytes.size()};
  return Demuxer(WebPDemux(&data));
}

/// Milliseconds of each picture. Browsers show those of 10 or less for 100: old animations were made for programs that
/// could not be so fast.
std::vector<std::int64_t> durations_of(WebPDemuxer* file) {
  std::vector<std::int64_t> durations;
  WebPIterator picture;
  constexpr std::int64_t kMillisecond = 1'000'000;
  if (WebPDemuxGetFrame(file, 1, &picture) != 0) {
    do {
      constexpr int kShortest = 10, kInstead = 100;
      durations.push_back((picture.duration <= kShortest ? kInstead : picture.duration) * kMillisecond);
    } while (WebPDemuxNextFrame(&picture) != 0 && durations.size() <= kMaxMovingPictures);
    WebPDemuxReleaseIterator(&picture);
  }
  return durations;
}

/// Pictures are painted over one another: they are decoded from the first one on.
class WebpFile : public MovingFile {
 public:
  WebpFile(std::vector<std::uint8_t> bytes, MovingTimes times, const StoredSize& stored, const PicturePlace& place)
      : bytes_(std::move(bytes)),
        times_(std::move(times)),
        stride_(std::ptrdiff_t{stored.width} * 4),
        fitter_(stored, place),
        decodable_(static_cast<std::uint32_t>(times_.begins_ns.size())) {}

  bool begin() {
    const WebPData data{bytes_.data(), bytes_.size()};
    WebPAnimDecoderOptions options;
    if (WebPAnimDecoderOptionsInit(&options) == 0) return false;
    options.color_mode = MODE_RGBA;
    decoder_.reset(WebPAnimDecoderNew(&data, &options));
    return decoder_ != nullptr && decode(0);
  }

  MovingSize natural_size() const override { return fitter_.natural_size(); }
  int width() const override { return fitter_.width(); }
  int height() const override { return fitter_.height(); }
  const MovingTimes& times() const override { return times_; }

  tl::expected<void, std::string> read(std::uint32_t number, std::span<std::uint8_t> rgba) override {
    if (number >= times().begins_ns.size()) return tl::unexpected(std::string("has no such picture"));
    while (!decode(std::min(number, decodable_ - 1))) {
      if (decodable_ == 0) return tl::unexpected(std::string("has no picture that can be decoded"));
    }
    fitter_.shape(picture_, stride_, rgba);
    return {};
  }

 private:
  /// False where it comes upon one that cannot be decoded, which is known from then on.
  bool decode(std::uint32_t number) {
    if (next_ > number + 1 || picture_ == nullptr) {
      WebPAnimDecoderReset(decoder_.get());
      next_ = 0;
    }
    for (; next_ <= number; ++next_) {
      int time_ms = 0;
      if (WebPAnimDecoderGetNext(decoder_.get(), &picture_, &time_ms) == 0) {
        // It is half painted over.
        picture_ = nullptr;
        decodable_ = next_;
        return false;
      }
    }
    return true;
  }

  std::vector<std::uint8_t> bytes_;
  MovingTimes times_;
  std::ptrdiff_t stride_;
  PlaceFitter fitter_;
  Decoder decoder_;
  std::uint8_t* picture_ = nullptr;  ///< the one before next_
  std::uint32_t next_ = 0;
  std::uint32_t decodable_;  ///< pictures, from the first one on
};

Turn turn_of(int exif_orientation) {
  switch (exif_orientation) {
    case 2:
      return {true, 0};
    case 3:
      return {false, 2};
    case 4:
      return {true, 2};
    case 5:
      return {true, 3};
    case 6:
      return {false, 1};
    case 7:
      return {true, 1};
    case 8:
      return {false, 3};
    default:
      return {};
  }
}

}  // namespace

bool is_animated_webp(Bytes head) {
  return is_webp(head);
}

OpenedFile open_webp_file(const std::filesystem::path& file, const PicturePlace& place) {
  auto bytes = file_bytes(file, kMaxAnimationBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string broken = "is broken, or not all of it is there";
  const Demuxer container = demuxed(*bytes);
  if (!container) return tl::unexpected(broken);
  const auto width = WebPDemuxGetI(container.get(), WEBP_FF_CANVAS_WIDTH);
  const auto height = WebPDemuxGetI(container.get(), WEBP_FF_CANVAS_HEIGHT);
  if (std::string fault = moving_size_fault(width, height); !fault.empty()) return tl::unexpected(std::move(fault));
  if (WebPDemuxGetI(container.get(), WEBP_FF_FRAME_COUNT) > kMaxWebpPictures) {
    return tl::unexpected("has more than " + std::to_string(kMaxWebpPictures) + " pictures");
  }
  auto times = times_of(durations_of(container.get()));
  if (!times) return tl::unexpected(times.error());
  const StoredSize stored{static_cast<int>(width), static_cast<int>(height), 1, turn_of(webp_orientation(*bytes))};
  auto opened = std::make_unique<WebpFile>(std::move(*bytes), std::move(*times), stored, place);
  if (!opened->begin()) return tl::unexpected(broken);
  return opened;
}

bool webp_moves(const std::filesystem::path& file) {
  const auto bytes = file_bytes(file, kMaxAnimationBytes);
  const Demuxer container = bytes ? demuxed(*bytes) : nullptr;
  if (!container) return false;
  // One that is too large to be played is shown, standing.
  const auto side = [&](WebPFormatFeature which) { return WebPDemuxGetI(container.get(), which); };
  const auto pictures = WebPDemuxGetI(container.get(), WEBP_FF_FRAME_COUNT);
  return pictures > 1 && pictures <= kMaxWebpPictures &&
         moving_size_fault(side(WEBP_FF_CANVAS_WIDTH), side(WEBP_FF_CANVAS_HEIGHT)).empty();
}

}  // namespace leitai::overlays
