// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/head.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace leitai::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token_char(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

tl::unexpected<HeadFault> fault(int status, std::string detail) {
  return tl::unexpected(HeadFault{status, std::move(detail)});
}

/// Takes one line off the front. A line that does not end in CRLF is part of the next, and its
/// stray CR or LF is then refused like any other control character.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find(kLineEnd);
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kLineEnd.size());
  return line;
}

tl::expected<void, HeadFault> read_request_line(std::string_view line, Head& head) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos || line.find(' ', second + 1) != std::string_view::npos) {
    return fault(400, "the request line is not METHOD TARGET VERSION");
  }
  const std::string_view version = line.substr(second + 1);
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, second - first - 1);
  head.http_1_0 = version == "HTTP/1.0";
  if (!is_token(head.method)) {
    return fault(400, "the method is not a word");
  }
  if (version != "HTTP/1.1" && !head.http_1_0) {
    return version.starts_with("HTTP/") ? fault(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
                                        : fault(400, "the request line does not end in an HTTP version");
  }
  if (head.target.size() > kMaxTarget) {
    return fault(414, "the address is longer than 7 KiB");
  }
  const auto printable = [](char c) { return c > ' ' && c < '\x7f' && c != '#'; };
  if (!head.target.starts_with('/') || !std::all_of(head.target.begin(), head.target.end(), printable)) {
    return fault(400, "the address is not a path that starts with /");
  }
  return {};
}

tl::expected<Field, HeadFault> read_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return fault(400, "a header line is not NAME: VALUE");
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  const auto control = [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f'; };
  if (std::any_of(value.begin(), value.end(), control)) {
    return fault(400, "a header value holds a control character");
  }
  return Field{std::string(line.substr(0, colon)), std::string(value)};
}

tl::expected<void, HeadFault> read_fields(std::string_view rest, Head& head) {
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest)) {
    if (head.fields.size() == kMaxFields) {
      return fault(431, "more than 100 header lines");
    }
    tl::expected<Field, HeadFault> field = read_field(line);
    if (!field) {
      return tl::unexpected(field.error());
    }
    head.fields.push_back(std::move(*field));
  }
  return {};
}

std::size_t count(const Head& head, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(head.fields.begin(), head.fields.end(),
                                                [&](const Field& field) { return same_word(field.name, name); }));
}

/// Two different answers to one question are an attack or a mistake.
tl::expected<void, HeadFault> check_repetitions(const Head& head) {
  constexpr std::array kOnce = {"Host",     "Content-Length", "Content-Type",  "Authorization",  "Origin",
                                "If-Match", "Expect",         "Last-Event-ID", "Idempotency-Key"};
  for (const char* name : kOnce) {
    if (count(head, name) > 1) {
      return fault(400, std::string("the header ") + name + " stands more than once");
    }
  }
  if (!head.find("Host")) {
    return fault(400, "the header Host is missing");
  }
  return {};
}

bool is_write_with_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

tl::expected<void, HeadFault> read_length(Head& head) {
  const std::optional<std::string_view> length = head.find("Content-Length");
  if (head.find("Transfer-Encoding")) {
    return fault(length ? 400 : 411, "Transfer-Encoding is not taken: send the body with its Content-Length");
  }
  if (!length) {
    return is_write_with_body(head.method)
               ? tl::expected<void, HeadFault>(fault(411, "the header Content-Length is missing (0 without a body)"))
               : tl::expected<void, HeadFault>();
  }
  constexpr std::size_t kMaxDigits = 18;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (length->empty() || length->size() > kMaxDigits || !std::all_of(length->begin(), length->end(), digit)) {
    return fault(400, "Content-Length is not a number of bytes");
  }
  std::from_chars(length->data(), length->data() + length->size(), head.content_length);
  return {};
}

tl::expected<void, HeadFault> check_body(const Head& head) {
  const bool bodiless = head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS";
  if (bodiless && head.content_length > 0) {
    return fault(400, head.method + " takes no body");
  }
  if (const auto encoding = head.find("Content-Encoding"); encoding && !same_word(*encoding, "identity")) {
    return fault(415, "a Content-Encoding is not taken: send the body as it is");
  }
  return {};
}

tl::expected<void, HeadFault> read_intentions(Head& head) {
  head.wants_close = head.http_1_0;
  for (const Field& field : head.fields) {
    if (same_word(field.name, "Connection")) {
      for (const std::string_view word : list_elements(field.value)) {
        head.wants_close = head.wants_close || same_word(word, "close");
      }
    }
  }
  if (const auto expected = head.find("Expect")) {
    if (!same_word(*expected, "100-continue")) {
      return fault(417, "the only expectation that can be met is 100-continue");
    }
    head.waits_for_100 = head.content_length > 0 && !head.http_1_0;
  }
  return {};
}

}  // namespace

std::optional<std::string_view> Head::find(std::string_view name) const {
  for (const Field& field : fields) {
    if (same_word(field.name, name)) {
      return field.value;
    }
  }
  return std::nullopt;
}

tl::expected<Head, HeadFault> parse_head(std::string_view text) {
  Head head;
  return read_request_line(take_line(text), head)
      .and_then([&] { return read_fields(text, head); })
      .and_then([&] { return check_repetitions(head); })
      .and_then([&] { return read_length(head); })
      .and_then([&] { return check_body(head); })
      .and_then([&] { return read_intentions(head); })
      .map([&] { return std::move(head); });
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> list_elements(std::string_view value) {
  std::vector<std::string_view> elements;
  while (!value.empty()) {
    const std::size_t comma = value.find(',');
    if (const std::string_view element = trimmed(value.substr(0, comma)); !element.empty()) {
      elements.push_back(element);
    }
    value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
  }
  return elements;
}

}  // namespace leitai::http
