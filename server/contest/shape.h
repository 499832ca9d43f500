// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "server/contest/contest.h"

namespace leitai::contest {

/// The rules within one resource that its fields alone do not say: a panel's criteria exist, a
/// penalty is not above 0. `data` has the right types. Adds what is wrong to `errors`.
void check_shape(std::string_view type, const Json& data, std::vector<FieldError>& errors);

/// The same for a round's scoring; `pointer` is its place.
void check_scoring_shape(const Json& scoring, const std::string& pointer, std::vector<FieldError>& errors);

}  // namespace leitai::contest
