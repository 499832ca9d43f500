// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/font_file.h"

#include <hb.h>

#include "overlays/text/file_pages.h"

namespace leitai::overlays {

std::unique_ptr<FontFile> FontFile::open(const std::string& path) {
  hb_blob_t* blob = hb_blob_create_from_file_or_fail(path.c_str());
  if (blob == nullptr) {
    return nullptr;
  }
  auto file = std::make_unique<FontFile>(blob);
  hb_blob_destroy(blob);
  return file;
}

FontFile::FontFile(hb_blob_t* blob)
    : blob_(hb_blob_reference(blob)),
      bytes_(reinterpret_cast<const std::uint8_t*>(hb_blob_get_data(blob, nullptr)), hb_blob_get_length(blob)),
      is_mapped_(is_mapped_file(bytes_.data(), bytes_.size())) {}

FontFile::~FontFile() {
  hb_blob_destroy(blob_);
}

void FontFile::give_back() const {
  if (is_mapped_) {
    give_back_pages(bytes_.data(), bytes_.size());
  }
}

}  // namespace leitai::overlays
