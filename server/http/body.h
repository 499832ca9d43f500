// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/contest/contest.h"
#include "server/http/message.h"

namespace leitai::http {

enum class MediaType { none, json, ndjson, merge_patch, csv, picture, other };

/// What Content-Type says; a charset other than UTF-8 is `other`, except of CSV.
MediaType media_type(const Head& head);

/// The charset that Content-Type names; empty where it names none.
std::string charset_of(const Head& head);

/// The body as one JSON object. 400 where it is not JSON or names a key twice, 422 with the pointer
/// where it is nested too deeply, holds a number past 64 bits, or is something else.
tl::expected<contest::Json, Response> json_object(const Request& request);

/// The same, and {} where there is no body.
tl::expected<contest::Json, Response> json_object_or_empty(const Request& request);

/// The events of a body: a JSON array, or NDJSON with one event a line; pointers count from /0.
tl::expected<std::vector<contest::Event>, Response> events_of(const Request& request, std::size_t max_events);

}  // namespace leitai::http
