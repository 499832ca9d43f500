// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

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

enum class LockFault {
  held,  ///< another process, or another FileLock, holds it
  file,  ///< the lock's file cannot be made or opened
};
struct LockError {
  LockFault fault = LockFault::file;
  std::string message;  ///< a sentence
  std::string holder;   ///< held: the holder's process id, where it is known
};

/// A file's exclusive lock, held while the object lives, gone when the process dies. The file
/// stays behind, empty of meaning: removing it would let two processes hold two files of one name.
class FileLock {
 public:
  /// Fails at once where another process (or another FileLock) holds it.
  static tl::expected<std::unique_ptr<FileLock>, LockError> acquire(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(std::intptr_t handle) : handle_(handle) {}
  std::intptr_t handle_;
};

/// The user's wish to end a program: SIGINT or SIGTERM, Ctrl-C or a closed console. Make one before
/// any other thread is started: those made later inherit that they leave the signals to it.
class StopSignal {
 public:
  StopSignal();
  /// Returns when the program was asked to stop.
  void wait();
  /// Was it asked already? Any thread may look.
  bool asked() const;
};

/// Names, sizes and times of all that is in these folders and the folders in them, as one text: where it is the same,
/// nothing was written. Hidden files, which editors keep beside the real ones, are left out. At most 4,096 files of
/// each are looked at.
std::string signature_of(const std::vector<std::filesystem::path>& folders);

/// Looks at folders from time to time, on a thread of its own.
class FolderWatch {
 public:
  using Folders = std::function<std::vector<std::filesystem::path>()>;

  /// Calls `changed` with the folders' signature, on the watch's thread: once at first, and then whenever they have
  /// become others than at the last call. Each time only once they have stood still from one look to the next, as a
  /// save is often several writes. `folders` says, on the same thread, which they are. Neither may throw.
  FolderWatch(Folders folders, std::function<void(const std::string& signature)> changed,
              std::chrono::milliseconds interval = std::chrono::milliseconds(200));
  /// Waits for a running call.
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

 private:
  void run();
  bool wait();  ///< one interval; false at the end

  const Folders folders_;
  const std::function<void(const std::string&)> changed_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;  ///< the last: it uses the others
};

/// Writes a whole file that outlives a power cut: beside its place, synced, and moved there. What was there before is
/// there until then. The error is a sentence; nothing is then left behind.
tl::expected<void, std::string> write_durably(const std::filesystem::path& file, std::string_view bytes);

/// The same for a secret: only the user who runs this program may read the file. (On Windows as its folder allows.)
tl::expected<void, std::string> write_privately(const std::filesystem::path& file, std::string_view bytes);

/// Opens an http or https address in the user's browser; returns at once.
tl::expected<void, std::string> open_in_browser(const std::string& url);

/// `size` bytes from the system's secure source, as lower-case hex.
std::string random_hex(std::size_t size);

/// Whether somebody reads stderr as it is written, rather than a file or a program.
bool stderr_is_terminal();

/// The running program's file; empty where the system does not tell.
std::filesystem::path executable_path();

}  // namespace leitai::platform
