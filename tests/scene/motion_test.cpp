// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

const Color kA = srgb(255, 0, 0), kB = srgb(0, 255, 0), kC = srgb(0, 0, 255);

/// Rows of 100 design pixels, coloured by id. They move for 400 ms, and come and go in 200.
std::shared_ptr<const Theme> rows_theme() {
  return theme_of(R"({"rows": {"items": {"properties": {"id": {}}}}})", R"({
    "type": "list", "items": "rows", "key": "id", "row_height": 100, "max_rows": 8,
    "move": {"duration_ms": 400, "easing": "linear"},
    "row": {"type": "box", "fill": "#000000",
      "in": [{"property": "opacity", "from": 0, "duration_ms": 200, "easing": "linear"}],
      "out": [{"property": "opacity", "to": 0, "duration_ms": 200, "easing": "linear"}],
      "variants": [{"when": "id == 'a'", "fill": "#ff0000"}, {"when": "id == 'b'", "fill": "#00ff00"},
                   {"when": "id == 'c'", "fill": "#0000ff"}]}})");
}

std::string rows(const std::string& ids) {
  std::string text;
  for (const char id : ids) text += (text.empty() ? "" : ", ") + std::string(R"({"id": ")") + id + "\"}";
  return R"({"rows": [)" + text + "]}";
}

AirItem rows_item(const std::vector<std::pair<Millis, std::string>>& versions) {
  AirItem result = item("t", versions.front().first, rows(versions.front().second));
  for (std::size_t i = 1; i < versions.size(); ++i) {
    result.versions.push_back({versions[i].first, 0, data(rows(versions[i].second))});
  }
  return result;
}

float top_of(const PreparedScene& scene, std::int64_t time_ms, const Color& color) {
  const auto found = boxes(picture(scene, time_ms * kMs), color);
  REQUIRE(found.size() == 1);
  return on_canvas(found.front()).y0;
}

std::shared_ptr<const Theme> sliding_theme() {
  return theme_of(R"({"title": {}})", R"({
    "type": "group", "children": [{"type": "box", "x": 200, "y": 100, "width": 300, "height": 100, "fill": "#ff0000",
      "in": [{"property": "x", "from": -100, "duration_ms": 400, "easing": "linear"},
             {"property": "opacity", "from": 0, "duration_ms": 400, "easing": "linear"}],
      "out": [{"property": "x", "to": 200, "duration_ms": 400, "easing": "linear"},
              {"property": "opacity", "to": 0, "duration_ms": 400, "easing": "linear"}]}]})");
}

Quad only_box(const PreparedScene& scene, std::int64_t time_ms) {
  const auto found = boxes(picture(scene, time_ms * kMs), kA);
  REQUIRE(found.size() == 1);
  return found.front();
}

}  // namespace

TEST_CASE("nothing is drawn of a template that the theme lacks, or without data") {
  const auto maker = preparer(rows_theme());
  CHECK(picture(*maker->prepare(channel(item("no-such", 0, "{}")), 1), 0).quads.empty());
  CHECK(picture(*maker->prepare(channel(item("t", 0, "{}")), 1), 0).quads.empty());
  CHECK(picture(*maker->prepare(channel(item("t", 0, R"({"rows": 7})")), 1), 0).quads.empty());
  AirItem bare;
  bare.template_id = "t";
  CHECK(picture(*maker->prepare(channel(bare), 1), 0).quads.empty());
  CHECK(picture(*maker->prepare(AirChannel{}, 9), 0).quads.empty());
  CHECK(maker->prepare(AirChannel{}, 9)->token() == 9);
  CHECK_FALSE(ScenePreparer::create(rows_theme(), 0, 1080).has_value());
  CHECK_FALSE(ScenePreparer::create(nullptr, 1920, 1080).has_value());
}

