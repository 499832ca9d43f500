// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/conditions.h"

#include <charconv>

#include "server/http/problem.h"

namespace leitai::http {

bool none_match_names(const Head& head, std::string_view etag) {
  for (std::string_view element : list_elements(head.find("If-None-Match").value_or(""))) {
    if (element.starts_with("W/")) {
      element.remove_prefix(2);
    }
    if (element == "*" || element == etag) {
      return true;
    }
  }
  return false;
}

Response unless_known(const Head& head, const std::string& etag, Response response) {
  response.headers.push_back({"ETag", etag});
  if (none_match_names(head, etag)) {
    response.status = 304;
    response.content_type.clear();
    response.body.clear();
  }
  return response;
}

tl::expected<std::optional<std::uint64_t>, Response> if_match(const Head& head) {
  const std::optional<std::string_view> field = head.find("If-Match");
  if (!field) {
    return std::nullopt;
  }
  const bool quoted = field->size() >= 2 && field->front() == '"' && field->back() == '"';
  const std::optional<std::uint64_t> token = quoted ? parse_number(field->substr(1, field->size() - 2)) : std::nullopt;
  if (!token) {
    return tl::unexpected(problem(400, "If-Match is not the ETag of a resource, such as \"17\""));
  }
  return token;
}

std::string etag_of(std::uint64_t number) {
  return '"' + std::to_string(number) + '"';
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                   : std::nullopt;
}

}  // namespace leitai::http
