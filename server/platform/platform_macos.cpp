// SPDX-License-Identifier: GPL-2.0-or-later
#include <crt_externs.h>
#include <mach-o/dyld.h>
#include <pthread/qos.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include <system_error>
#include <thread>

#include "server/platform/memory.h"
#include "server/platform/platform.h"
#include "server/platform/platform_common.h"
#include "server/platform/priority.h"

namespace leitai::platform {

// CLOCK_MONOTONIC_RAW counts time asleep here, and nothing slews it.
std::int64_t boot_clock_ns() {
  return static_cast<std::int64_t>(::clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW));
}

bool fill_random(std::span<std::uint8_t> bytes) {
  ::arc4random_buf(bytes.data(), bytes.size());
  return true;
}

void give_back_memory() {}

void give_way() {
  ::pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
}

std::filesystem::path executable_path() {
  std::uint32_t size = 0;
  ::_NSGetExecutablePath(nullptr, &size);
  std::string text(size, '\0');
  if (::_NSGetExecutablePath(text.data(), &size) != 0) return {};
  std::error_code error;
  auto path = std::filesystem::canonical(text.c_str(), error);
  return error ? std::filesystem::path() : path;
}

tl::expected<void, std::string> open_in_browser(const std::string& url) {
  if (!is_web_address(url)) return tl::unexpected(std::string("not a web address: ") + url);
  std::string program = "/usr/bin/open";
  std::string address = url;
  char* const arguments[] = {program.data(), address.data(), nullptr};
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  // The browser may live longer than this program: it must not keep its sockets and files.
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_CLOEXEC_DEFAULT | POSIX_SPAWN_SETSID);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, program.c_str(), nullptr, &attributes, arguments, *_NSGetEnviron());
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) return tl::unexpected("open cannot be started: " + std::system_category().message(error));
  // `open` hands the address over and ends at once; somebody has to collect it.
  std::thread([child] {
    int status = 0;
    ::waitpid(child, &status, 0);
  }).detach();
  return {};
}

}  // namespace leitai::platform
