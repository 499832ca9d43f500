// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace leitai::overlays {

/// A file that is being written: it lies beside its place under another name, and is removed unless it is kept.
class PartFile {
 public:
  explicit PartFile(std::filesystem::path file);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  const std::filesystem::path& file() const { return file_; }
  const std::filesystem::path& part() const { return part_; }

  /// It takes its place, and that of what lay there.
  tl::expected<void, std::string> keep();

 private:
  std::filesystem::path file_;
  std::filesystem::path part_;
};

/// Refuses to write `out`, or what it is called until it is whole, where that is the file which is read, under whatever
/// name.
tl::expected<void, std::string> check_apart(const std::filesystem::path& read, const std::filesystem::path& out);

}  // namespace leitai::overlays
