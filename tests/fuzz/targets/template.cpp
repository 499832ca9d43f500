// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "overlays/template/binding.h"
#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/scene_checks.h"
#include "tests/fuzz/targets/targets.h"
#include "tests/template/theme_folder.h"

namespace fuzz {
namespace {

using namespace leitai::overlays;
namespace json = leitai::json;

constexpr std::int64_t kMs = 1'000'000;
constexpr Millis kTakenAt = 1000;
constexpr std::string_view kBetween = "\n---\n";

std::string arena_theme() {
  std::ifstream in(LEITAI_SOURCE_DIR "/overlays/themes/arena/theme.json", std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

tl::expected<std::shared_ptr<const Theme>, std::vector<ThemeProblem>> load(std::string_view input) {
  static const ThemeFolder folder;
  static const std::string usual_theme = arena_theme();
  const std::size_t between = input.find(kBetween);
  const bool both = between != std::string_view::npos;
  folder.write("theme.json", both ? std::string(input.substr(0, between)) : usual_theme);
  folder.write("templates/t.json", std::string(both ? input.substr(between + kBetween.size()) : input));
  return folder.load();
}

void check_problems(const std::vector<ThemeProblem>& problems) {
  must(!problems.empty(), "a refusal has a finding");
  for (const ThemeProblem& problem : problems) {
    must(!problem.message.empty(), "a finding says something");
    must(problem.position.line >= 1 && problem.position.column >= 1, "a finding has a place");
  }
}

/// Other data of the same shape: rows change places, texts and numbers change, some go.
void change(json::Json& value) {
  if (value.is_array() && !value.empty()) {
    std::rotate(value.begin(), value.begin() + 1, value.end());
    if (value.size() > 2) value.erase(value.size() - 2);
  }
  if (value.is_object() && value.size() > 2) value.erase(value.begin());
  if (value.is_structured()) {
    for (auto& part : value) change(part);
  } else if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    value = text + (is_plain_decimal(text) ? "2" : " 2");
  } else if (value.is_number()) {
    value = value.get<double>() < 0 ? 3 : -1;
  } else if (value.is_boolean()) {
    value = !value.get<bool>();
  }
}

std::shared_ptr<const json::Json> changed(const json::Json& sample) {
  json::Json copy = sample;
  change(copy);
  return std::make_shared<const json::Json>(std::move(copy));
}

/// Taken with its sample, changed in the middle of its in, brought to its next step, changed back in the middle of
/// that, taken out.
Story story_of(const std::shared_ptr<const Theme>& theme, const Template& graphic, std::size_t input_hash) {
  const auto sample = std::make_shared<const json::Json>(graphic.sample);
  const auto other = changed(graphic.sample);
  const Millis in_ms = graphic.in_ms, out_ms = graphic.out_ms;
  Story story;
  story.theme = theme;
  story.take.id = "take";
  story.take.template_id = graphic.id;
  story.take.taken_at = kTakenAt;
  story.take.versions = {{kTakenAt, 0, sample},
                         {kTakenAt + in_ms / 2 + 1, 0, other},
                         {kTakenAt + in_ms + 900, 1, other},
                         {kTakenAt + in_ms + 1000, 1, sample}};
  const Millis out_at = kTakenAt + in_ms + 1300;
  story.take.out_at = out_at;
  for (const Millis at : {kTakenAt, kTakenAt + in_ms / 3, kTakenAt + in_ms / 2 + 60, kTakenAt + in_ms + 50,
                          kTakenAt + in_ms + 930, kTakenAt + in_ms + 1170, out_at + out_ms / 2, out_at + out_ms - 1}) {
    story.times_ns.push_back(at * kMs + static_cast<std::int64_t>(input_hash % kMs));
  }
  std::sort(story.times_ns.begin(), story.times_ns.end());
  constexpr std::pair<int, int> kSizes[] = {{192, 108}, {192, 108}, {64, 64}, {320, 90}, {1, 1}};
  std::tie(story.width, story.height) = kSizes[input_hash % std::size(kSizes)];
  return story;
}

}  // namespace

bool template_accepted(std::string_view input) {
  return load(input).has_value();
}

void run_template(std::string_view input) {
  const auto theme = load(input);
  if (!theme) {
    check_problems(theme.error());
    return;
  }
  const Template* graphic = (*theme)->find("t");
  must(graphic != nullptr && graphic->root != nullptr, "a theme without findings has its template");
  check_story(story_of(*theme, *graphic, std::hash<std::string_view>{}(input)));
}

}  // namespace fuzz
