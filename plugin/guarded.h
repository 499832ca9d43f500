// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <exception>
#include <string>

#include "plugin/log.h"

namespace leitai::plugin {

/// For callbacks that libobs calls: it is C, and no exception may reach it. `what` is said in the
/// log where there is one.
template <class Work>
void guarded(const char* what, Work work) noexcept {
  try {
    work();
  } catch (const std::exception& problem) {
    log_error(std::string("cannot ") + what + ": " + problem.what());
  }
}

}  // namespace leitai::plugin
