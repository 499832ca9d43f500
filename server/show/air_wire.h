// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "overlays/json/json.h"

/// What is on air as JSON: for saved states, and for whoever draws it elsewhere.
namespace leitai::show {

json::Json versions_json(const std::vector<overlays::AirVersion>& versions);
json::Json air_item_json(const overlays::AirItem& item);
json::Json air_channel_json(const overlays::AirChannel& channel);

// Back again. These throw Json::exception where the value has another shape.
std::vector<overlays::AirVersion> versions_from(const json::Json& list);
overlays::AirItem air_item_from(const json::Json& item);

/// The same of a channel that somebody else sent; the error is a sentence.
tl::expected<overlays::AirChannel, std::string> air_channel_from(const std::string& id, const json::Json& channel);

}  // namespace leitai::show
