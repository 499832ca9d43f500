// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/resource.h>

#include <cstddef>

namespace leitai::testing {

/// The most memory that this process has had so far, bytes.
inline std::size_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) << 10;
}

/// By how much it may rise while broken files are read, one after the other: far less than what they ask for.
constexpr std::size_t kMostForBrokenFiles = std::size_t{1} << 30;

}  // namespace leitai::testing
