// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/audience/engine.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace leitai::bench {
namespace {

namespace fs = std::filesystem;

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  int port = 0;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&place), size) == 0 &&
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&place), &size) == 0)
    port = ntohs(place.sin_port);
  ::close(fd);
  return port;
}

bool run_script(const std::string& command) {
  return std::system(command.c_str()) == 0;
}

double pss_mb(const std::string& pid) {
  std::ifstream in("/proc/" + pid + "/smaps_rollup");
  for (std::string word; in >> word;)
    if (double kb = 0; word == "Pss:" && in >> kb) return kb / 1024;
  return 0;
}

}  // namespace

std::unique_ptr<Engine> Engine::start(const std::string& options) {
  std::unique_ptr<Engine> engine(new Engine);
  engine->port_ = free_port();
  engine->publisher_port_ = free_port();
  // nginx gives up its rights, and must still get into the folder.
  fs::permissions(fs::path(engine->prefix()).parent_path(), fs::perms::others_exec, fs::perm_options::add);
  const bool up = run_script(LEITAI_SOURCE_DIR "/deploy/up --no-install --direct --plain --address 127.0.0.1 --port " +
                             std::to_string(engine->port_) +
                             " --publish-listen 127.0.0.1:" + std::to_string(engine->publisher_port_) + " --prefix " +
                             engine->prefix() + " " + options + " >/dev/null 2>&1");
  return up ? std::move(engine) : nullptr;
}

Engine::~Engine() {
  run_script(LEITAI_SOURCE_DIR "/deploy/down --direct --prefix " + prefix());
}

std::string Engine::secret() const {
  std::string word;
  std::ifstream(secret_file()) >> word;
  return word;
}

double Engine::memory_mb() const {
  std::string master;
  std::ifstream(prefix() + "/nginx.pid") >> master;
  double sum = pss_mb(master);
  std::ifstream children("/proc/" + master + "/task/" + master + "/children");
  for (std::string pid; children >> pid;) sum += pss_mb(pid);
  return sum;
}

}  // namespace leitai::bench
