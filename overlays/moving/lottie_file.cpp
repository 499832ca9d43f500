// SPDX-License-Identifier: GPL-2.0-or-later
#include <rlottie.h>

#include <algorithm>
#include <cmath>

#include "overlays/moving/kinds.h"
#include "overlays/moving/lottie_check.h"
#include "overlays/moving/place_fitter.h"

namespace leitai::overlays {
namespace {

constexpr std::uintmax_t kMaxLottieBytes = 8 << 20;

/// From the library's pixels (BGRA, premultiplied after encoding) to RGBA, straight.
void straighten(std::vector<std::uint32_t>& pixels, std::vector<std::uint8_t>& rgba) {
  std::uint8_t* out = rgba.data();
  for (const std::uint32_t pixel : pixels) {
    const std::uint32_t alpha = pixel >> 24;
    for (const unsigned shift : {16U, 8U, 0U}) {
      const std::uint32_t color = pixel >> shift & 0xFF;
      *out++ = static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, (color * 255 + alpha / 2) / alpha));
    }
    *out++ = static_cast<std::uint8_t>(alpha);
  }
}

/// Drawn at once in the size that it is shown in; what is cut off is drawn too, up to the most that is.
StoredSize drawn_size(std::size_t width, std::size_t height, const PicturePlace& place) {
  const double across = static_cast<double>(place.width) / static_cast<double>(width);
  const double down = static_cast<double>(place.height) / static_cast<double>(height);
  double by = place.fit == PictureFit::contain ? std::min(across, down) : std::max(across, down);
  by = std::min(by, kMaxMovingSide / static_cast<double>(std::max(width, height)));
  const auto whole = [by](std::size_t size) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(size) * by)));
  };
  return {whole(width), whole(height), 1, {}};
}

class LottieFile : public MovingFile {
 public:
  LottieFile(std::unique_ptr<rlottie::Animation> animation, MovingTimes times, const StoredSize& drawn,
             const PicturePlace& place)
      : animation_(std::move(animation)),
        times_(std::move(times)),
        drawn_(drawn),
        fitter_(drawn, place),
        pixels_(static_cast<std::size_t>(drawn.width) * drawn.height),
        straight_(pixels_.size() * 4) {}

  MovingSize natural_size() const override {
    std::size_t width = 0, height = 0;
    animation_->size(width, height);
    return {static_cast<int>(width), static_cast<int>(height)};
  }
  int width() const override { return fitter_.width(); }
  int height() const override { return fitter_.height(); }
  const MovingTimes& times() const override { return times_; }

  tl::expected<void, std::string> read(std::uint32_t number, std::span<std::uint8_t> rgba) override {
    if (number >= times().begins_ns.size()) return tl::unexpected(std::string("has no such picture"));
    const auto width = static_cast<std::size_t>(drawn_.width), height = static_cast<std::size_t>(drawn_.height);
    std::fill(pixels_.begin(), pixels_.end(), 0U);
    animation_->renderSync(number, rlottie::Surface(pixels_.data(), width, height, width * 4), false);
    straighten(pixels_, straight_);
    fitter_.shape(straight_.data(), std::ptrdiff_t{drawn_.width} * 4, rgba);
    return {};
  }

 private:
  std::unique_ptr<rlottie::Animation> animation_;
  MovingTimes times_;
  StoredSize drawn_;
  PlaceFitter fitter_;
  std::vector<std::uint32_t> pixels_;
  std::vector<std::uint8_t> straight_;
};

tl::expected<std::string, std::string> checked_text(const std::filesystem::path& file) {
  const auto bytes = file_bytes(file, kMaxLottieBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string text(bytes->begin(), bytes->end());
  if (auto good = check_lottie(text); !good) return tl::unexpected(good.error());
  return text;
}

tl::expected<std::unique_ptr<rlottie::Animation>, std::string> load(const std::filesystem::path& file) {
  auto text = checked_text(file);
  if (!text) return tl::unexpected(text.error());
  auto animation = rlottie::Animation::loadFromData(std::move(*text), "", "", false);
  if (!animation) return tl::unexpected(std::string("is no Lottie animation that is drawn"));
  return animation;
}

}  // namespace

bool is_lottie(Bytes head) {
  const auto first = std::find_if(head.begin(), head.end(), [](std::uint8_t byte) {
    return byte != ' ' && byte != '\n' && byte != '\r' && byte != '\t';
  });
  return first != head.end() && *first == '{';
}

OpenedFile open_lottie_file(const std::filesystem::path& file, const PicturePlace& place) {
  auto animation = load(file);
  if (!animation) return tl::unexpected(animation.error());
  std::size_t width = 0, height = 0;
  (*animation)->size(width, height);
  if (std::string fault = moving_size_fault(std::int64_t(width), std::int64_t(height)); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  const std::size_t pictures = (*animation)->totalFrame();
  const double rate = (*animation)->frameRate();
  if (pictures < 1 || pictures > kMaxMovingPictures || !(rate >= 1))
    return tl::unexpected(std::string("has no pictures"));
  MovingTimes times;
  const auto begin_of = [rate](std::size_t picture) { return std::llround(static_cast<double>(picture) * 1e9 / rate); };
  for (std::size_t i = 0; i < pictures; ++i) times.begins_ns.push_back(begin_of(i));
  times.end_ns = begin_of(pictures);
  return std::make_unique<LottieFile>(std::move(*animation), std::move(times), drawn_size(width, height, place), place);
}

bool lottie_moves(const std::filesystem::path& file) {
  const auto animation = load(file);
  return animation && (*animation)->totalFrame() > 1;
}

}  // namespace leitai::overlays
