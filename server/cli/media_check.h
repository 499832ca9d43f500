// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/template/theme.h"

namespace leitai::cli {

/// Pictures and films that a theme's templates name and that cannot be shown: each is opened, and its first picture
/// decoded. The templates' files are read again, for the places.
std::vector<overlays::ThemeProblem> broken_media(const overlays::Theme& theme);

}  // namespace leitai::cli
