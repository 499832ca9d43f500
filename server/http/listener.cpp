// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace leitai::http {
namespace {

constexpr int kBacklog = 1024;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// The socket, or -1 with errno.
int listen_on(const addrinfo& address) {
  const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (socket < 0) {
    return -1;
  }
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket, address.ai_addr, address.ai_addrlen) == 0 && ::listen(socket, kBacklog) == 0) {
    return socket;
  }
  const int error = errno;
  ::close(socket);
  errno = error;
  return -1;
}

int port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return 0;
  }
  return address.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port)
                                       : ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

std::string why_not(const std::string& bind, int port, int error) {
  const std::string place = "port " + std::to_string(port) + " on " + bind;
  switch (error) {
    case EADDRINUSE:
      return place + " is taken";
    case EACCES:
      return place + " needs more rights than this user has";
    case EADDRNOTAVAIL:
      return bind + " is not an address of this machine";
    default:
      return place + " cannot be listened on: " + std::strerror(error);
  }
}

}  // namespace

tl::expected<Listener, std::string> open_listener(const std::string& bind, int port) {
  constexpr int kMaxPort = 65'535;
  if (port < 0 || port > kMaxPort) {
    return tl::unexpected("port " + std::to_string(port) + " is not within 0 to 65535");
  }
  addrinfo wish{};
  wish.ai_socktype = SOCK_STREAM;
  wish.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int failed = ::getaddrinfo(bind.c_str(), std::to_string(port).c_str(), &wish, &found); failed != 0) {
    return tl::unexpected("\"" + bind + "\" is not an address to listen on: " + ::gai_strerror(failed));
  }
  const Addresses addresses(found, &::freeaddrinfo);
  int error = EADDRNOTAVAIL;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    if (const int socket = listen_on(*address); socket >= 0) {
      return Listener{socket, port_of(socket)};
    }
    error = errno;
  }
  return tl::unexpected(why_not(bind, port, error));
}

}  // namespace leitai::http
