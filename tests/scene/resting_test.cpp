// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/resting.h"

#include <algorithm>
#include <random>

#include "overlays/scene/evaluate.h"
#include "overlays/scene/timeline.h"
#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

/// Lays out one template without a scene around it.
struct Workbench {
  std::shared_ptr<const Theme> theme = arena();
  const Template& graphic = *theme->find("ranking");
  std::unique_ptr<ScenePreparer> preparer = scene_test::preparer(theme);
  GlyphCache glyphs{preparer->text()};
  PictureCache pictures{preparer->text(), theme->folders};
  CanvasScale canvas = CanvasScale::of(graphic, 1920, 1080);

  ItemTimeline timeline(const AirItem& item, Millis now) {
    TimelineKeeper keeper(*graphic.root, theme->words, canvas.scale, MotionLevel::full);
    return keeper.build(item, now * kMs, [&](const ItemEvent& event) {
      const LayoutInput input{*event.data, theme->words, event.step, event.page};
      return std::make_shared<const LaidOut>(lay_out(*graphic.root, input, canvas, glyphs, pictures));
    });
  }
};

std::string rows(std::mt19937& random) {
  std::vector<int> ids(12);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<int>(i);
  std::shuffle(ids.begin(), ids.end(), random);
  json::Json list = json::Json::array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    list.push_back({{"id", "c" + std::to_string(ids[i])},
                    {"rank", i + 1},
                    {"name", std::to_string(ids[i]) + "号选手"},
                    {"total", std::to_string(80 + random() % 20) + ".25"}});
  }
  return json::dump({{"title", "成绩"}, {"rows", list}});
}

DisplayList picture_of(const ItemTimeline& timeline, std::int64_t time_ns) {
  DisplayList list;
  evaluate_item(timeline, time_ns, list);
  return list;
}

}  // namespace

TEST_CASE("what is kept of resting parts gives the picture that their curves give") {
  std::mt19937 random(5);
  AirItem ranking = item("ranking", 1000, rows(random));
  for (const Millis at : {4000, 4300, 7000}) ranking.versions.push_back({at, 0, data(rows(random))});
  ranking.out_at = 12'000;
  Workbench bench;
  const ItemTimeline timeline = bench.timeline(ranking, 20'000);
  ItemTimeline without = timeline;
  for (Resting& part : without.resting.parts) part.during = {0, 0};
  for (int i = 0; i < 400; ++i) {
    const std::int64_t time = (900 + i * 30) * kMs + static_cast<std::int64_t>(random() % 1'000'000);
    CAPTURE(time);
    CHECK(same_picture(picture_of(timeline, time), picture_of(without, time)));
  }
}

TEST_CASE("nearly all of a table rests once it has come to rest, and nothing before it came") {
  std::mt19937 random(6);
  Workbench bench;
  const ItemTimeline timeline = bench.timeline(item("ranking", 1000, rows(random)), 60'000);
  const auto resting_at = [&](std::int64_t time_ns) {
    return std::count_if(timeline.resting.parts.begin(), timeline.resting.parts.end(),
                         [&](const Resting& part) { return part.during.contains(time_ns); });
  };
  CHECK(resting_at(999 * kMs) == 0);
  CHECK(resting_at(60'000 * kMs) * 10 > static_cast<std::ptrdiff_t>(timeline.instances.size()) * 9);
}
