// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "server/platform/platform.h"

namespace leitai::bench {

/// A folder under the build folder, gone afterwards.
class BenchFolder {
 public:
  BenchFolder() : path_(std::filesystem::path(LEITAI_BINARY_DIR) / ("bench-contest-" + platform::random_hex(4))) {
    std::filesystem::create_directory(path_);
  }
  ~BenchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  BenchFolder(const BenchFolder&) = delete;
  BenchFolder& operator=(const BenchFolder&) = delete;

  std::string operator/(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace leitai::bench
