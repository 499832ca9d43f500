// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "overlays/json/json.h"

namespace leitai::publish {

/// A public document.
struct Edition {
  std::uint64_t revision = 0;
  std::shared_ptr<const std::string> text;
  json::Json document;

  /// Which show it is of; empty where it does not say.
  std::string show() const { return document.value("show", std::string()); }
};

/// What an event says of the step from one document to a later one: `{show, revision, previous, patch}`, or the whole
/// document where that is shorter.
std::string change_text(const Edition& before, const Edition& after);

/// `{now, show, revision}`: which document is the newest.
std::string heartbeat_text(const Edition& newest, std::int64_t now_ms);

}  // namespace leitai::publish
