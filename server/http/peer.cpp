// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

#include "server/http/gate.h"

namespace leitai::http {
namespace {

constexpr const char* kForwardedFor = "X-Forwarded-For";
constexpr std::string_view kMapped = "::ffff:";

/// An IPv4 address is written as one, also where it comes in an IPv6 address.
std::string_view plain(std::string_view address) {
  const bool mapped = address.starts_with(kMapped) && address.find('.') != std::string_view::npos;
  return mapped ? address.substr(kMapped.size()) : address;
}

bool is_proxy(std::string_view address, const std::vector<std::string>& proxies) {
  return proxies.empty() ? is_loopback(address)
                         : std::any_of(proxies.begin(), proxies.end(),
                                       [&](const std::string& proxy) { return plain(proxy) == plain(address); });
}

/// The last address that the proxies have added, over however many lines.
std::string_view last_forwarded(const Head& head) {
  std::string_view last;
  for (const Field& field : head.fields) {
    if (same_word(field.name, kForwardedFor)) {
      const auto elements = list_elements(field.value);
      last = elements.empty() ? std::string_view() : elements.back();
    }
  }
  return last;
}

}  // namespace

bool is_loopback(std::string_view address) {
  return plain(address).starts_with("127.") || address == "::1";
}

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme)) {
      const std::string_view authority = text.substr(scheme.size());
      return parse_authority(authority) && authority.find_first_of("/?#@\"<>\\ ") == std::string_view::npos;
    }
  }
  return false;
}

bool is_at_this_machine(const Head& head) {
  return is_loopback(head.peer) && !head.find(kForwardedFor);
}

std::string own_address(const Head& head) {
  const auto origin = head.find("Origin");
  return origin ? std::string(*origin) : "http://" + std::string(head.find("Host").value_or(""));
}

std::string asking_address(const Head& head, const std::vector<std::string>& proxies) {
  constexpr std::size_t kLongest = 45;
  std::string_view address = head.peer;
  if (is_proxy(address, proxies)) {
    const std::string_view forwarded = last_forwarded(head);
    address = forwarded.empty() || forwarded.size() > kLongest ? address : forwarded;
  }
  address = plain(address);
  if (address.find(':') == std::string_view::npos) {
    return std::string(address);
  }
  std::size_t end = 0;
  for (int group = 0; group < 4 && end != std::string_view::npos && address.substr(end, 2) != "::"; ++group) {
    end = address.find(':', end + 1);
  }
  return std::string(address.substr(0, end));
}

}  // namespace leitai::http
