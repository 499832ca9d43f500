// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <random>
#include <string>

#include "overlays/json/json.h"

/// A contest as a hall holds it: a round that is marked by judges, live, its best and its worst mark dropped.
namespace leitai::bench {

struct Hall {
  int contestants = 40;
  int judges = 7;
  int criteria = 3;

  int scores() const { return contestants * judges; }
};

/// Its people and its round, as events; nothing marked.
json::Json hall_events(const Hall& hall);

/// The `scores` resource of a number from 0 to scores() - 1, its marks drawn: its id, and its data.
std::string score_id(const Hall& hall, int number);
json::Json score_data(const Hall& hall, int number, std::mt19937& random);

/// {type, id, data}
json::Json event_of(const char* type, const std::string& id, json::Json data);

}  // namespace leitai::bench
