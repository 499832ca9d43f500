// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace fuzz {

/// A promise that an input broke.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void must(bool holds, const std::string& promise) {
  if (!holds) throw Broken(promise);
}

}  // namespace fuzz
