// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdlib>

#include "overlays/moving/film_decoder.h"
#include "overlays/moving/frame_converter.h"
#include "overlays/moving/kinds.h"
#include "overlays/moving/place_fitter.h"

namespace leitai::overlays {
namespace {

/// From a display matrix (libavutil/display.h): it says where the right and the lower end of a picture come to lie.
Turn turn_of(const AVStream& track) {
  std::size_t size = 0;
  const std::uint8_t* data = av_stream_get_side_data(&track, AV_PKT_DATA_DISPLAYMATRIX, &size);
  constexpr std::size_t kNumbers = 9;
  if (data == nullptr || size < kNumbers * sizeof(std::int32_t)) return {};
  const auto* matrix = reinterpret_cast<const std::int32_t*>(data);
  const std::int64_t a = matrix[0], b = matrix[1], c = matrix[3], d = matrix[4];
  Turn turn;
  turn.mirrored = a * d - b * c < 0;
  if (std::llabs(d) >= std::llabs(c)) {
    turn.quarters = d < 0 ? 2 : 0;
  } else {
    turn.quarters = c < 0 ? 1 : 3;
  }
  return turn;
}

double pixel_aspect(const AVStream& track, const AVFrame& picture) {
  const AVRational of_track = track.sample_aspect_ratio;
  const AVRational aspect = of_track.num > 0 && of_track.den > 0 ? of_track : picture.sample_aspect_ratio;
  if (aspect.num <= 0 || aspect.den <= 0) return 1;
  constexpr double kMost = 16;
  const double value = av_q2d(aspect);
  return value > kMost || value < 1 / kMost ? 1 : value;
}

class FilmFile : public MovingFile {
 public:
  FilmFile(std::unique_ptr<FilmDecoder> decoder, const StoredSize& stored, const PicturePlace& place)
      : decoder_(std::move(decoder)), fitter_(stored, place) {}

  MovingSize natural_size() const override { return fitter_.natural_size(); }
  int width() const override { return fitter_.width(); }
  int height() const override { return fitter_.height(); }
  const MovingTimes& times() const override { return decoder_->source().index().times; }

  tl::expected<void, std::string> read(std::uint32_t number, std::span<std::uint8_t> rgba) override {
    if (number >= times().begins_ns.size()) return tl::unexpected(std::string("has no such picture"));
    auto picture = decoder_->picture(number);
    if (!picture) return tl::unexpected(picture.error());
    auto converted = converter_.convert(**picture, fitter_.part());
    if (!converted) return tl::unexpected(converted.error());
    if (converted->is_opaque) {
      fitter_.shape_opaque(converted->bytes, converted->stride, rgba);
    } else {
      fitter_.shape_part(converted->bytes, converted->stride, rgba);
    }
    return {};
  }

 private:
  std::unique_ptr<FilmDecoder> decoder_;
  FrameConverter converter_;
  PlaceFitter fitter_;
};

}  // namespace

OpenedFile open_film_file(const std::filesystem::path& file, const PicturePlace& place) {
  auto source = FilmSource::open(file);
  if (!source) return tl::unexpected(source.error());
  auto decoder = FilmDecoder::open(std::move(*source));
  if (!decoder) return tl::unexpected(decoder.error());
  auto first = (*decoder)->picture(0);
  if (!first) return tl::unexpected(first.error());
  if (av::is_hdr((*first)->color_trc)) return tl::unexpected(std::string("is HDR, which is not drawn"));
  const AVStream& track = (*decoder)->source().video();
  const StoredSize stored{(*first)->width, (*first)->height, pixel_aspect(track, **first), turn_of(track)};
  return std::make_unique<FilmFile>(std::move(*decoder), stored, place);
}

}  // namespace leitai::overlays
