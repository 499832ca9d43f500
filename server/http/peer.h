// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/head.h"

namespace leitai::http {

/// An address of this machine, in figures.
bool is_loopback(std::string_view address);

/// An IP address, written as such.
bool is_address(const std::string& text);

/// What a browser calls a server, "https://results.example:8443": scheme, host and port, and nothing after them.
bool is_origin(std::string_view text);

/// Somebody at this machine, with no proxy in between.
bool is_at_this_machine(const Head& head);

/// Where the caller's own browser finds the pages. Both headers that it is made of have been found to be this server's.
std::string own_address(const Head& head);

/// Who asks, as far as limits go: the other end of the connection or, where that is a proxy, the last address of its
/// X-Forwarded-For, which is the one that the proxy has seen itself. `proxies`: their addresses; none: any on this
/// machine. A network of its own is one who asks: of an IPv6 address that is the first half.
std::string asking_address(const Head& head, const std::vector<std::string>& proxies);

}  // namespace leitai::http
