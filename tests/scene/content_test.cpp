// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

const char* const kFields = R"({"title": {}, "total": {}, "timer": {"properties": {"anchor": {}, "state": {}}}})";

std::shared_ptr<const Theme> one_node(const std::string& node) {
  return theme_of(kFields, R"({"type": "group", "children": [)" + node + "]}");
}

std::string total(const std::string& value) {
  return R"({"total": ")" + value + "\"}";
}

AirItem totals(const std::vector<std::pair<Millis, std::string>>& versions) {
  AirItem result = item("t", versions.front().first, total(versions.front().second));
  for (std::size_t i = 1; i < versions.size(); ++i) {
    result.versions.push_back({versions[i].first, 0, data(total(versions[i].second))});
  }
  return result;
}

const char* const kNumber = R"({"type": "number", "text": "${total}", "width": 400, "height": 100, "size": 60,
  "align": "right", "count": {"duration_ms": 1000, "easing": "linear"},
  "change": [{"property": "opacity", "from": 0, "duration_ms": 400, "easing": "linear"}]})";

/// Each figure's texels, as one picture of the number.
std::vector<Rect> written(const DisplayList& list) {
  std::vector<Rect> texels;
  for (const Quad& quad : list.quads) texels.push_back(quad.texels);
  return texels;
}

float right_edge(const DisplayList& list) {
  float edge = 0;
  for (const Quad& quad : list.quads) edge = std::max(edge, on_canvas(quad).x1);
  return edge;
}

std::string clock_data(const std::string& timer) {
  return R"({"timer": )" + timer + "}";
}

}  // namespace

TEST_CASE("a number counts from its old to its new value, and is written like any other on the way") {
  const auto maker = preparer(one_node(kNumber));
  const auto counting = maker->prepare(channel(totals({{0, "10.00"}, {1000, "20.00"}})), 1);
  const auto at_rest = [&](const std::string& value) {
    return written(picture(*maker->prepare(channel(totals({{0, value}})), 1), 0));
  };
  CHECK(written(picture(*counting, 999 * kMs)) == at_rest("10.00"));
  CHECK(written(picture(*counting, 1250 * kMs)) == at_rest("12.50"));
  CHECK(written(picture(*counting, 1999 * kMs)) == at_rest("19.99"));
  CHECK(written(picture(*counting, 2000 * kMs)) == at_rest("20.00"));
  CHECK(written(picture(*counting, 1250 * kMs)) != at_rest("12.51"));
}

TEST_CASE("a count that is interrupted goes on from where it is") {
  const auto maker = preparer(one_node(kNumber));
  const auto scene = maker->prepare(channel(totals({{0, "0"}, {1000, "100"}, {1500, "0"}})), 1);
  const auto at_rest = [&](const std::string& value) {
    return written(picture(*maker->prepare(channel(totals({{0, value}})), 1), 0));
  };
  CHECK(written(picture(*scene, 1500 * kMs)) == at_rest("50"));
  CHECK(written(picture(*scene, 2000 * kMs)) == at_rest("25"));
  CHECK(written(picture(*scene, 2500 * kMs)) == at_rest("0"));
}

TEST_CASE("negative numbers, small ones and ones with more places count too") {
  const auto maker = preparer(one_node(kNumber));
  const auto scene = maker->prepare(channel(totals({{0, "-1"}, {1000, "0.05"}})), 1);
  const auto at_rest = [&](const std::string& value) {
    return written(picture(*maker->prepare(channel(totals({{0, value}})), 1), 0));
  };
  CHECK(written(picture(*scene, 1200 * kMs)) == at_rest("-0.79"));
  CHECK(written(picture(*scene, 2000 * kMs)) == at_rest("0.05"));
}

TEST_CASE("between a long number and one of many places a count is written with as many as there are") {
  const auto maker = preparer(one_node(kNumber));
  const auto scene = maker->prepare(channel(totals({{0, "800000000000000"}, {1000, "0.000000001"}})), 1);
  const auto at_rest = [&](const std::string& value) {
    return written(picture(*maker->prepare(channel(totals({{0, value}})), 1), 0));
  };
  CHECK(written(picture(*scene, 1500 * kMs)) == at_rest("400000000000000"));
  CHECK(written(picture(*scene, 2000 * kMs)) == at_rest("0.000000001"));
}

