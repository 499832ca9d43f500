// SPDX-License-Identifier: GPL-2.0-or-later
#include <fcntl.h>
#include <malloc.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "server/platform/memory.h"
#include "server/platform/platform.h"
#include "server/platform/platform_common.h"
#include "server/platform/priority.h"

namespace leitai::platform {

std::int64_t boot_clock_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

bool fill_random(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno != EINTR) return false;
    if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

// Linux keeps this number for each thread, whatever POSIX says.
void give_way() {
  constexpr int kNice = 19;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

void give_back_memory() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

std::filesystem::path executable_path() {
  std::error_code error;
  auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path() : path;
}

namespace {

/// Runs in the child of a program with many threads: nothing here may allocate or lock.
[[noreturn]] void become(char* const* arguments, int report_fd) {
  // The browser may live longer than this program: it must not keep its sockets and files.
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  ::setsid();
  const int null = ::open("/dev/null", O_RDWR);
  for (int fd = 0; null >= 0 && fd < 3; ++fd) ::dup2(null, fd);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execvp(arguments[0], arguments);
  const int error = errno;
  [[maybe_unused]] const auto written = ::write(report_fd, &error, sizeof error);
  ::_exit(127);
}

}  // namespace

tl::expected<void, std::string> open_in_browser(const std::string& url) {
  if (!is_web_address(url)) return tl::unexpected(std::string("not a web address: ") + url);
  std::string program = "xdg-open";
  std::string address = url;
  char* const arguments[] = {program.data(), address.data(), nullptr};
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) return tl::unexpected(std::system_category().message(errno));
  // Two forks: the grandchild belongs to init, so nobody has to wait for the browser's end.
  const auto child = ::fork();
  if (child == 0) {
    const auto grandchild = ::fork();
    if (grandchild == 0) become(arguments, report[1]);
    ::_exit(grandchild < 0 ? 1 : 0);
  }
  ::close(report[1]);
  int status = 0;
  if (child > 0) ::waitpid(child, &status, 0);
  int error = 0;
  const auto got = ::read(report[0], &error, sizeof error);
  ::close(report[0]);
  if (child < 0 || status != 0) return tl::unexpected(std::string("no new process can be started"));
  if (got > 0) return tl::unexpected("xdg-open cannot be started: " + std::system_category().message(error));
  return {};
}

}  // namespace leitai::platform
