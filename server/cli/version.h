// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace leitai::cli {

inline constexpr const char* kVersion = LEITAI_VERSION;

}  // namespace leitai::cli