TEST_CASE("what is no plain decimal is written as it is") {
  const auto maker = preparer(one_node(kNumber));
  for (const char* text : {"–", "007", "1e5", "12345678901234567890", "9.", "弃权"}) {
    CAPTURE(text);
    const auto scene = maker->prepare(channel(totals({{0, "10.00"}, {1000, text}})), 1);
    CHECK(picture(*scene, 1200 * kMs).quads.size() > picture(*scene, 1400 * kMs).quads.size());
    CHECK_FALSE(picture(*scene, 5000 * kMs).quads.empty());
  }
}

TEST_CASE("figures of one width keep a right-aligned number still") {
  const auto maker = preparer(one_node(kNumber));
  const auto scene = maker->prepare(channel(totals({{0, "100.00"}, {1000, "999.99"}})), 1);
  const float first = picture(*scene, 1000 * kMs).quads.front().transform.x0;
  for (std::int64_t time_ms = 1000; time_ms < 2100; time_ms += 7) {
    CHECK(picture(*scene, time_ms * kMs).quads.front().transform.x0 == first);
  }
  CHECK(right_edge(picture(*scene, 0)) <= 400);
}

TEST_CASE("a text gives way to the next one") {
  const auto maker = preparer(one_node(R"({"type": "text", "text": "${title}", "size": 60, "height": 100,
    "change": [{"property": "opacity", "from": 0, "duration_ms": 400, "easing": "linear"},
               {"property": "y", "from": 20, "duration_ms": 400, "easing": "linear"}]})"));
  AirItem take = item("t", 0, R"({"title": "一"})");
  take.versions.push_back({1000, 0, data(R"({"title": "二"})")});
  take.versions.push_back({2000, 0, data(R"({"title": "二"})")});
  const auto scene = maker->prepare(channel(take), 1);
  const auto before = picture(*scene, 999 * kMs);
  REQUIRE(before.quads.size() == 1);
  const auto half = picture(*scene, 1200 * kMs);
  REQUIRE(half.quads.size() == 2);
  CHECK(half.quads[0].texels == before.quads[0].texels);
  CHECK(half.quads[0].opacity == Approx(0.5));
  CHECK(half.quads[0].transform.y0 == Approx(before.quads[0].transform.y0 - 10));
  CHECK(half.quads[1].opacity == Approx(0.5));
  CHECK(half.quads[1].transform.y0 == Approx(before.quads[0].transform.y0 + 10));
  CHECK(picture(*scene, 1400 * kMs).quads.size() == 1);
  CHECK(picture(*scene, 2200 * kMs).quads.size() == 1);
}

TEST_CASE("a text that is too long shrinks, then ends within its width") {
  for (const int least : {60, 30}) {
    const auto maker =
        preparer(one_node(R"({"type": "text", "text": "${title}", "width": 300, "size": 60, "least_size": )" +
                          std::to_string(least) + "}"));
    const auto scene = maker->prepare(channel(item("t", 0, R"({"title": "青岛西海岸新区张家楼街道办事处"})")), 1);
    CHECK(right_edge(picture(*scene, 0)) <= 301);
    CHECK(picture(*scene, 0).quads.size() >= 4);
  }
}

TEST_CASE("a text of several lines breaks where it must") {
  const auto maker = preparer(one_node(R"({"type": "text", "text": "${title}", "width": 200, "lines": 3, "size": 40,
    "line_height": 50})"));
  const auto scene = maker->prepare(channel(item("t", 0, R"({"title": "一二三四五六七八九十"})")), 1);
  const DisplayList list = picture(*scene, 0);
  REQUIRE(list.quads.size() == 10);
  CHECK(right_edge(list) <= 201);
  float top = 1e9F, bottom = 0;
  for (const Quad& quad : list.quads) {
    top = std::min(top, on_canvas(quad).y0);
    bottom = std::max(bottom, on_canvas(quad).y1);
  }
  CHECK(bottom - top > 50);
  CHECK(bottom - top < 150);
}

