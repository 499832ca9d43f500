// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <regex>

#include "server/publish/publish.h"

namespace leitai::publish {
namespace {

constexpr std::size_t kMostSecret = 512;

bool is_loopback(const std::string& host) {
  static const std::regex kLoopback(R"((localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]))");
  return std::regex_match(host, kLoopback);
}

bool is_secret(const std::string& text) {
  return !text.empty() && text.size() <= kMostSecret &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

tl::expected<Target, std::string> parse_target(std::string_view url, std::string secret,
                                               std::filesystem::path authorities) {
  static const std::regex kUrl(R"((https?)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?((?:/[A-Za-z0-9._~-]+)*)/?)");
  const std::string text(url);
  std::smatch parts;
  if (!std::regex_match(text, parts, kUrl)) {
    return tl::unexpected("the address to publish to is not one such as https://results.example:5781: " + text);
  }
  if (parts[1] == "http" && !is_loopback(parts[2])) {
    return tl::unexpected(std::string("publishing to another machine needs https://"));
  }
  if (!is_secret(secret)) {
    return tl::unexpected(
        std::string("the publisher's secret is missing: one word of visible ASCII, up to 512 characters"));
  }
  return Target{parts[1].str() + "://" + parts[2].str() + parts[3].str(), parts[4], std::move(secret),
                std::move(authorities)};
}

}  // namespace leitai::publish
