// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What the systems' files share.
namespace leitai::platform {

/// An http or https address without blanks, quotes or control characters: what may be handed to
/// another program.
bool is_web_address(std::string_view url);

/// Fills the bytes from the system's secure source; false where it fails.
bool fill_random(std::span<std::uint8_t> bytes);

/// "FILE is in use by another program (process 123)".
std::string held_message(const std::string& file, std::string_view holder);

}  // namespace leitai::platform
