// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace leitai::json {

/// Do two JSON numbers spell the same decimal? "1.50" and "15e-1" do.
bool spells_same_decimal(std::string_view a, std::string_view b);

}  // namespace leitai::json
