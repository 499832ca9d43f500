// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/http/app.h"

namespace leitai::http {

/// Hands a command to the show, with the caller's name and Idempotency-Key, and answers what it
/// answers; 409 where another holds the lease.
Response submit(App& app, const Request& request, show::Command command);

/// The same, for who answers in other words.
tl::expected<show::Answer, Response> submitted(App& app, const Request& request, show::Command command);

/// The answer that this very request got before, where it has an Idempotency-Key that says so.
std::optional<Response> answered_before(const App& app, const Request& request);

}  // namespace leitai::http
