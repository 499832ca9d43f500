// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/moving_file.h"

#include <fstream>
#include <optional>
#include <system_error>

#include "overlays/moving/kinds.h"

namespace leitai::overlays {
namespace {

struct Kind {
  bool (*is)(Bytes head);
  OpenedFile (*open)(const std::filesystem::path& file, const PicturePlace& place);
  bool (*moves)(const std::filesystem::path& file);
};
constexpr Kind kKinds[] = {{is_animated_webp, open_webp_file, webp_moves},
                           {is_avif_sequence, open_avif_file, avif_moves},
                           {is_film, open_film_file, film_moves},
                           {is_lottie, open_lottie_file, lottie_moves}};

tl::expected<const Kind*, std::string> kind_of(const std::filesystem::path& file) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(file, error);
  if (error) return tl::unexpected("cannot be read: " + error.message());
  if (!is_file) return tl::unexpected(std::string("is no file"));
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return tl::unexpected("cannot be read: " + error.message());
  if (size > kMaxMovingBytes) {
    return tl::unexpected("is larger than " + std::to_string(kMaxMovingBytes >> 20) + " MiB");
  }
  std::vector<std::uint8_t> head(kHeadBytes);
  std::ifstream in(file, std::ios::binary);
  if (!in) return tl::unexpected(std::string("cannot be read"));
  in.read(reinterpret_cast<char*>(head.data()), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  for (const Kind& kind : kKinds) {
    if (kind.is(head)) return &kind;
  }
  return tl::unexpected(
      std::string("is no film and no animation that is drawn: WebM, MP4, MOV, GIF, WebP, AVIF and "
                  "Lottie are"));
}

}  // namespace

OpenedFile MovingFile::open(const std::filesystem::path& file, const PicturePlace& place) {
  if (place.width < 1 || place.height < 1 || place.width > kMaxPictureSide || place.height > kMaxPictureSide) {
    return tl::unexpected(std::string("has no place that it could be drawn in"));
  }
  const auto kind = kind_of(file);
  if (!kind) return tl::unexpected(kind.error());
  return (*kind)->open(file, place);
}

bool is_moving(const std::filesystem::path& file) {
  const auto kind = kind_of(file);
  return kind && (*kind)->moves(file);
}

tl::expected<std::vector<std::uint8_t>, std::string> file_bytes(const std::filesystem::path& file,
                                                                std::uintmax_t most) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  const std::streamoff size = in ? static_cast<std::streamoff>(in.tellg()) : -1;
  if (size < 0) return tl::unexpected(std::string("cannot be read"));
  if (static_cast<std::uintmax_t>(size) > most) {
    return tl::unexpected("is larger than " + std::to_string(most >> 20) + " MiB");
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), size);
  if (in.gcount() != size) return tl::unexpected(std::string("cannot be read"));
  return bytes;
}

std::string moving_size_fault(std::int64_t width, std::int64_t height) {
  if (width < 1 || height < 1) return "has no size";
  if (width > kMaxMovingSide || height > kMaxMovingSide) {
    return "is larger than " + std::to_string(kMaxMovingSide) + " pixels: it has " + std::to_string(width) + "×" +
           std::to_string(height);
  }
  return {};
}

tl::expected<MovingTimes, std::string> times_of(std::span<const std::int64_t> durations_ns) {
  if (durations_ns.empty()) return tl::unexpected(std::string("has no pictures"));
  if (durations_ns.size() > kMaxMovingPictures) {
    return tl::unexpected("has more than " + std::to_string(kMaxMovingPictures) + " pictures");
  }
  MovingTimes times;
  for (const std::int64_t duration : durations_ns) {
    times.begins_ns.push_back(times.end_ns);
    if (duration < 1 || duration > kMaxMovingNs - times.end_ns) {
      return tl::unexpected(std::string("lasts longer than a day"));
    }
    times.end_ns += duration;
  }
  return times;
}

}  // namespace leitai::overlays
