// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/platform/platform.h"

/// What the systems' files share.
namespace leitai::platform {

/// An http or https address without blanks, quotes or control characters: what may be handed to
/// another program.
bool is_web_address(std::string_view url);

/// Fills the bytes from the system's secure source; false where it fails.
bool fill_random(std::span<std::uint8_t> bytes);

/// A hidden name in the same folder, where a file is written before it is moved to its place.
std::filesystem::path beside_of(const std::filesystem::path& file);

/// The answer to somebody who finds a lock held; `first_line` is that of the lock's file.
LockError held_error(const std::string& file, std::string_view first_line);

}  // namespace leitai::platform
