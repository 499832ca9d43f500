// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Lots that anybody can draw again from the seed: section "Running order" of docs/scoring.md.
namespace leitai::contest {

/// The names in the order of the draw. It hangs on the names and the seed alone, not on their order.
std::vector<std::string> drawn(std::vector<std::string> names, std::uint64_t seed);

}  // namespace leitai::contest
