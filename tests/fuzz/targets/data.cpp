// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/scene_checks.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {
namespace {

using namespace leitai::overlays;
namespace json = leitai::json;

constexpr std::int64_t kMs = 1'000'000;

/// What the times of an input count from: a show of this decade.
constexpr double kShowStart = 1'790'000'000'000;
constexpr double kLongestMs = 7.2e12 - kShowStart;  ///< until the year 2198

constexpr std::size_t kMostVersions = 8, kMostTimes = 8, kMostTakes = 3;

std::shared_ptr<const Theme> arena() {
  static const auto kTheme = [] {
    auto theme = load_theme(LEITAI_SOURCE_DIR "/overlays/themes/arena");
    must(theme.has_value(), "the shipped theme has no findings");
    return *theme;
  }();
  return kTheme;
}

double number_of(const json::Json& object, const char* key, double otherwise) {
  const auto it = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && it != object.end() && it->is_number() ? it->get<double>() : otherwise;
}

json::Json member(const json::Json& object, const char* key) {
  return object.is_object() && object.contains(key) ? object[key] : json::Json();
}

/// A show time of so many milliseconds since the start of the show.
std::int64_t show_ns(double ms) {
  return static_cast<std::int64_t>((kShowStart + std::clamp(ms, 0.0, kLongestMs)) * 1000) * 1000;
}

Millis show_ms(double ms) {
  return show_ns(ms) / kMs;
}

/// {"taken_at": ms, "out_at": ms, "versions": [{"at": ms, "step": n, "data": …}]}
AirItem take_of(const json::Json& value, const std::string& template_id, std::size_t number) {
  AirItem take;
  take.id = "take" + std::to_string(number);
  take.template_id = template_id;
  take.taken_at = show_ms(number_of(value, "taken_at", 0));
  const json::Json versions = member(value, "versions");
  for (std::size_t i = 0; versions.is_array() && i < std::min(versions.size(), kMostVersions); ++i) {
    const json::Json& version = versions[i];
    take.versions.push_back({show_ms(number_of(version, "at", 0)),
                             static_cast<int>(std::clamp(number_of(version, "step", 0), 0.0, 100.0)),
                             std::make_shared<const json::Json>(member(version, "data"))});
  }
  if (take.versions.empty()) take.versions.push_back({take.taken_at, 0, nullptr});
  std::stable_sort(take.versions.begin(), take.versions.end(),
                   [](const AirVersion& a, const AirVersion& b) { return a.at < b.at; });
  const double out_at = number_of(value, "out_at", -1);
  if (out_at >= 0) take.out_at = std::max(take.taken_at, show_ms(out_at));
  return take;
}

/// Each resumes the one before it: out before, and known from its beginning.
AirItem chain_of(const json::Json& takes, const std::string& template_id) {
  AirItem last;
  for (std::size_t i = 0; i < std::min(std::max<std::size_t>(takes.size(), 1), kMostTakes); ++i) {
    AirItem take = take_of(i < takes.size() ? takes[i] : json::Json(), template_id, i);
    if (i > 0) {
      last.out_at = std::min(last.out_at.value_or(take.taken_at), take.taken_at);
      last.taken_at = std::min(last.taken_at, *last.out_at);
      take.resumed_from = std::make_shared<const AirItem>(std::move(last));
    }
    last = std::move(take);
  }
  return last;
}

}  // namespace

bool data_accepted(std::string_view input) {
  const auto value = json::parse(input);
  return value && value->is_object();
}

/// {"template": "ranking", "takes": [as take_of reads], "times": [ms]}
void run_data(std::string_view input) {
  const auto value = json::parse(input);
  if (!value || !value->is_object()) return;
  const json::Json name = member(*value, "template"), takes = member(*value, "takes"), times = member(*value, "times");
  Story story;
  story.theme = arena();
  const std::string id = name.is_string() ? name.get<std::string>() : "ranking";
  story.take = chain_of(takes.is_array() ? takes : json::Json::array(), id);
  for (std::size_t i = 0; times.is_array() && i < std::min(times.size(), kMostTimes); ++i) {
    if (times[i].is_number()) story.times_ns.push_back(show_ns(times[i].get<double>()));
  }
  if (story.times_ns.empty()) story.times_ns.push_back(story.take.taken_at * kMs);
  std::sort(story.times_ns.begin(), story.times_ns.end());
  check_story(story);
}

}  // namespace fuzz
