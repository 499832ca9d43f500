// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>

#include "overlays/json/json.h"

namespace leitai::bench {

/// The shipped ranking with its twenty rows at 1080p, painted by turns by the CPU painter and by
/// cairo, on this thread: medians of thread CPU, ms, of the costliest band of 96 rows too. Leaves both
/// pictures in the folder.
json::Json measure_painters(const std::filesystem::path& folder, int rounds);

}  // namespace leitai::bench
