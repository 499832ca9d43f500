// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/font_pages.h"

#include <hb.h>
#include <pango/pango-font.h>

namespace leitai::overlays {

/// Held, so that the mapping stays where it is.
struct FontPages::File {
  explicit File(hb_blob_t* of) : blob(of) {}
  ~File() { hb_blob_destroy(blob); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  hb_blob_t* blob;
};

FontPages::FontPages() = default;

FontPages::~FontPages() = default;

void FontPages::add(std::size_t number, PangoFont* font) {
  const auto [at, is_new] = files_.try_emplace(number);
  if (!is_new || font == nullptr) {
    return;
  }
  auto file = std::make_unique<File>(hb_face_reference_blob(hb_font_get_face(pango_font_get_hb_font(font))));
  if (is_mapped_file(hb_blob_get_data(file->blob, nullptr), hb_blob_get_length(file->blob))) {
    at->second = std::move(file);
  }
}

void FontPages::give_back() {
  for (const auto& [number, file] : files_) {
    if (file != nullptr) {
      give_back_pages(hb_blob_get_data(file->blob, nullptr), hb_blob_get_length(file->blob));
    }
  }
}

}  // namespace leitai::overlays