TEST_CASE("an in starts at the take and an out leaves nothing behind") {
  AirItem take = item("t", 1000, "{}");
  take.out_at = 3000;
  const auto maker = preparer(sliding_theme());
  const auto scene = maker->prepare(channel(take), 1);
  CHECK(picture(*scene, 999 * kMs).quads.empty());
  CHECK(on_canvas(only_box(*scene, 1200)).x0 == Approx(150));
  CHECK(only_box(*scene, 1200).opacity == Approx(0.5));
  CHECK(on_canvas(only_box(*scene, 1400)) == Rect{200, 100, 500, 200});
  CHECK(on_canvas(only_box(*scene, 3000)) == Rect{200, 100, 500, 200});
  CHECK(on_canvas(only_box(*scene, 3100)).x0 == Approx(250));
  CHECK(only_box(*scene, 3100).opacity == Approx(0.75));
  CHECK(picture(*scene, 3400 * kMs).quads.empty());
  CHECK(scene->next_change_ns(0) == 1000 * kMs);
  CHECK(scene->next_change_ns(1000 * kMs) == 1000 * kMs + 1);
  CHECK(scene->next_change_ns(1400 * kMs) == 3000 * kMs);
  CHECK(scene->next_change_ns(3400 * kMs) == INT64_MAX);
}

TEST_CASE("an out interrupts an in where it is") {
  AirItem take = item("t", 0, "{}");
  take.out_at = 200;
  const auto maker = preparer(sliding_theme());
  const auto scene = maker->prepare(channel(take), 1);
  CHECK(on_canvas(only_box(*scene, 200)).x0 == Approx(150));
  CHECK(only_box(*scene, 200).opacity == Approx(0.5));
  CHECK(on_canvas(only_box(*scene, 400)).x0 == Approx(150 + 250 / 2.0));
  CHECK(only_box(*scene, 400).opacity == Approx(0.25));
}

TEST_CASE("a take that resumes a leaving one starts from its pose") {
  AirItem leaving = item("t", 0, "{}");
  leaving.out_at = 1000;
  AirItem again = item("t", 1200, "{}");
  again.resumed_from = std::make_shared<const AirItem>(leaving);
  const auto maker = preparer(sliding_theme());
  const auto alone = maker->prepare(channel(leaving), 1);
  const auto resumed = maker->prepare(channel(again), 2);
  for (const std::int64_t time_ms : {100, 900, 1100, 1199}) {
    CHECK(same_picture(picture(*alone, time_ms * kMs), picture(*resumed, time_ms * kMs)));
  }
  CHECK(on_canvas(only_box(*resumed, 1200)).x0 == Approx(300));
  CHECK(only_box(*resumed, 1200).opacity == Approx(0.5));
  CHECK(on_canvas(only_box(*resumed, 1400)).x0 == Approx(250));
  CHECK(on_canvas(only_box(*resumed, 1600)) == Rect{200, 100, 500, 200});
  CHECK(only_box(*resumed, 1600).opacity == 1);
  CHECK(resumed->next_change_ns(1600 * kMs) == INT64_MAX);
}

TEST_CASE("the leaving item of a layer is not drawn twice where the current one resumed it") {
  AirItem leaving = item("t", 0, "{}");
  leaving.out_at = 1000;
  AirItem again = item("t", 1200, "{}");
  again.resumed_from = std::make_shared<const AirItem>(leaving);
  AirChannel both = channel(again);
  both.layers[0].leaving = leaving;
  const auto maker = preparer(sliding_theme());
  CHECK(picture(*maker->prepare(both, 1), 1300 * kMs).quads.size() == 1);
  both.layers[0].current->resumed_from.reset();
  CHECK(picture(*maker->prepare(both, 1), 1300 * kMs).quads.size() == 2);
}

TEST_CASE("rows go where their rank takes them") {
  const auto maker = preparer(rows_theme());
  const auto scene = maker->prepare(channel(rows_item({{0, "abc"}, {1000, "cab"}})), 1);
  CHECK(top_of(*scene, 1000, kA) == 0);
  CHECK(top_of(*scene, 1000, kC) == 200);
  CHECK(top_of(*scene, 1200, kA) == Approx(50));
  CHECK(top_of(*scene, 1200, kB) == Approx(150));
  CHECK(top_of(*scene, 1200, kC) == Approx(100));
  CHECK(top_of(*scene, 1400, kC) == 0);
  CHECK(top_of(*scene, 1400, kB) == 200);
}

