// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/cli/show_file.h"
#include "server/show/show.h"

namespace leitai::cli {

/// What a file's request means to a show. Calls that no show has yet (is_call() knows them all) are
/// answered as unknown by the show.
show::Command command_of(const std::vector<Entry>& entries, const Request& request);

}  // namespace leitai::cli
