// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "server/journal/journal.h"

namespace leitai::cli {

/// Show time of a recording's beginning, as OBS told it to the show: of the one of that file's name, wherever it lies
/// now; else of the only one that there was. The error is a sentence that names those that there are.
tl::expected<std::int64_t, std::string> recording_start(const journal::Journal& journal,
                                                        const std::filesystem::path& film);

}  // namespace leitai::cli
