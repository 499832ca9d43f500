// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/cli.h"

int main(int argc, char** argv) {
  return leitai::cli::run(argc, argv);
}
