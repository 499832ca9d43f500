// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "plugin/config.h"
#include "server/theme/shelf.h"

namespace leitai::plugin {

/// The themes that config.json and the channels name: folders beside the show, or shipped ones, which lie in
/// `shipped`. Where the show's own is broken it has no templates until it is mended, and `problems` gets sentences.
std::unique_ptr<theme::Shelf> open_themes(const Config& config, const std::filesystem::path& shipped,
                                          std::vector<std::string>& problems);

/// Names of the shipped themes and of those beside the show, sorted.
std::vector<std::string> theme_names(const Config& config, const std::filesystem::path& shipped);

}  // namespace leitai::plugin
