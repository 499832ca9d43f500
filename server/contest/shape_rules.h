// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "server/contest/contest.h"

namespace leitai::contest {

/// The rules within an automation rule: what each kind of trigger needs and takes, and that it does one thing.
void check_rule(const Json& rule, std::vector<FieldError>& errors);

}  // namespace leitai::contest
