// SPDX-License-Identifier: GPL-2.0-or-later
#include <fstream>
#include <iterator>

#include "overlays/media/picture.h"
#include "overlays/media/picture_decoders.h"
#include "overlays/media/svg.h"

namespace leitai::overlays {
namespace {

struct Kind {
  const char* type;
  bool (*is)(Bytes);
  Decoded (*decode)(Bytes);
  std::string (*rest_fault)(Bytes);  ///< null: there is never more than one
};
constexpr Kind kKinds[] = {{"image/png", is_png, decode_png, nullptr},
                           {"image/jpeg", is_jpeg, decode_jpeg, nullptr},
                           {"image/webp", is_webp, decode_webp, webp_rest_fault},
                           {"image/avif", is_avif, decode_avif, avif_rest_fault},
                           {"image/gif", is_gif, decode_gif, gif_rest_fault}};

const Kind* kind_of(Bytes bytes) {
  for (const Kind& kind : kKinds) {
    if (kind.is(bytes)) return &kind;
  }
  return nullptr;
}

tl::unexpected<std::string> unknown_kind() {
  return tl::unexpected(std::string("is no PNG, JPEG, WebP, AVIF, GIF or SVG picture"));
}

tl::expected<std::vector<std::uint8_t>, std::string> bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return tl::unexpected("cannot be read: " + error.message());
  if (size > kMaxPictureBytes) {
    return tl::unexpected("is larger than " + std::to_string(kMaxPictureBytes >> 20) + " MiB");
  }
  std::ifstream in(file, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.eof() && in.fail()) return tl::unexpected(std::string("cannot be read"));
  return bytes;
}

Decoded decoded(Bytes bytes) {
  const Kind* kind = kind_of(bytes);
  return kind == nullptr ? unknown_kind() : kind->decode(bytes);
}

tl::expected<ColorPicture, std::string> pixels_of(Bytes bytes) {
  return decoded(bytes).map([](const StraightPicture& picture) {
    return picture_from_straight_rgba(picture.rgba.data(), picture.width, picture.height);
  });
}

}  // namespace

std::string size_fault(std::int64_t width, std::int64_t height) {
  const bool drawn = width >= 1 && height >= 1 && width <= kMaxPictureSide && height <= kMaxPictureSide &&
                     width * height <= kMaxPicturePixels;
  return drawn ? std::string()
               : "has " + std::to_string(width) + "×" + std::to_string(height) + " pixels: more than are drawn";
}

tl::expected<ColorPicture, std::string> read_picture(const std::filesystem::path& file) {
  const auto bytes = bytes_of(file);
  if (!bytes) return tl::unexpected(bytes.error());
  return is_svg(*bytes) ? Svg::read(*bytes).and_then([](const Svg& svg) { return svg.draw(svg.own_place()); })
                        : pixels_of(*bytes);
}

tl::expected<ColorPicture, std::string> read_fitted(const std::filesystem::path& file, const PicturePlace& place) {
  const auto bytes = bytes_of(file);
  if (!bytes) return tl::unexpected(bytes.error());
  return is_svg(*bytes)
             ? Svg::read(*bytes).and_then([&place](const Svg& svg) { return svg.draw(place); })
             : pixels_of(*bytes).map([&place](const ColorPicture& picture) { return fitted(picture, place); });
}

tl::expected<PictureSides, std::string> read_picture_size(const std::filesystem::path& file) {
  const auto bytes = bytes_of(file);
  if (!bytes) return tl::unexpected(bytes.error());
  if (is_svg(*bytes)) {
    return Svg::read(*bytes).map([](const Svg& svg) {
      const PicturePlace place = svg.own_place();
      return PictureSides{place.width, place.height};
    });
  }
  return decoded(*bytes).map([](const StraightPicture& picture) {
    return PictureSides{picture.width, picture.height};
  });
}

tl::expected<PictureInfo, std::string> check_picture(std::string_view bytes) {
  const Bytes view(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  const Kind* kind = kind_of(view);
  if (kind == nullptr && is_svg(view)) {
    return tl::unexpected(std::string("is an SVG drawing: a theme's folder may hold those, uploads may not"));
  }
  if (kind == nullptr) return unknown_kind();
  auto info = kind->decode(view).map([kind](const StraightPicture& picture) {
    return PictureInfo{kind->type, picture.width, picture.height};
  });
  if (!info || kind->rest_fault == nullptr) return info;
  if (std::string fault = kind->rest_fault(view); !fault.empty()) return tl::unexpected(std::move(fault));
  return info;
}

}  // namespace leitai::overlays
