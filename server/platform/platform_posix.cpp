// SPDX-License-Identifier: GPL-2.0-or-later
// What Linux and macOS share.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "server/platform/platform.h"
#include "server/platform/platform_common.h"

namespace leitai::platform {

namespace {

/// The first line of a lock's file: its holder's process id.
std::string read_holder(int fd) {
  char text[32] = {};
  const auto length = ::pread(fd, text, sizeof text - 1, 0);
  const std::string holder(text, length > 0 ? static_cast<std::size_t>(length) : 0);
  return holder.substr(0, holder.find('\n'));
}

/// Only a help for people: that it fails does not matter.
void write_holder(int fd) {
  const auto text = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0) return;
  [[maybe_unused]] const auto written = ::pwrite(fd, text.data(), text.size(), 0);
}

std::string reason(int error) {
  return std::system_category().message(error);
}

}  // namespace

std::int64_t wall_clock_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

// flock() locks the open file, not the process: a second FileLock of this process is refused too,
// and closing some other descriptor of the same file does not lose it, as fcntl() locks would.
tl::expected<std::unique_ptr<FileLock>, LockError> FileLock::acquire(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) {
    return tl::unexpected(LockError{LockFault::file, path.string() + " cannot be opened: " + reason(errno), {}});
  }
  int result = 0;
  do {
    result = ::flock(fd, LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result != 0) {
    const int error = errno;
    const auto holder = read_holder(fd);
    ::close(fd);
    if (error == EWOULDBLOCK) return tl::unexpected(held_error(path.string(), holder));
    return tl::unexpected(LockError{LockFault::file, path.string() + " cannot be locked: " + reason(error), {}});
  }
  write_holder(fd);
  return std::unique_ptr<FileLock>(new FileLock(fd));
}

FileLock::~FileLock() {
  ::close(static_cast<int>(handle_));
}

namespace {

/// A descriptor, closed at the end.
struct Descriptor {
  explicit Descriptor(int number) : fd(number) {}
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  const int fd;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// False: errno says why.
bool write_and_move(const std::filesystem::path& beside, const std::filesystem::path& file, std::string_view bytes,
                    mode_t mode) {
  {
    const Descriptor out(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (out.fd < 0 || !write_all(out.fd, bytes) || ::fsync(out.fd) != 0) return false;
  }
  if (::rename(beside.c_str(), file.c_str()) != 0) return false;
  // The file's name is durable once its folder is.
  const auto folder = file.parent_path();
  const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC));
  return directory.fd >= 0 && ::fsync(directory.fd) == 0;
}

tl::expected<void, std::string> write_whole(const std::filesystem::path& file, std::string_view bytes, mode_t mode) {
  const auto beside = beside_of(file);
  if (write_and_move(beside, file, bytes, mode)) return {};
  const int error = errno;
  ::unlink(beside.c_str());
  return tl::unexpected(file.string() + " cannot be written: " + reason(error));
}

}  // namespace

tl::expected<void, std::string> write_durably(const std::filesystem::path& file, std::string_view bytes) {
  return write_whole(file, bytes, 0644);
}

tl::expected<void, std::string> write_privately(const std::filesystem::path& file, std::string_view bytes) {
  return write_whole(file, bytes, 0600);
}

namespace {

sigset_t stop_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

StopSignal::StopSignal() {
  const auto signals = stop_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void StopSignal::wait() {
  const auto signals = stop_signals();
  int caught = 0;
  while (::sigwait(&signals, &caught) != 0) {
  }
}

bool StopSignal::asked() const {
  sigset_t pending;
  return ::sigpending(&pending) == 0 && (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

bool stderr_is_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

}  // namespace leitai::platform
