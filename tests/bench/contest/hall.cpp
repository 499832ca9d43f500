// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/contest/hall.h"

#include <utility>

namespace leitai::bench {

namespace {

using json::Json;

std::string id(const char* kind, int number) {
  return kind + std::to_string(number);
}

Json round_data(const Hall& hall) {
  Json criteria = Json::array();
  for (int c = 0; c < hall.criteria; ++c)
    criteria.push_back({{"id", id("k", c)}, {"min", "0"}, {"max", "10"}, {"step", "0.01"}});
  Json judges = Json::array();
  for (int j = 0; j < hall.judges; ++j) judges.push_back(id("j", j));
  Json contestants = Json::array();
  for (int c = 0; c < hall.contestants; ++c) contestants.push_back(id("c", c));
  const Json panel = {{"id", "jury"}, {"weight", "1"}, {"judges", judges}, {"drop_high", 1}, {"drop_low", 1}};
  return {{"name", "决赛"},
          {"visibility", "live"},
          {"contestants", contestants},
          {"scoring", {{"criteria", criteria}, {"panels", Json::array({panel})}}}};
}

}  // namespace

Json event_of(const char* type, const std::string& id, Json data) {
  return {{"type", type}, {"id", id}, {"data", std::move(data)}};
}

Json hall_events(const Hall& hall) {
  Json events = Json::array();
  for (int j = 0; j < hall.judges; ++j)
    events.push_back(event_of("people", id("j", j), {{"name", id("评委", j + 1)}, {"role", "judge"}}));
  for (int c = 0; c < hall.contestants; ++c)
    events.push_back(event_of(
        "contestants", id("c", c),
        {{"name", std::to_string(c + 1) + "号选手"}, {"number", std::to_string(c + 1)}, {"organization", "市一中"}}));
  events.push_back(event_of("rounds", "final", round_data(hall)));
  events.push_back(event_of("timers", "clock", {{"label", "演讲"}, {"mode", "down"}, {"duration_ms", 180'000}}));
  return events;
}

std::string score_id(const Hall& hall, int number) {
  return "s-" + std::to_string(number / hall.judges) + "-" + std::to_string(number % hall.judges);
}

Json score_data(const Hall& hall, int number, std::mt19937& random) {
  Json marks = Json::object();
  for (int c = 0; c < hall.criteria; ++c) {
    const std::string hundredths = std::to_string(700 + random() % 300);
    marks[id("k", c)] = hundredths.substr(0, 1) + "." + hundredths.substr(1);
  }
  return {{"round", "final"},
          {"contestant", id("c", number / hall.judges)},
          {"judge", id("j", number % hall.judges)},
          {"marks", std::move(marks)}};
}

}  // namespace leitai::bench
