// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>

#include "server/http/app.h"

namespace leitai::http {

/// Commands that carry it are their holder's alone while there is one.
constexpr const char* kLeaseHeader = "Leitai-Lease";

/// 409 where a command names a lease that is not the holder's.
std::optional<Response> refused_by_lease(const App& app, const Head& head, const show::Command& command);

}  // namespace leitai::http
