// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/http/inside.h"

namespace leitai::plugin {

class Plugin;

/// A call of the HTTP API under the name that obs-websocket's requests and hotkeys have for it.
struct NamedRequest {
  std::string_view name;
  std::string_view method;
  /// "/api/v1/timers/{id}/{verb}": what stands in braces is taken out of the body.
  std::string_view path;
};

std::span<const NamedRequest> named_requests();

/// Null where there is none of that name.
const NamedRequest* find_request(std::string_view name);

/// Does it, and waits for the disk. `body` is JSON text, or empty. In place of what the path needs and the
/// body does not name stand the timer `stage` and the round of whoever is on stage.
http::Inside::Answer run_request(const Plugin& plugin, const NamedRequest& request, const std::string& body);

}  // namespace leitai::plugin
