// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/http/message.h"

namespace leitai::http {

/// Empty where it cannot be compressed.
std::string gzip(std::string_view text);

/// Does the client take gzip (RFC 9110, section 12.5.3)?
bool accepts_gzip(const Head& head);

/// Below this, compression costs more than it saves.
constexpr std::size_t kWorthCompressing = 1024;

}  // namespace leitai::http
