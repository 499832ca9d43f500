// SPDX-License-Identifier: GPL-2.0-or-later
#include <random>

#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

/// A history of a ranking: rows come, go, change their order and their totals at random moments,
/// often before the last change has come to rest.
std::string random_ranking(std::mt19937& random) {
  std::vector<int> ids;
  for (int id = 0; id < 24; ++id) {
    if (random() % 3 != 0) ids.push_back(id);
  }
  std::shuffle(ids.begin(), ids.end(), random);
  json::Json rows = json::Json::array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    rows.push_back({{"id", "c" + std::to_string(ids[i])},
                    {"rank", i + 1},
                    {"change", static_cast<int>(random() % 5) - 2},
                    {"name", std::to_string(ids[i]) + "号选手"},
                    {"organization", random() % 2 == 0 ? "单位" : "另一个单位"},
                    {"awarded", random() % 4 == 0},
                    {"total", std::to_string(80 + random() % 20) + "." + std::to_string(10 + random() % 90)}});
  }
  return json::dump({{"title", random() % 2 == 0 ? "成绩" : "总成绩"},
                     {"subtitle", random() % 2 == 0 ? "" : "上午场"},
                     {"cut_after", random() % 6},
                     {"rows", rows}});
}

std::string random_timer(std::mt19937& random) {
  const bool runs = random() % 3 != 0;
  return json::dump({{"label", random() % 2 == 0 ? "演讲" : "答辩"},
                     {"timer",
                      {{"mode", random() % 2 == 0 ? "down" : "up"},
                       {"duration_ms", 2000 + random() % 3000},
                       {"state", runs ? "running" : "paused"},
                       {"anchor", runs ? json::Json("1970-01-01T00:00:01.000Z") : json::Json()},
                       {"elapsed_ms", random() % 2000},
                       {"warn_ms", 1500},
                       {"danger_ms", 700},
                       {"overtime", random() % 2 == 0 ? "count" : "stop"}}}});
}

std::string random_person(std::mt19937& random) {
  json::Json person = {{"title", std::to_string(random() % 9) + "号选手"}};
  if (random() % 2 == 0) person["subtitle"] = "单位 职务";
  if (random() % 2 == 0) person["tag"] = random() % 2 == 0 ? "部门组" : "村组";
  if (random() % 2 == 0) person["number"] = random() % 30;
  return json::dump(person);
}

/// Data for the template that uses every kind of node.
std::string random_lab(std::mt19937& random) {
  json::Json rows = json::Json::array();
  for (int id = 0; id < 30; ++id) {
    if (random() % 4 == 0) continue;
    rows.push_back({{"id", "c" + std::to_string(id)},
                    {"name", std::to_string(id) + "号选手"},
                    {"out", random() % 8 == 0},
                    {"total", std::to_string(random() % 100) + "." + std::to_string(random() % 10)}});
  }
  if (random() % 3 == 0) rows.erase(rows.begin() + 2, rows.end());
  json::Json items = json::Json::array();
  for (std::size_t i = 0; i < random() % 4; ++i) items.push_back("消息 " + std::to_string(random() % 5));
  return json::dump({{"title", random() % 2 == 0 ? "标题" : "另一个标题"},
                     {"value", std::to_string(random() % 120) + "." + std::to_string(random() % 10)},
                     {"photo", random() % 2 == 0 ? "media/portrait.png" : "media/none.png"},
                     {"items", items},
                     {"rows", rows}});
}

using MakeData = std::string (*)(std::mt19937&);

AirItem random_take(const std::string& id, MakeData make, std::mt19937& random, Millis taken_at) {
  AirItem take = item(id, taken_at, make(random));
  Millis at = taken_at;
  for (std::size_t i = 0; i < 5; ++i) {
    at += 1 + static_cast<Millis>(random() % 900);
    take.versions.push_back({at, 0, data(make(random))});
  }
  if (random() % 2 == 0) take.out_at = at - 200 + static_cast<Millis>(random() % 800);
  return take;
}

/// What is known of a take at a time.
AirItem known_at(const AirItem& take, Millis now) {
  AirItem known = take;
  std::erase_if(known.versions, [&](const AirVersion& version) { return version.at > now; });
  if (known.versions.empty()) known.versions.push_back(take.versions.front());
  if (known.out_at && *known.out_at > now) known.out_at.reset();
  return known;
}

}  // namespace

