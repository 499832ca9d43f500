// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace leitai::http {

struct Listener {
  int socket = -1;
  int port = 0;
};

/// A listening socket on an address or host name; port 0 takes a free one. A port that another
/// server listens on is refused ("port 5757 on 127.0.0.1 is taken"), which the library's own
/// SO_REUSEPORT would hide; and a queue of 1,024 in place of its 5 lets a crowd connect at once.
tl::expected<Listener, std::string> open_listener(const std::string& bind, int port);

}  // namespace leitai::http
