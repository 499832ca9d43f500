// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "overlays/json/json.h"
#include "overlays/template/theme.h"
#include "overlays/text/text_engine.h"

namespace leitai::overlays {

/// Something that a template cannot show as it was written.
struct TextFinding {
  enum class Kind : std::uint8_t {
    too_long,           ///< even at its least size it ends with "…"
    missing_character,  ///< no font has it
  };
  Kind kind = Kind::too_long;
  std::string text;                 ///< the whole of it, not cut
  std::string character;            ///< missing_character: which one, UTF-8
  std::vector<std::string> fields;  ///< what the text is made of: JSON pointers into the data
};

/// Lays the data out on a 1920×1080 canvas at each of the template's steps and tells what cannot be shown, each finding
/// once. Every row of a list is looked at, also where the list shows fewer at a time. `engine` must not be one that
/// draws: its atlas is emptied.
std::vector<TextFinding> text_findings(const Template& graphic, const json::Json& words, const json::Json& data,
                                       TextEngine& engine);

}  // namespace leitai::overlays
