// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/files.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>

#include "server/platform/platform.h"

namespace leitai::cli {

namespace fs = std::filesystem;

namespace {

std::string last_reason() {
  return std::generic_category().message(errno);
}

}  // namespace

tl::expected<std::string, std::string> read_whole(const fs::path& file, std::uintmax_t most_bytes) {
  std::error_code error;
  if (!fs::exists(file, error)) return tl::unexpected(file.string() + " does not exist");
  if (fs::is_directory(file, error)) return tl::unexpected(file.string() + " is a folder");
  if (const auto size = fs::file_size(file, error); !error && size > most_bytes) {
    return tl::unexpected(file.string() + " is larger than " + std::to_string(most_bytes >> 20) + " MiB");
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad() || !in.is_open()) return tl::unexpected(file.string() + " cannot be read: " + last_reason());
  return text;
}

tl::expected<void, std::string> write_whole(const fs::path& file, std::string_view bytes) {
  auto part = file;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (!out) {
    const auto reason = last_reason();
    fs::remove(part, error);
    return tl::unexpected(file.string() + " cannot be written: " + reason);
  }
  fs::rename(part, file, error);
  if (!error) return {};
  const auto reason = error.message();
  fs::remove(part, error);
  return tl::unexpected(file.string() + " cannot be written: " + reason);
}

tl::expected<TemporaryFolder, std::string> TemporaryFolder::make() {
  std::error_code error;
  const auto path = fs::temp_directory_path(error) / ("leitai-" + platform::random_hex(8));
  if (!error) fs::create_directory(path, error);
  if (error) return tl::unexpected("no temporary folder can be made: " + error.message());
  return TemporaryFolder(path);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

int fail(int status, const std::string& message) {
  std::fprintf(stderr, "leitai: %s\n", message.c_str());
  return status;
}

}  // namespace leitai::cli
