// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/json/json.h"

namespace leitai::show {

/// What makes one public document of another, as a JSON Patch (RFC 6902) of `add`, `remove`, `replace` and `move`. The
/// entries of a list are told apart by their `id` or `contestant`, so that a row that changes places is moved and not
/// written anew. Lists without such names are replaced whole.
json::Json public_change(const json::Json& before, const json::Json& after);

}  // namespace leitai::show
