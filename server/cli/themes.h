// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "overlays/template/theme.h"

namespace leitai::cli {

/// The theme that a program takes where nothing is said.
inline constexpr const char* kDefaultTheme = "arena";

/// A shipped theme's folder: beside the program (../share/leitai/themes), else in the sources that
/// it was built from.
std::filesystem::path shipped_theme(const std::string& name);

/// The folder of a channel's theme: beside the show, or a shipped one.
std::filesystem::path channel_theme(const std::string& name, const std::filesystem::path& show);

/// Loads a folder, or the default theme where `folder` is empty. The error is one line: the first
/// problem, and how many there are.
tl::expected<std::shared_ptr<const overlays::Theme>, std::string> open_theme(const std::filesystem::path& folder);

/// What a channel is drawn with: the theme that it names, as in channel_theme(); else, or where that cannot be used,
/// the show's.
std::shared_ptr<const overlays::Theme> theme_of(const overlays::AirChannel& channel,
                                                std::shared_ptr<const overlays::Theme> theme,
                                                const std::filesystem::path& show);

}  // namespace leitai::cli
