// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets/targets.h"

/// A promise that is broken ends the program with an exception that nobody catches: libFuzzer keeps the input.
extern "C" __attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                                                             std::size_t size) {
  fuzz::LEITAI_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
