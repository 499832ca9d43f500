// SPDX-License-Identifier: GPL-2.0-or-later
// The audience straight from Leitai: ./run bench audience_embedded
#include "tests/bench/audience/embedded.h"

int main() {
  leitai::bench::Report report;
  leitai::bench::measure_embedded(report);
  return report.missed() == 0 ? 0 : 1;
}
