// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fontconfig/fontconfig.h>
#include <tl/expected.hpp>

#include "overlays/text/font_file.h"
#include "overlays/text/text_engine.h"

struct FT_LibraryRec_;
struct FT_FaceRec_;

namespace leitai::overlays {

/// Of an em of 1.
struct FaceMetrics {
  float ascent = 0;
  float descent = 0;  ///< positive
  float cap_height = 0;
};

/// A rasterised glyph. `left`, `top`, `draw_width`, `draw_height` as in AtlasSlot.
struct GlyphPicture {
  bool color = false;  ///< bytes are RGBA, sRGB-encoded, premultiplied in linear light; else coverage
  int width = 0, height = 0;
  float left = 0, top = 0;
  float draw_width = 0, draw_height = 0;
  std::vector<std::uint8_t> bytes;
};

/// FreeType faces of our own, opened from the files that fontconfig names. Pango's faces are never
/// locked for drawing: it shares them between threads. A face is opened where it is asked for and stays open until
/// close(): an open Chinese font takes some megabytes, and opening it again half a millisecond.
class FaceTable {
 public:
  static tl::expected<std::unique_ptr<FaceTable>, std::string> create();
  ~FaceTable();
  FaceTable(const FaceTable&) = delete;
  FaceTable& operator=(const FaceTable&) = delete;

  /// The face that a matched font pattern means: its file, index, variations, and whether its
  /// strokes are to be thickened. Nothing where it cannot be opened.
  std::optional<std::uint32_t> find(FcPattern* pattern);

  FaceMetrics metrics(std::uint32_t face) const;
  /// Unhinted, in pixels.
  float advance(std::uint32_t face, std::uint32_t glyph, float size_px);
  /// The glyphs are pictures of fixed sizes: quarter-pixel phases mean nothing to them.
  bool is_bitmap(std::uint32_t face) const;
  /// `quarter` moves the outline right by that many quarters of a pixel. Empty where there is
  /// nothing to draw or the font is broken.
  GlyphPicture rasterise(std::uint32_t face, std::uint32_t glyph, float size_px, int quarter,
                         const GlyphLook& look = {});

  /// Closes all faces and gives back what was read of their files. They keep their numbers.
  void close();

 private:
  struct Face {
    std::unique_ptr<const FontFile> file;
    int index = 0;
    std::string axes;
    bool embolden = false;
    bool is_bitmap = false;
    FaceMetrics metrics;
    FT_FaceRec_* handle = nullptr;  ///< null: closed
  };

  explicit FaceTable(FT_LibraryRec_* library) : library_(library) {}
  bool open(Face& face) const;
  /// Open; null where there is no such face.
  Face* opened(std::uint32_t face);
  const Face* at(std::uint32_t face) const;

  FT_LibraryRec_* library_;
  std::vector<Face> faces_;
  std::map<std::string, std::optional<std::uint32_t>> by_pattern_;
};

}  // namespace leitai::overlays