TEST_CASE("a seek gives the picture of playing up to it") {
  const auto theme = arena();
  const std::pair<const char*, MakeData> graphics[] = {
      {"ranking", random_ranking}, {"timer", random_timer}, {"lower-third", random_person}};
  std::mt19937 random(7);
  for (const auto& [id, make] : graphics) {
    const auto player = preparer(theme);
    for (int round = 0; round < 3; ++round) {
      AirItem take = random_take(id, make, random, 1000);
      if (round == 2) {
        AirItem earlier = random_take(id, make, random, 500);
        earlier.out_at = 900;
        take.resumed_from = std::make_shared<const AirItem>(earlier);
      }
      const auto whole = player->prepare(channel(take), 1);
      std::vector<std::int64_t> times;
      for (int i = 0; i < 12; ++i)
        times.push_back(1'000 * kMs + static_cast<std::int64_t>(random() % 7'000'000) * 1000);
      std::sort(times.begin(), times.end());
      for (const std::int64_t time : times) {
        CAPTURE(id, round, time);
        const DisplayList played = picture(*whole, time);
        // Somebody who starts now and knows only what has happened.
        const auto newcomer = preparer(theme);
        const auto known = newcomer->prepare(channel(known_at(take, time / kMs)), 1);
        CHECK(same_picture(played, picture(*known, time)));
        // Somebody who has prepared every change as it came.
        const auto updated = player->prepare(channel(known_at(take, time / kMs)), 1);
        CHECK(same_picture(played, picture(*updated, time)));
      }
    }
  }
}

TEST_CASE("every kind of node: a seek gives the picture of playing up to it, for hours") {
  const auto theme = lab();
  std::mt19937 random(31);
  const auto player = preparer(theme);
  for (const MotionLevel motion : {MotionLevel::full, MotionLevel::reduced}) {
    for (int round = 0; round < 3; ++round) {
      const AirItem take = random_take("lab", random_lab, random, 1000);
      const auto shown = [&](const AirItem& what) {
        AirChannel on = channel(what);
        on.motion = motion;
        return on;
      };
      std::vector<std::int64_t> times = {3'700'000 * kMs + 123'456'789};
      for (int i = 0; i < 10; ++i)
        times.push_back(1'000 * kMs + static_cast<std::int64_t>(random() % 9'000'000) * 1000);
      for (int i = 0; i < 4; ++i) times.push_back(static_cast<std::int64_t>(10'000 + random() % 90'000) * kMs);
      std::sort(times.begin(), times.end());
      for (const std::int64_t time : times) {
        CAPTURE(round, time);
        const AirItem known = known_at(take, time / kMs);
        const auto played = player->prepare(shown(known), 1, time);
        REQUIRE(played->right().contains(time));
        const auto sought = preparer(theme)->prepare(shown(take), 1, time);
        CHECK(same_picture(picture(*played, time), picture(*sought, time)));
        // Prepared for a moment before, it is right as far as it says.
        const auto earlier = preparer(theme)->prepare(shown(take), 1, time - 700 * kMs);
        if (earlier->right().contains(time)) CHECK(same_picture(picture(*played, time), picture(*earlier, time)));
        CHECK(picture(*played, time).quads.size() <= played->quad_capacity());
        const std::int64_t next = std::min(played->next_change_ns(time), played->right().end_ns);
        if (next > time + 1) CHECK(same_picture(picture(*played, time), picture(*played, next - 1)));
      }
    }
  }
}

TEST_CASE("going on from an earlier picture, and from one whose oldest versions are gone, changes nothing") {
  const auto theme = arena();
  std::mt19937 random(23);
  const auto player = preparer(theme);
  json::Json table = *data(random_ranking(random));
  AirItem take = item("ranking", 1000, json::dump(table));
  for (int i = 0; i < 30; ++i) {
    if (i % 3 == 0) table = *data(random_ranking(random));
    std::shuffle(table["rows"].begin(), table["rows"].end(), random);
    const Millis at = take.versions.back().at + 1 + static_cast<Millis>(random() % 300);
    take.versions.push_back({at, 0, std::make_shared<const json::Json>(table)});
    if (i % 10 == 9) take.versions.erase(take.versions.begin(), take.versions.end() - 4);
    if (i == 25) take.out_at = at + 100;
    const std::int64_t time = (at + static_cast<Millis>(random() % 400)) * kMs;
    CAPTURE(i, time);
    const auto updated = player->prepare(channel(take), 1);
    const auto fresh = preparer(theme)->prepare(channel(take), 1);
    CHECK(same_picture(picture(*fresh, time), picture(*updated, time)));
    CHECK(fresh->next_change_ns(time) == updated->next_change_ns(time));
  }
}

TEST_CASE("between announced changes the picture stands still, and never outgrows its capacity") {
  const auto theme = arena();
  const std::pair<const char*, MakeData> graphics[] = {
      {"ranking", random_ranking}, {"timer", random_timer}, {"lower-third", random_person}};
  std::mt19937 random(11);
  const auto player = preparer(theme);
  for (const auto& [id, make] : graphics) {
    for (int round = 0; round < 4; ++round) {
      const auto scene = player->prepare(channel(random_take(id, make, random, 1000)), 1);
      for (int i = 0; i < 100; ++i) {
        const std::int64_t time = static_cast<std::int64_t>(random() % 9'000'000) * 1000;
        const std::int64_t next = scene->next_change_ns(time);
        CAPTURE(id, round, time, next);
        REQUIRE(next > time);
        const DisplayList now = picture(*scene, time);
        CHECK(now.quads.size() <= scene->quad_capacity());
        if (next > time + 1) {
          const std::int64_t last = next == INT64_MAX ? time + 3'600'000 * kMs : next - 1;
          CHECK(same_picture(now, picture(*scene, last)));
        }
      }
    }
  }
}
