// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/target.h"

namespace leitai::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return std::nullopt;
      }
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

/// Calls `take` for each part between separators; false as soon as it does.
template <typename Take>
bool split(std::string_view text, char separator, Take take) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!take(text.substr(0, end))) {
      return false;
    }
    if (end == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace

tl::expected<Target, std::string> parse_target(std::string_view text) {
  Target target;
  const std::size_t mark = text.find('?');
  const bool path_fine = split(text.substr(0, mark).substr(1), '/', [&](std::string_view part) {
    std::optional<std::string> segment = decode(part, false);
    if (!segment) {
      return false;
    }
    target.path += '/' + *segment;
    target.segments.push_back(std::move(*segment));
    return true;
  });
  if (!path_fine) {
    return tl::unexpected(std::string("the path holds a bad percent encoding"));
  }
  std::string wrong;
  const std::string_view query = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
  split(query, '&', [&](std::string_view part) {
    if (part.empty()) {
      return true;
    }
    const std::size_t equals = part.find('=');
    std::optional<std::string> name = decode(part.substr(0, equals), true);
    std::optional<std::string> value =
        equals == std::string_view::npos ? std::string() : decode(part.substr(equals + 1), true);
    if (!name || !value) {
      wrong = "the query holds a bad percent encoding";
    } else if (!target.query.emplace(std::move(*name), std::move(*value)).second) {
      wrong = "a parameter of the query is given twice";
    }
    return wrong.empty();
  });
  if (!wrong.empty()) {
    return tl::unexpected(std::move(wrong));
  }
  return target;
}

}  // namespace leitai::http
