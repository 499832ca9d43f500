// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/gate.h"

#include <algorithm>

#include "server/http/digest.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// 127.0.0.0/8, written with four numbers.
bool is_loopback_address(std::string_view host) {
  int numbers = 0;
  bool first_is_127 = host.starts_with("127.");
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view part = host.substr(0, dot);
    if (!is_number(part) || part.size() > 3) {
      return false;
    }
    ++numbers;
    if (dot == std::string_view::npos) {
      return first_is_127 && numbers == 4;
    }
    host.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
  Authority authority;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    authority.host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    authority.host = text.substr(0, colon);
    rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
  }
  if (rest.starts_with(':')) {
    authority.port = rest.substr(1);
  }
  const bool whole = rest.empty() || (rest.starts_with(':') && is_number(authority.port));
  return whole && !authority.host.empty() ? std::optional(authority) : std::nullopt;
}

Gate::Gate(std::vector<std::string> hosts, int port, std::string token)
    : hosts_(std::move(hosts)), port_(port), token_(std::move(token)) {}

bool Gate::is_our_host(std::string_view host) const {
  return same_word(host, "localhost") || host == "::1" || is_loopback_address(host) ||
         std::any_of(hosts_.begin(), hosts_.end(), [&](const std::string& name) { return same_word(name, host); });
}

bool Gate::is_our_origin(std::string_view origin, std::string_view host_field) const {
  constexpr std::string_view kHttp = "http://";
  constexpr std::string_view kHttps = "https://";
  const bool plain = origin.starts_with(kHttp);
  if (!plain && !origin.starts_with(kHttps)) {
    return false;
  }
  const std::string_view authority = origin.substr(plain ? kHttp.size() : kHttps.size());
  // The page came from the very address that it now talks to (a proxy in front may speak https).
  if (same_word(authority, host_field)) {
    return true;
  }
  const std::optional<Authority> parts = parse_authority(authority);
  return plain && parts && is_our_host(parts->host) && parts->port == std::to_string(port_);
}

std::optional<Response> Gate::refuse_stranger(const Head& head) const {
  const std::string_view host = head.find("Host").value_or("");
  const std::optional<Authority> authority = parse_authority(host);
  if (!authority || !is_our_host(authority->host)) {
    return problem(403, "this Host is not one of this server's names; allow it with --host");
  }
  const std::optional<std::string_view> origin = head.find("Origin");
  if (origin && !is_our_origin(*origin, host)) {
    return problem(403, "pages of another origin may not use this server");
  }
  return std::nullopt;
}

std::optional<std::string_view> bearer_text(const Head& head) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::optional<std::string_view> field = head.find("Authorization");
  if (!field || !same_word(field->substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  return trimmed(field->substr(kScheme.size()));
}

Gate::Bearer Gate::bearer(const Head& head) const {
  const std::optional<std::string_view> text = bearer_text(head);
  if (!text) {
    return Bearer::none;
  }
  return !token_.empty() && same_secret(*text, token_) ? Bearer::right : Bearer::wrong;
}

}  // namespace leitai::http
