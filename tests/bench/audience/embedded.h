// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tests/bench/report.h"

namespace leitai::bench {

struct Embedded {
  int viewers = 500;  ///< open streams
  int rounds = 4;     ///< each without viewers, and then with them
  int takes = 150;    ///< in each half of a round
};

/// The audience straight from `leitai serve`: a take's latency with all the viewers it takes beside that without, while
/// results change all the time; how long a result takes to the last of them, and what a viewer costs.
void measure_embedded(Report& report, const Embedded& embedded = {});

}  // namespace leitai::bench