TEST_CASE("a row that rises is painted over those it passes") {
  const auto maker = preparer(rows_theme());
  const auto scene = maker->prepare(channel(rows_item({{0, "abc"}, {1000, "cab"}})), 1);
  CHECK(picture(*scene, 999 * kMs).quads.back().color == kC);
  CHECK(picture(*scene, 1100 * kMs).quads.back().color == kC);
  CHECK(picture(*maker->prepare(channel(rows_item({{0, "abc"}, {1000, "bac"}})), 1), 1100 * kMs).quads.back().color ==
        kB);
}

TEST_CASE("a row that is interrupted on its way turns from where it is") {
  const auto maker = preparer(rows_theme());
  const auto scene = maker->prepare(channel(rows_item({{0, "abc"}, {1000, "cab"}, {1200, "abc"}})), 1);
  CHECK(top_of(*scene, 1200, kC) == Approx(100));
  CHECK(top_of(*scene, 1400, kC) == Approx(150));
  CHECK(top_of(*scene, 1600, kC) == 200);
  CHECK(top_of(*scene, 1600, kA) == 0);
}

TEST_CASE("a new row enters at its place and a lost one leaves from its own") {
  const auto maker = preparer(rows_theme());
  const auto scene = maker->prepare(channel(rows_item({{0, "ab"}, {1000, "bc"}})), 1);
  const DisplayList half = picture(*scene, 1100 * kMs);
  REQUIRE(boxes(half, kA).size() == 1);
  CHECK(boxes(half, kA).front().opacity == Approx(0.5));
  CHECK(top_of(*scene, 1100, kA) == 0);
  CHECK(boxes(half, kC).front().opacity == Approx(0.5));
  CHECK(top_of(*scene, 1100, kC) == 100);
  CHECK(boxes(picture(*scene, 1200 * kMs), kA).empty());
  CHECK(boxes(picture(*scene, 1200 * kMs), kC).front().opacity == 1);
}

TEST_CASE("a row that comes back while it leaves continues from where it is") {
  const auto maker = preparer(rows_theme());
  const auto scene = maker->prepare(channel(rows_item({{0, "ab"}, {1000, "b"}, {1100, "ab"}})), 1);
  const auto opacity = [&](std::int64_t time_ms) {
    const auto found = boxes(picture(*scene, time_ms * kMs), kA);
    return found.empty() ? 0.0F : found.front().opacity;
  };
  CHECK(opacity(1100) == Approx(0.5));
  CHECK(opacity(1200) == Approx(0.75));
  CHECK(opacity(1300) == 1);
}

TEST_CASE("rows with one key twice, or none, are rows of their own") {
  const auto maker = preparer(rows_theme());
  const auto scene = maker->prepare(channel(item("t", 0, R"({"rows": [{"id": "a"}, {"id": "a"}, {}, 7]})")), 1);
  CHECK(picture(*scene, 1000 * kMs).quads.size() == 4);
}

TEST_CASE("a design pixel is the canvas's smaller share of 1920 by 1080") {
  for (const auto& [width, height, scale] :
       {std::tuple{1280, 720, 2 / 3.0}, {3840, 2160, 2.0}, {1080, 1920, 1080 / 1920.0}}) {
    const auto maker = preparer(sliding_theme(), width, height);
    const auto scene = maker->prepare(channel(item("t", 0, "{}")), 1);
    CAPTURE(width, height);
    const Rect rect = on_canvas(only_box(*scene, 1000));
    CHECK(rect == Rect{static_cast<float>(std::round(200 * scale)), static_cast<float>(std::round(100 * scale)),
                       static_cast<float>(std::round(500 * scale)), static_cast<float>(std::round(200 * scale))});
  }
}

