// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace leitai::http {

/// One header line, as it came: nothing in it is percent-decoded.
struct Field {
  std::string name;
  std::string value;
};

/// A request's head (RFC 9112), read strictly.
struct Head {
  std::string method;
  std::string target;  ///< origin form: starts with "/"
  bool http_1_0 = false;
  std::vector<Field> fields;
  std::uint64_t content_length = 0;
  bool wants_close = false;    ///< the client will not send another request
  bool waits_for_100 = false;  ///< it sends the body only when told to go on
  std::string peer;            ///< the other end's address, as the socket says; empty where there is no socket

  /// The first field of that name, in any case.
  std::optional<std::string_view> find(std::string_view name) const;
};

/// Why a head is refused. The connection cannot be used any further: where the next request would
/// start is not known.
struct HeadFault {
  int status = 400;
  std::string detail;
};

constexpr std::size_t kMaxFields = 100;
constexpr std::size_t kMaxTarget = 7 * 1024;

/// `text` ends with the empty line.
tl::expected<Head, HeadFault> parse_head(std::string_view text);

/// ASCII only, as header names are.
bool same_word(std::string_view a, std::string_view b);

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// The elements of a comma-separated header value, trimmed, empty ones left out.
std::vector<std::string_view> list_elements(std::string_view value);

}  // namespace leitai::http
