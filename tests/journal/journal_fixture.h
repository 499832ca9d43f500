// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "server/journal/journal.h"
#include "server/platform/platform.h"

namespace leitai::journal {

/// A folder of a test's own, gone afterwards.
class TempFolder {
 public:
  TempFolder() : path_(std::filesystem::temp_directory_path() / ("leitai-journal-" + platform::random_hex(8))) {
    std::filesystem::create_directory(path_);
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline Record record(std::int64_t time_ms, const std::string& id, const std::string& data = "{}",
                     const std::string& before = "null") {
  return {0, time_ms, 0, "operator", "people", id, data, before};
}

inline Transaction transaction(std::vector<Record> records) {
  return {std::move(records), {}, {}};
}

inline bool operator==(const Record& a, const Record& b) {
  return a.token == b.token && a.time_ms == b.time_ms && a.command == b.command && a.actor == b.actor &&
         a.type == b.type && a.id == b.id && a.data == b.data && a.before == b.before;
}

}  // namespace leitai::journal