TEST_CASE("text at rest stands on whole pixels") {
  const auto theme = arena();
  for (const int height : {360, 720, 1080}) {
    const auto maker = preparer(theme, height * 16 / 9, height);
    for (const char* id : {"lower-third", "ranking", "timer"}) {
      AirItem take = item(id, 0, "{}");
      take.versions[0].data = std::make_shared<const json::Json>(theme->find(id)->sample);
      for (const Quad& quad : picture(*maker->prepare(channel(take), 1), 60'000 * kMs).quads) {
        if (quad.kind != QuadKind::glyph) continue;
        CHECK(on_canvas(quad).x0 == std::floor(on_canvas(quad).x0));
        CHECK(on_canvas(quad).y0 == std::floor(on_canvas(quad).y0));
      }
    }
  }
}

TEST_CASE("a running clock is a matter of time alone") {
  const auto maker =
      preparer(one_node(R"({"type": "clock", "timer": "timer", "width": 600, "height": 100, "size": 60})"));
  const auto scene =
      maker->prepare(channel(item("t", 0, clock_data(R"({"mode": "down", "duration_ms": 601000, "state": "running",
                                          "anchor": "1970-01-01T00:00:00.500Z", "elapsed_ms": 0})"))),
                     1);
  CHECK(picture(*scene, 500 * kMs).quads.size() == 5);   // 10:01
  CHECK(picture(*scene, 1500 * kMs).quads.size() == 5);  // 10:00
  CHECK(picture(*scene, 2500 * kMs - 1).quads.size() == 5);
  CHECK(picture(*scene, 2500 * kMs).quads.size() == 4);  // 9:59
  CHECK(scene->next_change_ns(1600 * kMs) == 2500 * kMs);
  CHECK(scene->next_change_ns(2500 * kMs) == 3500 * kMs);
  CHECK(written(picture(*scene, 3000 * kMs)) != written(picture(*scene, 4000 * kMs)));
}

TEST_CASE("a clock turns its colours and its label by itself") {
  const auto theme = one_node(R"(
    {"type": "clock", "timer": "timer", "width": 600, "height": 100, "size": 60, "color": "#ffffff",
     "variants": [{"when": "timer.phase == 'warning'", "color": "#00ff00"},
                  {"when": "timer.phase == 'overtime'", "color": "#0000ff"}]},
    {"type": "box", "when": "timer.phase == 'overtime'", "y": 200, "width": 10, "height": 10, "fill": "#ff0000"})");
  const auto maker = preparer(theme);
  const auto scene = maker->prepare(
      channel(item("t", 0, clock_data(R"({"mode": "down", "duration_ms": 5000, "state": "running", "warn_ms": 2000,
                                          "anchor": "1970-01-01T00:00:00Z", "elapsed_ms": 0, "overtime": "count"})"))),
      1);
  const auto color = [&](std::int64_t time_ns) { return picture(*scene, time_ns).quads.front().color; };
  CHECK(color(3000 * kMs - 1) == srgb(255, 255, 255));
  CHECK(color(3000 * kMs) == srgb(0, 255, 0));
  CHECK(color(5000 * kMs) == srgb(0, 0, 255));
  CHECK(boxes(picture(*scene, 5000 * kMs - 1), srgb(255, 0, 0)).empty());
  CHECK(boxes(picture(*scene, 5000 * kMs), srgb(255, 0, 0)).size() == 1);
}

TEST_CASE("an atlas that is full is filled anew with what the picture needs") {
  const auto theme = theme_of(R"({"rows": {"items": {"properties": {"id": {}, "name": {}}}}})", R"({
    "type": "list", "items": "rows", "key": "id", "row_height": 500, "max_rows": 64,
    "row": {"type": "text", "text": "${name}", "size": 480}})");
  const auto maker = preparer(theme);
  const auto take_of = [](std::uint32_t first, std::size_t count) {
    json::Json rows = json::Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t c = first + static_cast<std::uint32_t>(i);
      const std::string name = {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
                                static_cast<char>(0x80 | (c & 0x3F))};
      rows.push_back({{"id", i}, {"name", name}});
    }
    return item("t", 0, json::dump({{"rows", rows}}));
  };
  // Four of these glyphs fill a page, and 64 all pages.
  const std::uint32_t generation = maker->prepare(channel(take_of(0x4E00, 30)), 1)->atlas_generation();
  const auto second = maker->prepare(channel(take_of(0x5100, 64)), 2);
  CHECK(second->atlas_generation() > generation);
  CHECK_FALSE(second->uploads().empty());
  const auto third = maker->prepare(channel(take_of(0x5200, 20)), 3);
  CHECK(picture(*third, 0).quads.size() == 20);
}
