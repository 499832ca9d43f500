// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tests/bench/report.h"

/// What the program `leitai serve` costs, measured from outside over loopback, each figure beside a yardstick of the
/// same minutes. Files lie in a folder of their own under the build folder, and are gone afterwards.
namespace leitai::bench {

/// One client's write, and 16 clients' rate, beside bare commits of SQLite. Each write corrects a mark of a round that
/// is on air.
void measure_writes(Report& report);

/// The start of a show of a million events, with and without a saved state; and of one of 100,000 resources.
void measure_start(Report& report);

}  // namespace leitai::bench
