// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace leitai::cli {

/// The sample contests that are part of the program, show files by name. Made from samples/*.ndjson.
const std::map<std::string, std::string_view>& samples();

}  // namespace leitai::cli
