// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/json/json.h"

#include <algorithm>
#include <cstddef>

#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {
namespace {

namespace json = leitai::json;

/// No line is longer than the text, and there are no more than it has line feeds.
void check_position(std::string_view text, const json::Position& position) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  must(position.line >= 1 && position.line <= lines, "a position is on a line of the text");
  must(position.column >= 1 && position.column <= text.size() + 1, "a position is in a column of the text");
}

}  // namespace

void run_json(std::string_view input) {
  const auto value = json::parse(input);
  const auto located = json::parse_located(input);
  must(value.has_value() == located.has_value(), "a text is read alike with and without positions");
  if (!value) {
    check_position(input, value.error().position);
    must(!value.error().detail.empty(), "a refusal says why");
    return;
  }
  must(json::Json::accept(input), "what is read is JSON");
  must(*value == located->value, "a text means the same with and without positions");
  for (const auto& [pointer, position] : located->positions) {
    must(value->contains(json::Json::json_pointer(pointer)), "each position is one of a value");
    check_position(input, position);
  }
  const std::string text = json::dump(*value);
  const auto again = json::parse(text);
  must(again.has_value() && *again == *value, "what is written is read as the same value");
  must(json::dump(*again) == text, "the same value is written alike");
}

}  // namespace fuzz