TEST_CASE("anchors hold on to the edges of any canvas") {
  const auto theme = theme_of("{}", R"({"type": "group", "children": [
    {"type": "box", "anchor": "bottom-right", "x": 96, "y": 54, "width": 192, "height": 108, "fill": "#ff0000"}]})");
  for (const auto& [width, height] : {std::pair{1920, 1080}, {960, 1080}, {1920, 2160}}) {
    const float scale = width == 960 ? 0.5F : 1.0F;
    const auto maker = preparer(theme, width, height);
    const auto scene = maker->prepare(channel(item("t", 0, "{}")), 1);
    const Rect rect = on_canvas(only_box(*scene, 0));
    CHECK(rect.x1 == static_cast<float>(width) - 96 * scale);
    CHECK(rect.y1 == static_cast<float>(height) - 54 * scale);
    CHECK(rect.x1 - rect.x0 == 192 * scale);
  }
}

TEST_CASE("a wipe cuts at its share of the box") {
  const auto theme = theme_of("{}", R"({"type": "group", "children": [
    {"type": "box", "x": 100, "width": 400, "height": 100, "fill": "#ff0000",
     "in": [{"property": "clip_right", "from": 1, "duration_ms": 1000, "easing": "linear"}]}]})");
  const auto maker = preparer(theme);
  const auto scene = maker->prepare(channel(item("t", 0, "{}")), 1);
  CHECK(picture(*scene, 0).quads.size() <= 1);
  CHECK(only_box(*scene, 250).clip.x1 == Approx(200));
  CHECK(only_box(*scene, 750).clip.x1 == Approx(400));
  CHECK(only_box(*scene, 1000).clip.x1 > 1e6F);
}

TEST_CASE("a watched text plays the change on its node") {
  const auto theme = theme_of(R"({"total": {}})", R"({"type": "group", "children": [
    {"type": "box", "width": 400, "height": 100, "fill": "#ff0000", "opacity": 0, "watch": "${total}",
     "change": [{"property": "opacity", "from": 0.8, "duration_ms": 400, "easing": "linear"}]}]})");
  AirItem take = item("t", 0, R"({"total": "1"})");
  take.versions.push_back({1000, 0, data(R"({"total": "1"})")});
  take.versions.push_back({2000, 0, data(R"({"total": "2"})")});
  const auto maker = preparer(theme);
  const auto scene = maker->prepare(channel(take), 1);
  CHECK(picture(*scene, 100 * kMs).quads.empty());
  CHECK(picture(*scene, 1100 * kMs).quads.empty());
  CHECK(only_box(*scene, 2000).opacity == Approx(0.8));
  CHECK(only_box(*scene, 2200).opacity == Approx(0.4));
  CHECK(picture(*scene, 2400 * kMs).quads.empty());
}

TEST_CASE("a row shares what is left, and takes what lacks from those that give way") {
  const auto maker = preparer(theme_of("{}", R"({"type": "group", "children": [
    {"type": "group", "direction": "row", "width": 1000, "height": 100, "gap": 20, "padding": [0, 40], "children": [
      {"type": "box", "width": 200, "fill": "#ff0000"},
      {"type": "box", "width": "fill", "fill": "#00ff00"},
      {"type": "box", "width": "fill", "max_width": 100, "fill": "#0000ff"}]},
    {"type": "group", "direction": "row", "y": 200, "width": 300, "height": 100, "children": [
      {"type": "box", "fill": "#ff00ff", "children": [{"type": "box", "width": 300, "height": 10, "fill": "#000000"}]},
      {"type": "box", "shrink": false, "fill": "#00ffff",
       "children": [{"type": "box", "width": 100, "height": 10, "fill": "#000000"}]}]}]})"));
  const auto list = picture(*maker->prepare(channel(item("t", 0, "{}")), 1), 0);
  CHECK(on_canvas(boxes(list, kA).at(0)) == Rect{40, 0, 240, 100});
  CHECK(on_canvas(boxes(list, kB).at(0)).x0 == 260);
  CHECK(on_canvas(boxes(list, kC).at(0)).x1 - on_canvas(boxes(list, kC).at(0)).x0 == 100);
  CHECK(on_canvas(boxes(list, srgb(255, 0, 255)).at(0)) == Rect{0, 200, 200, 300});
  CHECK(on_canvas(boxes(list, srgb(0, 255, 255)).at(0)) == Rect{200, 200, 300, 300});
}

