// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/template/reader.h"

/// The keys of theme.json.
namespace leitai::overlays {

/// All but its text styles: the theme's words go into `tokens`.
void read_theme_keys(ObjectReader& reader, std::string& name, Tokens& tokens);

/// Once the other words of the theme are known, and those of the theme that it extends.
void read_text_styles(ObjectReader& reader, Tokens& tokens);

}  // namespace leitai::overlays
