// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/http/message.h"

namespace leitai::http {

/// Does If-None-Match name `etag` (with its quotes)?
bool none_match_names(const Head& head, std::string_view etag);

/// 304 with the same ETag, or the response itself with that ETag.
Response unless_known(const Head& head, const std::string& etag, Response response);

/// The token in If-Match: exactly one strong tag, `"123"`. The error is the answer to give.
tl::expected<std::optional<std::uint64_t>, Response> if_match(const Head& head);

/// `"123"`
std::string etag_of(std::uint64_t number);

/// Digits only, the whole text.
std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace leitai::http
