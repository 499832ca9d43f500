// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <list>

#include "server/http/connection.h"
#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

int option_of(int socket, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  REQUIRE(::getsockopt(socket, level, name, &value, &size) == 0);
  return value;
}

}  // namespace

TEST_CASE("a crowd can connect before anybody is let in") {
  const auto listener = open_listener("127.0.0.1", 0);
  REQUIRE(listener.has_value());
  std::list<Client> crowd;
  for (int i = 0; i < 200; ++i) {
    crowd.emplace_back(listener->port);  // fails where the queue is full
  }
  CHECK(crowd.size() == 200);
  ::close(listener->socket);
}

TEST_CASE("no two listeners share a port, and none is inherited by a child") {
  const auto listener = open_listener("127.0.0.1", 0);
  REQUIRE(listener.has_value());
  CHECK(option_of(listener->socket, SOL_SOCKET, SO_REUSEPORT) == 0);
  CHECK((::fcntl(listener->socket, F_GETFD) & FD_CLOEXEC) != 0);
  CHECK_FALSE(open_listener("127.0.0.1", listener->port).has_value());
  ::close(listener->socket);
}

TEST_CASE("a connection sends small answers at once, and is not inherited by a child") {
  const auto listener = open_listener("127.0.0.1", 0);
  REQUIRE(listener.has_value());
  const Client client(listener->port);
  const int accepted = ::accept(listener->socket, nullptr, nullptr);
  REQUIRE(accepted >= 0);
  const StopSignal stop;
  const Limits limits;
  Connection connection(accepted, stop, limits);
  CHECK(option_of(accepted, IPPROTO_TCP, TCP_NODELAY) == 1);
  CHECK((::fcntl(accepted, F_GETFD) & FD_CLOEXEC) != 0);
  // A stream's reader who has stopped reading is noticed early. Linux answers twice what it was told.
  connection.become_stream();
  CHECK(option_of(accepted, SOL_SOCKET, SO_SNDBUF) == 2 * 64 * 1024);
  ::close(listener->socket);
}

TEST_CASE("a host with more than 1,024 files open is served all the same") {
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  const rlimit before = limit;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  std::list<int> files;
  {
    Rig rig;
    while (files.empty() || files.back() <= FD_SETSIZE) {
      files.push_back(::open("/dev/null", O_RDONLY));
      REQUIRE(files.back() >= 0);
    }
    CHECK(rig.get("/api/v1/health").status == 200);
  }
  for (const int file : files) {
    ::close(file);
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
}