TEST_CASE("columns stack, align and justify") {
  const auto maker = preparer(theme_of("{}", R"({"type": "group", "children": [
    {"type": "group", "direction": "column", "width": 400, "height": 400, "gap": 10, "align": "center",
     "justify": "end", "children": [
      {"type": "box", "width": 100, "height": 50, "fill": "#ff0000"},
      {"type": "box", "width": "fill", "height": 50, "fill": "#00ff00"}]},
    {"type": "group", "direction": "column", "x": 500, "width": 100, "height": 400, "justify": "between", "children": [
      {"type": "box", "height": 50, "fill": "#0000ff"},
      {"type": "box", "height": 50, "fill": "#ff00ff"}]}]})"));
  const auto list = picture(*maker->prepare(channel(item("t", 0, "{}")), 1), 0);
  CHECK(on_canvas(boxes(list, kA).at(0)) == Rect{150, 290, 250, 340});
  CHECK(on_canvas(boxes(list, kB).at(0)) == Rect{0, 350, 400, 400});
  CHECK(on_canvas(boxes(list, kC).at(0)) == Rect{500, 0, 600, 50});
  CHECK(on_canvas(boxes(list, srgb(255, 0, 255)).at(0)) == Rect{500, 350, 600, 400});
}

TEST_CASE("a box is as large as what is in it") {
  const auto maker = preparer(theme_of("{}", R"({"type": "group", "children": [
    {"type": "box", "anchor": "center", "padding": [10, 20, 30, 40], "direction": "column", "gap": 5, "fill": "#ff0000",
     "children": [{"type": "box", "width": 300, "height": 50, "fill": "#000000"},
                  {"type": "box", "width": "fill", "height": 45, "fill": "#00ff00"}]}]})"));
  const auto list = picture(*maker->prepare(channel(item("t", 0, "{}")), 1), 0);
  CHECK(on_canvas(boxes(list, kA).at(0)) == Rect{960 - 180, 540 - 70, 960 + 180, 540 + 70});
  CHECK(on_canvas(boxes(list, kB).at(0)) == Rect{820, 470 + 10 + 50 + 5, 1120, 610 - 30});
}

TEST_CASE("rows fill their columns one after another") {
  const auto maker = preparer(theme_of(R"({"rows": {"items": {"properties": {"id": {}}}}, "limit": {}})", R"({
    "type": "list", "items": "rows", "key": "id", "limit": "limit", "row_height": 100, "row_gap": 10, "max_rows": 5,
    "rows_per_column": 3, "column_width": 200, "column_gap": 40, "row": {"type": "box", "fill": "#ff0000"}})"));
  const auto rects = [&](const std::string& text) {
    std::vector<Rect> result;
    for (const Quad& quad : boxes(picture(*maker->prepare(channel(item("t", 0, text)), 1), 0), kA)) {
      result.push_back(on_canvas(quad));
    }
    return result;
  };
  const std::string seven = R"("rows": [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}])";
  const auto five = rects("{" + seven + "}");
  REQUIRE(five.size() == 5);
  CHECK(five[2] == Rect{0, 220, 200, 320});
  CHECK(five[3] == Rect{240, 0, 440, 100});
  CHECK(rects("{\"limit\": 2, " + seven + "}").size() == 2);
  CHECK(rects("{\"limit\": null, " + seven + "}").size() == 5);
  CHECK(rects("{\"limit\": -1, " + seven + "}").size() == 5);
}
