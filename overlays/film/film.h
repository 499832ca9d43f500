// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/paint/cpu_painter.h"

/// Films, by FFmpeg's libraries: pictures become one, and graphics are drawn over one. Errors are sentences.
namespace leitai::overlays {

/// What a film is written as. All are tagged BT.709; the first three keep what is transparent, with straight alpha.
enum class FilmFormat : std::uint8_t {
  prores4444,  ///< QuickTime, 10 bits a colour, 16 of alpha
  vp9,         ///< WebM
  ffv1,        ///< Matroska, lossless RGBA
  h264,        ///< MP4 or Matroska, as the file's ending says; what is transparent is black
};
bool keeps_alpha(FilmFormat format);

/// Pictures a second, as a fraction: 30000/1001.
struct FrameRate {
  int numerator = 60;
  int denominator = 1;
  friend bool operator==(const FrameRate&, const FrameRate&) = default;
};

struct FilmShape {
  FilmFormat format = FilmFormat::prores4444;
  int width = 1920;   ///< pixels; even, but for ffv1
  int height = 1080;  ///< pixels; even, but for ffv1
  FrameRate rate;
  int threads = 0;  ///< of the encoder; 0: as many as there are cores
};

/// Writes a film beside `file`, under another name, and gives it its own once it is whole.
class FilmWriter {
 public:
  static tl::expected<std::unique_ptr<FilmWriter>, std::string> create(const std::filesystem::path& file,
                                                                       const FilmShape& shape);
  /// What has no name of its own yet is removed.
  ~FilmWriter();
  FilmWriter(const FilmWriter&) = delete;
  FilmWriter& operator=(const FilmWriter&) = delete;

  /// How write()'s pictures are to be encoded.
  AlphaMode alpha() const;

  /// The next picture: width · height · 4 bytes of RGBA, sRGB-encoded.
  tl::expected<void, std::string> write(std::span<const std::uint8_t> rgba);
  /// The next picture is the last one again, which costs no conversion. Needs one.
  tl::expected<void, std::string> repeat();

  /// The film is whole, and has its name.
  tl::expected<void, std::string> finish();

 private:
  struct Impl;
  explicit FilmWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What is known of a film before it is read through.
struct FilmInfo {
  int width = 0;                 ///< pixels
  int height = 0;                ///< pixels
  FrameRate rate;                ///< on average
  std::int64_t duration_ns = 0;  ///< 0: unknown
};
tl::expected<FilmInfo, std::string> film_info(const std::filesystem::path& file);

/// Graphics that are drawn over a film, in its size.
struct Overlay {
  /// Brings the canvas, transparent at first, to `time_ns`, counted from the film's beginning and never going back, and
  /// says where it was changed. Called on one thread, which is not the caller's.
  std::function<tl::expected<std::vector<PixelRect>, std::string>(std::int64_t time_ns, Canvas& canvas)> paint;
  /// Called on the caller's thread with the time that is done; false ends the work, which then fails.
  std::function<bool(std::int64_t time_ns)> advance;
};

/// What is to be said of a film that was drawn over.
struct DrawnOver {
  std::int64_t pictures = 0;
  std::int64_t unreadable = 0;  ///< pictures, and pieces of sound, that were left out
  bool deinterlaced = false;
  int subtitles_left_out = 0;  ///< tracks of a kind that the output's container does not hold
};

/// Draws graphics over each picture of a film, in linear light, and copies its sound, its chapters, its texts and the
/// subtitles that the output can hold: all times stay what they were. Pictures that lie on their side are turned.
/// `format` is h264 or ffv1. Interlaced film is made progressive (bwdif), one picture of two fields. Errors: what is no
/// film, changes its size or its kind of picture on the way, or has more than SDR's range of light.
tl::expected<DrawnOver, std::string> draw_over(const std::filesystem::path& film, const std::filesystem::path& out,
                                               FilmFormat format, int threads, const Overlay& overlay);

}  // namespace leitai::overlays
