// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/binding.h"

#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {
namespace {

using namespace leitai::overlays;
namespace json = leitai::json;

template <typename Bound>
void check_paths(const Bound& bound, std::string_view text) {
  for (const auto& [path, offset] : bound.paths()) {
    const std::string name = to_string(path);
    must(parse_path(name) == path, "a path is what its text names");
    must(text.substr(offset, name.size()) == name, "a path stands where it is said to stand");
  }
}

void check_decimals(const std::string& text) {
  for (const int places : {0, 2, 9}) {
    const std::string rounded = with_decimals(text, places);
    if (!is_plain_decimal(text)) {
      must(rounded == text, "what is no decimal is not rounded");
      continue;
    }
    must(is_plain_decimal(rounded), "a rounded decimal is a decimal");
    must(with_decimals(rounded, places) == rounded, "rounding twice changes nothing");
  }
}

}  // namespace

void run_binding(std::string_view input) {
  const std::size_t feed = input.find('\n');
  const std::string_view text = input.substr(0, feed);
  const auto data = feed == std::string_view::npos ? std::nullopt : std::optional(json::parse(input.substr(feed + 1)));
  const json::Json nothing = json::Json::object();
  const Scope outer(nothing);
  Scope scope(data && *data ? **data : nothing, &outer);
  scope.define("index", 1);

  if (const auto binding = TextBinding::parse(text)) {
    check_paths(*binding, text);
    const std::string shown_text = binding->render(scope);
    must(shown_text == binding->render(scope), "a text is shown alike twice");
    check_decimals(shown_text);
  } else {
    must(binding.error().offset <= text.size(), "a finding is in the text");
  }
  if (const auto condition = Condition::parse(text)) {
    check_paths(*condition, text);
    must(condition->holds(scope) == condition->holds(scope), "a condition holds or does not");
  } else {
    must(condition.error().offset <= text.size(), "a finding is in the condition");
  }
}

}  // namespace fuzz
