// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The sample contests that are part of the program: show files.
namespace leitai::cli {

std::vector<std::string> sample_names();

/// The show file of that name, if there is one.
std::optional<std::string> sample_file(std::string_view name);

/// As the program carries them: each a gzip stream. The build makes the list from samples/*.ndjson.
struct EmbeddedSample {
  std::string_view name;
  std::span<const unsigned char> gzip;
};
std::span<const EmbeddedSample> embedded_samples();

}  // namespace leitai::cli
