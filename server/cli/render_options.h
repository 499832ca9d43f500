// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "overlays/film/film.h"

namespace CLI {
class App;
}

/// What `leitai render` and `leitai rerender` are told.
namespace leitai::cli {

struct PictureSize {
  int width = 0;
  int height = 0;
};
/// "1920x1080", each side 1…preview::kMaxSide.
std::optional<PictureSize> parse_size(const std::string& text);

/// "60", "29.97", "30000/1001": 1 to 240 pictures a second. 23.976, 29.97, 59.94 and 119.88 are those of television, a
/// thousandth of 1001.
std::optional<overlays::FrameRate> parse_rate(const std::string& text);

/// How a show is drawn into a file.
struct DrawingOptions {
  std::string codec;            ///< of a .mkv: "h264" or "ffv1"; empty as nobody said
  int threads = 0;              ///< of the encoder, 0…64; 0 as many as there are cores
  std::filesystem::path theme;  ///< for channels that have none of their own; empty for the shipped one

  /// `codec_default`: which codec it is where nobody says.
  void add_to(CLI::App& command, const std::string& codec_default);
};

/// One picture, numbered pictures, or a film.
enum class OutKind { still, pictures, film };
struct OutFile {
  OutKind kind = OutKind::still;
  overlays::FilmFormat format = overlays::FilmFormat::h264;
};
/// What a name asks for by its ending. `codec` is empty, "h264" or "ffv1", and decides where a .mkv would be either;
/// `over` says that a film lies beneath. The error is a sentence.
tl::expected<OutFile, std::string> out_file(const std::filesystem::path& out, const std::string& codec, bool over);

}  // namespace leitai::cli
