// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/template/reader.h"

/// Which of the fields that a template declares it uses.
namespace leitai::overlays {

/// The template's key `unused`: names of fields (`photo`, `rows.stars`) that it declares, because data has them, and
/// does not draw. Reports what is no such list, and names of nothing.
void read_unused(ObjectReader& reader, const json::Json& fields);

/// Fields that a template declares, does not use and does not list as unused. Such a theme works: this is for who looks
/// for mistakes. The files are read again, for the places.
std::vector<ThemeProblem> unused_fields(const Theme& theme);

}  // namespace leitai::overlays
