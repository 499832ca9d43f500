// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/svg.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace leitai::overlays {
namespace {

struct FreeError {
  void operator()(GError* error) const { g_error_free(error); }
};
struct FreeSurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct FreeContext {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};

std::string sentence_of(GError* error, const char* otherwise) {
  const std::unique_ptr<GError, FreeError> held(error);
  return held ? std::string("is broken: ") + held->message : std::string(otherwise);
}

/// The size in its head, in pixels of 96 an inch, else that of its view box. Nothing: it says neither.
std::pair<double, double> own_size(RsvgHandle* handle) {
  double width = 0, height = 0;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) != 0) return {width, height};
  gboolean has_box = FALSE;
  RsvgRectangle box{};
  rsvg_handle_get_intrinsic_dimensions(handle, nullptr, nullptr, nullptr, nullptr, &has_box, &box);
  return has_box != FALSE ? std::pair(box.width, box.height) : std::pair(0.0, 0.0);
}

/// Where the whole drawing lies on the picture that the place shows of it, and how large that is.
struct Shown {
  int width = 0, height = 0;
  RsvgRectangle drawing{};
};

Shown shown_of(double width, double height, const PicturePlace& place) {
  const auto whole = [](double value, int most) { return std::clamp(static_cast<int>(std::lround(value)), 1, most); };
  const double across = place.width / width, down = place.height / height;
  if (place.fit == PictureFit::contain) {
    const double by = std::min(across, down);
    const int w = whole(width * by, place.width), h = whole(height * by, place.height);
    return {w, h, {0, 0, static_cast<double>(w), static_cast<double>(h)}};
  }
  const double by = std::max(across, down);
  const double left = (place.width - width * by) / 2, top = (place.height - height * by) / 2;
  return {place.width, place.height, {left, top, width * by, height * by}};
}

ColorPicture linear_picture(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  ColorPicture picture{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
  picture.pixels.reserve(static_cast<std::size_t>(picture.width) * picture.height * 4);
  const unsigned char* row = cairo_image_surface_get_data(surface);
  for (int y = 0; y < picture.height; ++y, row += cairo_image_surface_get_stride(surface)) {
    for (int x = 0; x < picture.width; ++x) append_linear_from_bgra(row + std::ptrdiff_t{x} * 4, picture.pixels);
  }
  return picture;
}

}  // namespace

struct Svg::Handle {
  explicit Handle(RsvgHandle* handle) : rsvg(handle) {}
  ~Handle() { g_object_unref(rsvg); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  RsvgHandle* rsvg;
};

bool is_svg(Bytes bytes) {
  constexpr std::size_t kHead = 4096;
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kHead));
  const std::size_t first = head.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  return first != std::string_view::npos && head[first] == '<' &&
         (head.find("<svg") != std::string_view::npos || head.find(":svg") != std::string_view::npos);
}

tl::expected<Svg, std::string> Svg::read(Bytes bytes) {
  if (bytes.size() > kMaxSvgBytes) {
    return tl::unexpected("is larger than " + std::to_string(kMaxSvgBytes >> 20) + " MiB");
  }
  const auto work = svg_work(bytes);
  if (!work) return tl::unexpected(work.error());
  GError* error = nullptr;
  // Without a base file librsvg opens no other.
  RsvgHandle* const rsvg = rsvg_handle_new_from_data(bytes.data(), bytes.size(), &error);
  if (rsvg == nullptr) return tl::unexpected(sentence_of(error, "is broken"));
  auto handle = std::make_shared<Handle>(rsvg);
  const auto [width, height] = own_size(rsvg);
  constexpr double kMostUnits = 1e6;
  if (!(width > 0 && height > 0 && width < kMostUnits && height < kMostUnits)) {
    return tl::unexpected(
        std::string("says no size that can be drawn: its svg element needs width and height, or a viewBox"));
  }
  return Svg(std::move(handle), *work, width, height);
}

PicturePlace Svg::own_place() const {
  const auto whole = [](double value) { return std::max(1, static_cast<int>(std::lround(value))); };
  return {PictureFit::contain, whole(width_), whole(height_), {}};
}

tl::expected<ColorPicture, std::string> Svg::draw(const PicturePlace& place) const {
  const Shown shown = shown_of(width_, height_, place);
  if (std::string fault = size_fault(shown.width, shown.height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  if (work_ * shown.width * shown.height > kMaxSvgWorkPixels) {
    return tl::unexpected(std::string("holds more than is drawn at this size: simplify it, or save it as a PNG"));
  }
  const std::unique_ptr<cairo_surface_t, FreeSurface> surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, shown.width, shown.height));
  const std::unique_ptr<cairo_t, FreeContext> context(cairo_create(surface.get()));
  GError* error = nullptr;
  if (rsvg_handle_render_document(handle_->rsvg, context.get(), &shown.drawing, &error) == FALSE) {
    return tl::unexpected(sentence_of(error, "cannot be drawn"));
  }
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
    return tl::unexpected(std::string("cannot be drawn: there is no memory for it"));
  }
  ColorPicture picture = linear_picture(surface.get());
  round_corners(picture, place.radius);
  return picture;
}

}  // namespace leitai::overlays
