// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/encoder.h"
#include "overlays/film/film.h"

namespace leitai::overlays {

bool keeps_alpha(FilmFormat format) {
  return format != FilmFormat::h264;
}

struct FilmWriter::Impl {
  FilmShape shape;
  std::unique_ptr<Encoder> encoder;
  av::Scaler converter;
  av::Frame frame;
  std::int64_t written = 0;

  tl::expected<void, std::string> open(const std::filesystem::path& file);
  tl::expected<void, std::string> encode() {
    frame->pts = written++;
    return encoder->encode(frame.get());
  }
};

tl::expected<void, std::string> FilmWriter::Impl::open(const std::filesystem::path& file) {
  Encoding encoding;
  encoding.format = shape.format;
  encoding.width = shape.width;
  encoding.height = shape.height;
  encoding.rate = {shape.rate.numerator, shape.rate.denominator};
  encoding.time_base = av_inv_q(encoding.rate);
  encoding.threads = shape.threads;
  auto made = Encoder::create(file, encoding);
  if (!made) return tl::unexpected(made.error());
  encoder = std::move(*made);
  const AVPixelFormat pixels = pixels_of(shape.format);
  frame.reset(av_frame_alloc());
  frame->format = pixels;
  // ProRes is tagged picture by picture.
  frame->colorspace = pixels == AV_PIX_FMT_BGRA ? AVCOL_SPC_RGB : encoding.matrix;
  frame->color_primaries = encoding.primaries;
  frame->color_trc = pixels == AV_PIX_FMT_BGRA ? AVCOL_TRC_IEC61966_2_1 : encoding.transfer;
  frame->width = shape.width;
  frame->height = shape.height;
  if (const int error = av_frame_get_buffer(frame.get(), 0); error < 0) return av::failure("a picture", error);
  converter.reset(sws_getContext(shape.width, shape.height, AV_PIX_FMT_RGBA, shape.width, shape.height, pixels,
                                 SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr, nullptr, nullptr));
  if (!converter) return tl::unexpected(std::string("pictures of this size cannot be converted"));
  const int* const matrix = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(converter.get(), matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
  return encoder->begin();
}

FilmWriter::FilmWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FilmWriter::~FilmWriter() = default;

tl::expected<std::unique_ptr<FilmWriter>, std::string> FilmWriter::create(const std::filesystem::path& file,
                                                                          const FilmShape& shape) {
  const bool is_odd = shape.width % 2 != 0 || shape.height % 2 != 0;
  if (is_odd && shape.format != FilmFormat::ffv1) {
    return tl::unexpected("a film of this kind is an even number of pixels wide and high, not " +
                          std::to_string(shape.width) + "×" + std::to_string(shape.height));
  }
  auto impl = std::make_unique<Impl>();
  impl->shape = shape;
  if (auto opened = impl->open(file); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<FilmWriter>(new FilmWriter(std::move(impl)));
}

AlphaMode FilmWriter::alpha() const {
  return keeps_alpha(impl_->shape.format) ? AlphaMode::straight : AlphaMode::premultiplied;
}

tl::expected<void, std::string> FilmWriter::write(std::span<const std::uint8_t> rgba) {
  const FilmShape& shape = impl_->shape;
  if (rgba.size() != std::size_t(shape.width) * std::size_t(shape.height) * 4) {
    return tl::unexpected(std::string("a picture of another size"));
  }
  // The encoder may still look at the last one.
  if (const int error = av_frame_make_writable(impl_->frame.get()); error < 0) return av::failure("a picture", error);
  const std::uint8_t* const from[] = {rgba.data()};
  const int stride[] = {shape.width * 4};
  sws_scale(impl_->converter.get(), from, stride, 0, shape.height, impl_->frame->data, impl_->frame->linesize);
  return impl_->encode();
}

tl::expected<void, std::string> FilmWriter::repeat() {
  if (impl_->written == 0) return tl::unexpected(std::string("there is no picture yet"));
  return impl_->encode();
}

tl::expected<void, std::string> FilmWriter::finish() {
  return impl_->encoder->finish();
}

}  // namespace leitai::overlays
