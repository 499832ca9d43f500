// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/part_file.h"

#include <system_error>
#include <utility>

namespace leitai::overlays {

namespace fs = std::filesystem;

PartFile::PartFile(fs::path file) : file_(std::move(file)), part_(file_) {
  part_ += ".part";
}

PartFile::~PartFile() {
  std::error_code ignored;
  if (!part_.empty()) fs::remove(part_, ignored);
}

tl::expected<void, std::string> PartFile::keep() {
  std::error_code error;
  fs::rename(part_, file_, error);
  if (error) return tl::unexpected(file_.string() + " cannot be written: " + error.message());
  part_.clear();
  return {};
}

}  // namespace leitai::overlays
