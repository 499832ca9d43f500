// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/contest.h"
#include "server/http/message.h"

namespace leitai::http {

/// Whose eyes the request's `audience` asks for: the public's where it says nothing. 400 where it is neither, 401 where
/// operators' eyes are asked for without a token.
tl::expected<contest::Audience, Response> audience_of(const Request& request);

}  // namespace leitai::http
