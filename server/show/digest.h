// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace leitai::show {

/// Lower-case hex.
std::string sha256_hex(std::string_view text);

/// In a time that tells nothing about where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace leitai::show
