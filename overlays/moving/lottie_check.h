// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace leitai::overlays {

/// Looks through a Lottie document before the library that draws it reads it, which trusts what it reads: numbers,
/// counts, and how often parts are drawn are bounded, parts hold no others in a circle, no files are named. An error is
/// a sentence.
tl::expected<void, std::string> check_lottie(std::string_view text);

}  // namespace leitai::overlays
