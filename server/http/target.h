// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace leitai::http {

/// A request's address, taken apart and percent-decoded: an encoded slash separates nothing.
struct Target {
  std::vector<std::string> segments;  ///< "/" has one, empty
  std::string path;
  std::map<std::string, std::string, std::less<>> query;
};

/// The error is a sentence: a bad percent encoding, or a parameter given twice.
tl::expected<Target, std::string> parse_target(std::string_view text);

}  // namespace leitai::http
