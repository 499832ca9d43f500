// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/http/app.h"

namespace leitai::http {

/// Hands a command to the show, with the caller's name and Idempotency-Key, and answers what it
/// answers.
Response submit(App& app, const Request& request, show::Command command);

}  // namespace leitai::http
