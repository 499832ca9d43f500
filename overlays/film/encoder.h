// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "overlays/av/av.h"
#include "overlays/film/film.h"
#include "overlays/film/part_file.h"

namespace leitai::overlays {

/// How the pictures of a film that is written are encoded.
struct Encoding {
  FilmFormat format = FilmFormat::h264;
  AVPixelFormat pixels = AV_PIX_FMT_NONE;  ///< NONE: the format's own
  int width = 0;
  int height = 0;
  AVRational time_base{1, 60};
  AVRational rate{60, 1};  ///< 0/1: it varies
  AVRational sample_aspect{1, 1};
  AVColorSpace matrix = AVCOL_SPC_BT709;
  AVColorPrimaries primaries = AVCOL_PRI_BT709;
  AVColorTransferCharacteristic transfer = AVCOL_TRC_BT709;
  AVColorRange range = AVCOL_RANGE_MPEG;
  int threads = 0;
};

/// The pixel format that pictures of a format are handed over in, where the encoding says none.
AVPixelFormat pixels_of(FilmFormat format);

/// Encodes pictures into a file beside copied streams.
class Encoder {
 public:
  static tl::expected<std::unique_ptr<Encoder>, std::string> create(const std::filesystem::path& file,
                                                                    const Encoding& encoding);

  /// A stream that is copied as it is, or its number's error; before begin().
  tl::expected<int, std::string> add_copied(const AVStream& from);
  /// Can the file hold a stream as it is, whose kind not every container knows?
  bool holds(const AVStream& from) const;
  /// What the film says of itself: its texts and its chapters, and its pictures' texts.
  void copy_metadata(const AVFormatContext& from, const AVStream& pictures);
  tl::expected<void, std::string> begin();

  /// `frame.pts` is in the encoding's time base, and rises. Null: there are no more.
  tl::expected<void, std::string> encode(const AVFrame* frame);
  /// `packet`'s times are in `time_base`; it is emptied.
  tl::expected<void, std::string> copy(AVPacket& packet, int stream, AVRational time_base);

  /// Ends the film, and gives the file its name.
  tl::expected<void, std::string> finish();

 private:
  Encoder(const std::filesystem::path& file, const Encoding& encoding) : file_(file), encoding_(encoding) {}
  tl::expected<void, std::string> open_codec();
  void copy_chapters(const AVFormatContext& from);
  std::string cannot() const { return file_.file().string() + " cannot be written"; }

  PartFile file_;
  Encoding encoding_;
  av::Output output_;
  av::Codec codec_;
  av::Packet packet_;
};

}  // namespace leitai::overlays
