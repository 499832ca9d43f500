// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/part_file.h"

#include <system_error>
#include <utility>

namespace leitai::overlays {

namespace fs = std::filesystem;

namespace {

fs::path part_of(fs::path file) {
  file += ".part";
  return file;
}

}  // namespace

PartFile::PartFile(fs::path file) : file_(std::move(file)), part_(part_of(file_)) {}

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

tl::expected<void, std::string> check_apart(const fs::path& read, const fs::path& out) {
  for (const fs::path& written : {out, part_of(out)}) {
    std::error_code ignored;
    if (fs::equivalent(read, written, ignored))
      return tl::unexpected(written.string() + " is the film itself: it is not written over");
  }
  return {};
}

}  // namespace leitai::overlays
