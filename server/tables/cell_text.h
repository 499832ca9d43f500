// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What people write into cells.
namespace leitai::tables {

/// Without blanks around it, the ideographic and the hard ones too.
std::string_view trimmed(std::string_view text);

/// A cell's text: trimmed, and without the apostrophe that guarded() put before it.
std::string_view cell_text(std::string_view cell);

/// Letters, digits and signs of full width as those of ASCII.
std::string half_width(std::string_view text);

/// For comparing words: half width, lower case, without blanks, underscores and asterisks.
std::string folded(std::string_view text);

/// yes, no, 是, 否 …; nothing for another word.
std::optional<bool> flag_of(std::string_view text);

/// 缺席, absent, - …
bool says_absent(std::string_view text);

/// A decimal as the contest writes it. `comma`: "9,25" is one too. Nothing for another text.
std::optional<std::string> decimal_of(std::string_view text, bool comma);

/// For showing in a message: at most 60 bytes, cut between characters.
std::string shortened(std::string_view text);

/// With an apostrophe before what a spreadsheet would compute.
std::string guarded(std::string_view text);

}  // namespace leitai::tables
