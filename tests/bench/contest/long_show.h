// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "tests/bench/contest/hall.h"

/// Shows with a long past, written straight into their journals.
namespace leitai::bench {

/// Goes on with a show that has the hall's contest, until its journal has so many records: marks corrected over and
/// over, and now and then a clock started or a name taken on air.
void write_corrections(const std::string& file, const Hall& hall, std::uint64_t records);

/// The ballots of an audience in the round "vote".
void write_ballots(const std::string& file, const Hall& hall, int ballots);

}  // namespace leitai::bench
