// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fuzz/targets/small_show.h"

#include "tests/fuzz/targets/must.h"

namespace fuzz {
namespace {

namespace contest = leitai::contest;
using contest::Store;

constexpr const char* kEvents = R"([
  ["contest", "contest", {"name": "Arena"}],
  ["groups", "heads", {"name": "部门负责人", "short_name": "部门组"}],
  ["groups", "zones", {"name": "片区主任"}],
  ["people", "j1", {"name": "1号评委", "role": "judge"}],
  ["people", "j2", {"name": "2号评委", "role": "judge"}],
  ["people", "j3", {"name": "3号评委", "role": "judge"}],
  ["people", "p1", {"name": "助力人", "role": "supporter"}],
  ["contestants", "c1", {"name": "1号选手", "number": 1, "group": "heads"}],
  ["contestants", "c2", {"name": "2号选手", "number": 2, "group": "heads"}],
  ["contestants", "c3", {"name": "3号选手", "number": 3, "group": "zones", "supporter": "p1"}],
  ["rounds", "r", {"name": "上午", "visibility": "live", "contestants": ["c1", "c2", "c3"], "scoring": {
    "criteria": [{"id": "talk", "name": "演讲", "min": "0", "max": "10", "weight": "0.6"},
                 {"id": "look", "min": "0", "max": "10", "step": "0.5", "weight": "0.4"}],
    "panels": [{"id": "p", "judges": ["j1", "j2", "j3"], "drop_high": 1}]}}],
  ["rounds", "duel", {"name": "下午", "confirm": true, "scoring": {"criteria": [{"id": "total", "max": "100"}],
    "panels": [{"id": "p", "judges": ["j1", "j2"]}], "carry": [{"round": "r", "weight": "1/3"}],
    "tie_break": [{"by": "highest_mark"}, {"by": "carry", "round": "r"}]}, "quota": {"total": 1}}],
  ["rounds", "votes", {"visibility": "running", "scoring": {"method": "votes", "panels": [{"id": "a", "judges": "@audience"}]}}],
  ["scores", "s1", {"round": "r", "contestant": "c1", "judge": "j1", "marks": {"talk": "9.25", "look": "8.5"}}],
  ["scores", "s2", {"round": "r", "contestant": "c1", "judge": "j2", "marks": {"talk": "9", "look": "8"}}],
  ["scores", "s3", {"round": "r", "contestant": "c1", "judge": "j3", "absent": true}],
  ["scores", "s4", {"round": "r", "contestant": "c2", "judge": "j1", "marks": {"talk": "7"}}],
  ["scores", "s5", {"round": "duel", "contestant": "c2", "judge": "j1", "marks": {"total": "77"}}],
  ["scores", "s6", {"round": "duel", "contestant": "c2", "judge": "j2", "marks": {"total": "78"}}],
  ["scores", "b1", {"round": "votes", "judge": "v1", "choices": ["c1", "c3"]}],
  ["adjustments", "a1", {"round": "r", "contestant": "c2", "points": "-0.5", "kind": "penalty"}]
])";

Store made() {
  const contest::Json list = contest::Json::parse(kEvents);
  std::vector<contest::Event> events;
  for (const contest::Json& event : list) events.push_back({event[0], event[1], event[2]});
  return with_events({}, events);
}

}  // namespace

const Store& small_show() {
  static const Store kStore = made();
  return kStore;
}

Store with_events(Store store, const std::vector<contest::Event>& events) {
  Store after = store;
  std::vector<std::pair<std::string, std::string>> changed;
  for (const contest::Event& event : events) {
    changed.emplace_back(event.type, event.id);
    if (event.data.is_null()) {
      after.erase(event.type, event.id);
      continue;
    }
    const contest::Resource* before = after.find(event.type, event.id);
    auto data = contest::normalise(event.type, event.id, event.data, before ? &before->data : nullptr);
    must(data.has_value(), "the show's events have the right shape");
    after.put(event.type, event.id, std::move(*data), 1);
  }
  must(contest::check(after, changed).empty(), "the show's events are right");
  for (contest::Event& fact : contest::consequences(store, after, kShowTimeMs)) {
    if (fact.data.is_null())
      after.erase(fact.type, fact.id);
    else
      after.put(fact.type, fact.id, std::move(fact.data), 1);
  }
  return after;
}

}  // namespace fuzz
