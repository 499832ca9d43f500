// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <tl/expected.hpp>

/// What differs between Linux, Windows and macOS, and nothing else.
namespace leitai::platform {

/// Wall clock now, milliseconds since the Unix epoch.
std::int64_t wall_clock_ms();
/// Nanoseconds that never go back or jump, counting time asleep (CLOCK_BOOTTIME and its likes).
std::int64_t boot_clock_ns();

/// Show time: the wall clock when it was made, plus the boot-time clock since, and never before
/// `not_before_ms`. A step of the wall clock while running moves nothing. Safe on every thread.
class ShowClock {
 public:
  explicit ShowClock(std::int64_t not_before_ms = 0);
  std::int64_t now_ms() const;
  std::int64_t now_ns() const;  ///< nanoseconds since the Unix epoch

 private:
  std::int64_t offset_ns_;
};

/// A file's exclusive lock, held while the object lives, gone when the process dies.
class FileLock {
 public:
  /// Fails at once, with a sentence, where another process (or another FileLock) holds it.
  static tl::expected<std::unique_ptr<FileLock>, std::string> acquire(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(std::intptr_t handle) : handle_(handle) {}
  std::intptr_t handle_;
};

/// Opens an address in the user's browser; returns at once.
tl::expected<void, std::string> open_in_browser(const std::string& url);

/// `size` bytes from the system's secure source, as lower-case hex.
std::string random_hex(std::size_t size);

}  // namespace leitai::platform
