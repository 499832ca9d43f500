// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

/// Files that commands read and write whole. Errors are sentences that name the file.
namespace leitai::cli {

tl::expected<std::string, std::string> read_whole(const std::filesystem::path& file, std::uintmax_t most_bytes);

/// Writes beside it and renames: a file that is there is whole.
tl::expected<void, std::string> write_whole(const std::filesystem::path& file, std::string_view bytes);

/// A folder of its own below the system's temporary one, gone with the object.
class TemporaryFolder {
 public:
  static tl::expected<TemporaryFolder, std::string> make();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// `message` on stderr, as the program's own line, and `status`.
int fail(int status, const std::string& message);

}  // namespace leitai::cli
