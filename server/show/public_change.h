// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "overlays/json/json.h"

namespace leitai::show {

/// What makes one public document of another, as a JSON Patch (RFC 6902) of `add`, `remove`, `replace` and `move`. The
/// entries of a list are told apart by their `id` or `contestant`, so that a row that changes places is moved and not
/// written anew. Lists without such names are replaced whole.
json::Json public_change(const json::Json& before, const json::Json& after);

/// A public document.
struct Edition {
  std::uint64_t revision = 0;
  std::shared_ptr<const std::string> text;  ///< as it is sent; null: none yet
  json::Json document;

  /// Which show it is of; empty where it does not say.
  std::string show() const { return document.value("show", std::string()); }
};

/// What is told of the step from one document to a later one: `{show, revision, previous, patch}`, or the whole
/// document where that is shorter.
std::string public_news(const Edition& before, const Edition& after);

/// `{now, show, revision}`: which document is the newest.
std::string public_heartbeat(const Edition& newest, std::int64_t now_ms);

}  // namespace leitai::show
