// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/render_options.h"

#include <numeric>
#include <regex>

#include <CLI/CLI.hpp>

#include "server/cli/film.h"
#include "server/preview/preview.h"

namespace leitai::cli {

namespace {

constexpr int kFastest = 240;

std::optional<overlays::FrameRate> bounded(int numerator, int denominator) {
  if (denominator == 0 || numerator < denominator || numerator > kFastest * denominator) return std::nullopt;
  const int common = std::gcd(numerator, denominator);
  return overlays::FrameRate{numerator / common, denominator / common};
}

}  // namespace

std::optional<PictureSize> parse_size(const std::string& text) {
  static const std::regex kSize("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");
  std::smatch parts;
  if (!std::regex_match(text, parts, kSize)) return std::nullopt;
  const PictureSize size{std::stoi(parts[1]), std::stoi(parts[2])};
  if (size.width > preview::kMaxSide || size.height > preview::kMaxSide) return std::nullopt;
  return size;
}

std::optional<overlays::FrameRate> parse_rate(const std::string& text) {
  static const std::regex kFraction("([0-9]{1,6})/([0-9]{1,6})"), kDecimal("([0-9]{1,3})(?:\\.([0-9]{1,3}))?");
  std::smatch parts;
  if (std::regex_match(text, parts, kFraction)) return bounded(std::stoi(parts[1]), std::stoi(parts[2]));
  if (!std::regex_match(text, parts, kDecimal)) return std::nullopt;
  constexpr int kThousand = 1000, kNtsc = 1001;
  std::string decimals = parts[2].str();
  decimals.resize(3, '0');
  const int thousandths = std::stoi(parts[1]) * kThousand + std::stoi(decimals);
  for (const int whole : {24, 30, 60, 120}) {
    // As it is written with two decimals, or three.
    const int exact = whole * kThousand * kThousand / kNtsc;
    if (std::abs(thousandths - exact) <= 4) return bounded(whole * kThousand, kNtsc);
  }
  return bounded(thousandths, kThousand);
}

void DrawingOptions::add_to(CLI::App& command, const std::string& codec_default) {
  command.add_option("--codec", codec, "what a .mkv holds (default: " + codec_default + ")")
      ->check(CLI::IsMember({"h264", "ffv1"}));
  command.add_option("--threads", threads, "of the encoder (default: as many as there are cores)")
      ->check(CLI::Range(0, 64));
  command.add_option(
      "--theme", theme,
      "the show's theme, for channels that have none of their own: a folder (default: the shipped arena)");
}

tl::expected<OutFile, std::string> out_file(const std::filesystem::path& out, const std::string& codec, bool over) {
  using overlays::FilmFormat;
  const auto ending = out.extension();
  if (!codec.empty() && ending != ".mkv" && !(codec == "h264" && ending == ".mp4")) {
    return tl::unexpected(std::string("--codec is for .mkv, which holds h264 and ffv1"));
  }
  if (ending == ".png") {
    if (out.filename().string().find('%') == std::string::npos) return OutFile{OutKind::still, {}};
    if (!numbered(out, 0)) return tl::unexpected(std::string("numbered pictures are named like film-%05d.png"));
    return OutFile{OutKind::pictures, {}};
  }
  if (over && (ending == ".mov" || ending == ".webm")) {
    return tl::unexpected(std::string("a film that is drawn over is written as .mp4 or .mkv"));
  }
  if (ending == ".mov") return OutFile{OutKind::film, FilmFormat::prores4444};
  if (ending == ".webm") return OutFile{OutKind::film, FilmFormat::vp9};
  if (ending == ".mp4") return OutFile{OutKind::film, FilmFormat::h264};
  if (ending != ".mkv") return tl::unexpected(std::string("the output ends in .png, .mov, .webm, .mp4 or .mkv"));
  const bool lossless = codec.empty() ? !over : codec == "ffv1";
  return OutFile{OutKind::film, lossless ? FilmFormat::ffv1 : FilmFormat::h264};
}

}  // namespace leitai::cli
