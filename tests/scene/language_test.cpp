// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>

#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

const std::string kFields = R"({"v": {}, "most": {}, "t": {}, "items": {"type": "array", "items": {}},
  "rows": {"type": "array", "items": {"properties": {"id": {}, "v": {}}}}})";

DisplayList drawn(const std::string& root, const std::string& values, std::int64_t time_ms = 60'000, int width = 1920,
                  int height = 1080) {
  const auto maker = preparer(theme_of(kFields, root), width, height);
  return picture(*maker->prepare(channel(item("t", 0, values)), 1, time_ms * kMs), time_ms * kMs);
}

std::vector<Rect> places(const DisplayList& list, const Color& color) {
  std::vector<Rect> rects;
  for (const Quad& quad : boxes(list, color)) rects.push_back(on_canvas(quad));
  return rects;
}

const Color kRed = srgb(255, 0, 0), kBlue = srgb(0, 0, 255);

std::string box(const std::string& more) {
  return R"({"type": "box", "fill": "#ff0000", )" + more + "}";
}

}  // namespace

TEST_CASE("grow shares out what is left of a row") {
  const auto rects = places(
      drawn(
          R"({"type": "group", "children": [{"type": "group", "width": 1000, "height": 100, "direction": "row", "gap": 100, "children": [)" +
              box(R"("grow": 1)") + "," + box(R"("width": 200)") + "," + box(R"("grow": 2)") + "]}]}",
          "{}"),
      kRed);
  REQUIRE(rects.size() == 3);
  CHECK(rects[0] == Rect{0, 0, 200, 100});
  CHECK(rects[1] == Rect{300, 0, 500, 100});
  CHECK(rects[2] == Rect{600, 0, 1000, 100});
}

TEST_CASE("a row that wraps goes on in new lines, and is as high as they are") {
  const std::string part = box(R"("width": 300, "height": 40)");
  const std::string wrapped =
      R"({"type": "box", "fill": "#0000ff", "anchor": "top-left", "padding": [10, 20], "width": 740, "direction": "row", "wrap": true,
    "gap": 100, "line_gap": 20, "children": [)" +
      part + "," + part + "," + part + "]}";
  const DisplayList list = drawn(R"({"type": "group", "children": [)" + wrapped + "]}", "{}");
  const auto rects = places(list, kRed);
  REQUIRE(rects.size() == 3);
  CHECK(rects[0] == Rect{20, 10, 320, 50});
  CHECK(rects[1] == Rect{420, 10, 720, 50});
  CHECK(rects[2] == Rect{20, 70, 320, 110});
  CHECK(places(list, kBlue).front() == Rect{0, 0, 740, 120});
}

TEST_CASE("safe areas follow the canvas, whatever its shape") {
  const std::string root = R"({"type": "group", "safe_area": "graphics", "children": [)" +
                           box(R"("width": "fill", "height": "fill")") + "]}";
  CHECK(places(drawn(root, "{}"), kRed).front() == Rect{96, 54, 1824, 1026});
  CHECK(places(drawn(root, "{}", 0, 1280, 720), kRed).front() == Rect{64, 36, 1216, 684});
  CHECK(places(drawn(root, "{}", 0, 1080, 1920), kRed).front() == Rect{54, 96, 1026, 1824});
  const std::string action =
      R"({"type": "group", "safe_area": "action", "children": [)" + box(R"("width": "fill", "height": "fill")") + "]}";
  CHECK(places(drawn(action, "{}", 0, 2000, 1000), kRed).front() == Rect{70, 35, 1930, 965});
}

TEST_CASE("a canvas that is higher than wide shows the portrait tree, at its own scale") {
  ThemeFolder folder;
  folder.write("templates/t.json", R"({"name": "T", "layer": 1, "sample": {}, "fields": {},
    "root": {"type": "group", "children": [)" +
                                       box(R"("width": 192, "height": 108)") + R"(]},
    "portrait": {"type": "group", "children": [)" +
                                       box(R"("width": 540, "height": 96)") + "]}}");
  const auto theme = folder.load();
  REQUIRE(theme.has_value());
  const auto on = [&](int width, int height) {
    return places(picture(*preparer(*theme, width, height)->prepare(channel(item("t", 0, "{}")), 1), 0), kRed).front();
  };
  CHECK(on(1920, 1080) == Rect{0, 0, 192, 108});
  CHECK(on(1280, 720) == Rect{0, 0, 128, 72});
  CHECK(on(3840, 2160) == Rect{0, 0, 384, 216});
  CHECK(on(1080, 1920) == Rect{0, 0, 540, 96});
  CHECK(on(540, 960) == Rect{0, 0, 270, 48});
}

TEST_CASE("a bar is as long as its value's share, whatever the data says") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "bar", "width": 400, "height": 20, "value": "${v}", "max": "${most}", "bar": {"fill": "#ff0000"}}]})";
  const auto length = [&](const std::string& values) {
    const auto rects = places(drawn(root, values), kRed);
    return rects.empty() ? 0 : rects.front().x1 - rects.front().x0;
  };
  CHECK(length(R"({"v": "25.0", "most": 100})") == Approx(100));
  CHECK(length(R"({"v": 300, "most": 100})") == Approx(400));
  CHECK(length(R"({"v": -5, "most": 100})") == 0);
  CHECK(length(R"({"v": 0.5, "most": 0})") == Approx(200));
  CHECK(length(R"({"v": "none", "most": 1})") == 0);
  CHECK(length("{}") == 0);
}

TEST_CASE("a bar grows when it comes and when its value changes, upwards too") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "bar", "width": 20, "height": 400, "direction": "up", "value": "${v}", "max": 10,
    "bar": {"fill": "#ff0000"}, "count": {"from": 0, "duration_ms": 1000, "easing": "linear"}}]})";
  const auto maker = preparer(theme_of(kFields, root));
  AirItem take = item("t", 0, R"({"v": 10})");
  take.versions.push_back({2000, 0, data(R"({"v": 5})")});
  const auto scene = maker->prepare(channel(take), 1);
  const auto top = [&](std::int64_t ms) { return places(picture(*scene, ms * kMs), kRed).front().y0; };
  CHECK(places(picture(*scene, 0), kRed).empty());
  CHECK(top(250) == Approx(300));
  CHECK(top(1500) == Approx(0).margin(0.01));
  CHECK(top(2500) == Approx(100));
  CHECK(top(4000) == Approx(200));
}

TEST_CASE("stars are lit from the left, the last one in part") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "stars", "value": "${v}", "max": 4, "size": 40, "gap": 10, "color": "#ff0000", "track": "#0000ff"}]})";
  const auto count = [&](const std::string& values, const Color& color) {
    std::size_t found = 0;
    for (const Quad& quad : drawn(root, values).quads) found += quad.color == color ? 1 : 0;
    return found;
  };
  CHECK(count(R"({"v": 2})", kRed) == 2);
  CHECK(count(R"({"v": 2})", kBlue) == 2);
  CHECK(count(R"({"v": "2.5"})", kRed) == 3);
  CHECK(count(R"({"v": "2.5"})", kBlue) == 2);
  CHECK(count(R"({"v": 99})", kRed) == 4);
  CHECK(count(R"({"v": null})", kBlue) == 4);
  for (const Quad& quad : drawn(root, R"({"v": "0.5"})").quads) {
    if (!(quad.color == kRed)) continue;
    const Rect star = on_canvas(quad);
    CHECK(quad.clip.x1 == Approx((star.x0 + star.x1) / 2));
  }
}

TEST_CASE("a ring's sweep is its value's share of the circle") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "ring", "width": 100, "height": 100, "thickness": 10, "value": "${v}", "max": 8, "color": "#ff0000", "track": "#0000ff"}]})";
  const DisplayList list = drawn(root, R"({"v": 2})", 0, 960, 540);
  REQUIRE(list.quads.size() == 2);
  CHECK(list.quads[0].kind == QuadKind::ring);
  CHECK(list.quads[0].sweep == Approx(2 * M_PI));
  CHECK(list.quads[1].sweep == Approx(M_PI / 2));
  CHECK(list.quads[1].border_width == Approx(5));
  CHECK(drawn(root, "{}").quads.size() == 1);
}

TEST_CASE("a list turns its pages, in its order, at its times") {
  const std::string root = R"({"type": "group", "direction": "column", "children": [
    {"type": "list", "items": "rows", "key": "id", "max_rows": 2, "row_height": 50, "page": {"every_ms": 2000}, "row": {"type": "bar", "value": "${index}", "max": 10, "width": "fill", "bar": {"fill": "#ff0000"}}},
    {"type": "bar", "width": 100, "height": 10, "value": "${page}", "max": "${pages}", "bar": {"fill": "#0000ff"}}]})";
  const std::string rows = R"({"rows": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}, {"id": "e"}]})";
  const auto shown = [&](std::int64_t ms) {
    std::vector<int> indices;
    for (const Rect& rect : places(drawn(root, rows, ms), kRed)) {
      indices.push_back(static_cast<int>(std::lround((rect.x1 - rect.x0) / 192)));
    }
    return indices;
  };
  using Shown = std::vector<int>;
  CHECK(shown(0) == Shown{1, 2});
  CHECK(shown(1999) == Shown{1, 2});
  CHECK(shown(2000) == Shown{3, 4});
  CHECK(shown(5999) == Shown{5});
  CHECK(shown(6000) == Shown{1, 2});
  // A day later.
  CHECK(shown(86'400'000 + 2000) == Shown{3, 4});
  const DisplayList last = drawn(root, rows, 4500);
  // The last page keeps the room of a full one.
  CHECK(places(last, kBlue).front() == Rect{0, 100, 100, 110});
}

TEST_CASE("a list that scrolls runs through its height and begins again") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "list", "width": 100, "height": 100, "items": "rows", "key": "id", "row_height": 40, "row_gap": 10,
    "scroll": {"speed": 50, "hold_ms": 1000}, "row": {"type": "box", "fill": "#ff0000"}}]})";
  const auto tops = [&](const std::string& rows, std::int64_t ms) {
    std::vector<float> result;
    for (const Rect& rect : places(drawn(root, R"({"rows": )" + rows + "}", ms), kRed)) result.push_back(rect.y0);
    std::sort(result.begin(), result.end());
    return result;
  };
  const std::string four = R"([{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}])";
  using Tops = std::vector<float>;
  CHECK(tops(four, 0) == Tops{0, 50});
  CHECK(tops(four, 1000) == Tops{0, 50});
  CHECK(tops(four, 1500) == Tops{-25, 25, 75});
  // The first comes after the last: 4 rows are 200 pixels, 4 seconds.
  CHECK(tops(four, 4500) == Tops{-25, 25, 75});
  CHECK(tops(four, 5000) == Tops{0, 50});
  // What fits stands still.
  CHECK(tops(R"([{"id": 1}, {"id": 2}])", 30'000) == Tops{0, 50});
}

TEST_CASE("a ticker's texts follow each other for ever, and new ones wait behind those on the screen") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "ticker", "items": "items", "text": "${item}", "width": 400, "height": 60, "size": 40, "speed": 100, "gap": 50}]})";
  const auto maker = preparer(theme_of(kFields, root));
  AirItem take = item("t", 0, R"({"items": ["一一"]})");
  take.versions.push_back({10'000, 0, data(R"({"items": ["二"]})")});
  take.versions.push_back({60'000, 0, data(R"({"items": []})")});
  const auto scene = maker->prepare(channel(take), 1);
  const auto span = [&](std::int64_t ms) {
    std::pair<float, float> reach{1e9F, -1e9F};
    for (const Quad& quad : picture(*scene, ms * kMs).quads) {
      reach.first = std::min(reach.first, on_canvas(quad).x0);
      reach.second = std::max(reach.second, on_canvas(quad).x1);
      CHECK(quad.clip.x1 <= 400);
    }
    return reach;
  };
  CHECK(picture(*scene, 0).quads.empty());
  CHECK(span(1000).first == Approx(300).margin(4));
  CHECK(span(2000).first == Approx(200).margin(4));
  CHECK(span(3000).first == Approx(100).margin(4));
  // Between the change and its coming nothing jumps: what is on the screen goes on at its speed.
  CHECK(span(9999).second == Approx(span(10'001).second).margin(1));
  const DisplayList before = picture(*scene, 10'000 * kMs), after = picture(*scene, 20'000 * kMs);
  CHECK_FALSE(before.quads.empty());
  CHECK_FALSE(after.quads.empty());
  CHECK(picture(*scene, 80'000 * kMs).quads.empty());
  CHECK(scene->next_change_ns(30'000 * kMs) == 30'000 * kMs + 1);
}

TEST_CASE("a loop goes there and back for as long as the node is there") {
  const std::string root =
      R"({"type": "group", "children": [)" +
      box(R"("width": 10, "height": 10, "loop": [{"property": "x", "from": 0, "to": 100, "duration_ms": 1000, "alternate": true}])") +
      "]}";
  const auto x = [&](std::int64_t ms) { return places(drawn(root, "{}", ms), kRed).front().x0; };
  CHECK(x(0) == Approx(0));
  CHECK(x(500) == Approx(50));
  CHECK(x(1000) == Approx(100));
  CHECK(x(1500) == Approx(50));
  CHECK(x(7'200'250) == Approx(25));
}

TEST_CASE("figures roll: each goes on while those to its right pass from 9 to 0") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "number", "text": "${v}", "width": 400, "height": 100, "size": 50, "roll": true, "count": {"duration_ms": 1000, "easing": "linear"}}]})";
  const auto maker = preparer(theme_of(kFields, root));
  AirItem take = item("t", 0, R"({"v": "9"})");
  take.versions.push_back({1000, 0, data(R"({"v": "11"})")});
  const auto scene = maker->prepare(channel(take), 1);
  CHECK(picture(*scene, 500 * kMs).quads.size() == 1);
  // Half way from 9 to 10: the 9 leaves, a 0 comes, and so does the 1 before it.
  CHECK(picture(*scene, 1250 * kMs).quads.size() == 3);
  // At 10.5 only the last figure turns.
  CHECK(picture(*scene, 1750 * kMs).quads.size() == 3);
  CHECK(picture(*scene, 2000 * kMs).quads.size() == 2);
}

TEST_CASE("figures that roll past their end lose none on the way") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "number", "text": "${v}", "width": 400, "height": 100, "size": 50, "roll": true, "count": {"duration_ms": 1000, "easing": "easeOutBack"}}]})";
  const auto maker = preparer(theme_of(kFields, root));
  AirItem take = item("t", 0, R"({"v": "900"})");
  take.versions.push_back({1000, 0, data(R"({"v": "999"})")});
  const auto scene = maker->prepare(channel(take), 1);
  // easeOutBack is furthest beyond its end, by a tenth of the way, at about six tenths of the time: 1008.
  CHECK(picture(*scene, 1580 * kMs).quads.size() == 5);  // the last figure turns
  CHECK(picture(*scene, 2000 * kMs).quads.size() == 3);
}

TEST_CASE("outlines and shadows lie beneath the whole text, in this order") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "text", "text": "字体", "size": 60, "color": "#ffffff",
    "outline": {"color": "#ff0000", "width": 4}, "shadow": {"color": "#0000ff", "blur": 8, "y": 6}}]})";
  const DisplayList list = drawn(root, "{}");
  REQUIRE(list.quads.size() == 6);
  for (int i = 0; i < 2; ++i) {
    const Rect shadow = on_canvas(list.quads[i]), outline = on_canvas(list.quads[2 + i]),
               body = on_canvas(list.quads[4 + i]);
    CHECK(list.quads[i].color == kBlue);
    CHECK(list.quads[2 + i].color == kRed);
    CHECK(outline.x0 == Approx(body.x0 - 4).margin(1));
    CHECK(outline.y1 == Approx(body.y1 + 4).margin(1));
    CHECK(shadow.x0 <= outline.x0 - 5);
    CHECK(shadow.y1 >= outline.y1 + 6 + 5);
  }
}

TEST_CASE("a text of several lines shrinks until it fits, and is arranged as it was measured") {
  const auto lines = [](const std::string& more, const std::string& text) {
    const std::string root =
        R"({"type": "group", "children": [{"type": "box", "fill": "#ff0000", "children": [{"type": "text", "text": "${t}", "size": 40, "line_height": 50, "max_width": 400, "lines": 2)" +
        more + "}]}]}";
    return drawn(root, R"({"t": ")" + text + "\"}");
  };
  const std::string long_text = "一二三四五六七八九十一二三四五六七八九十一二三四五";  // 25 characters, 1000 pixels
  const DisplayList cut = lines("", long_text);
  CHECK(cut.quads.size() == 1 + 20);  // the last is the ellipsis
  const DisplayList shrunk = lines(R"(, "least_size": 20)", long_text);
  CHECK(shrunk.quads.size() == 1 + 25);
  const float height = places(shrunk, kRed).front().y1;
  CHECK(height < 100);
  CHECK(height > 70);
  // With spaced letters the widest line is a little narrower than the room: it must not break anew.
  const DisplayList spaced = lines(R"(, "letter_spacing": 6)", "一二三四五六七八九十一二");
  CHECK(spaced.quads.size() == 1 + 12);
  CHECK(places(spaced, kRed).front().y1 == 100);
}

TEST_CASE("reduced motion fades, and moves nothing") {
  const std::string root =
      R"({"type": "group", "children": [)" +
      box(R"("width": 100, "height": 100, "in": [{"property": "x", "from": -50, "duration_ms": 1000}, {"property": "opacity", "from": 0, "duration_ms": 1000, "easing": "linear"}],
                                  "loop": [{"property": "y", "from": 0, "to": 50, "duration_ms": 500}])") +
      R"(, {"type": "bar", "anchor": "bottom-left", "width": 100, "height": 10, "value": "${v}", "max": 10, "bar": {"fill": "#0000ff"}, "count": {"from": 0, "duration_ms": 1000}}]})";
  const auto maker = preparer(theme_of(kFields, root));
  AirChannel on = channel(item("t", 0, R"({"v": 10})"));
  on.motion = MotionLevel::reduced;
  const auto scene = maker->prepare(on, 1);
  const DisplayList half = picture(*scene, 500 * kMs);
  REQUIRE(boxes(half, kRed).size() == 1);
  CHECK(on_canvas(boxes(half, kRed).front()) == Rect{0, 0, 100, 100});
  CHECK(boxes(half, kRed).front().opacity == Approx(0.5));
  CHECK(on_canvas(boxes(half, kBlue).front()).x1 == 100);
  CHECK(scene->next_change_ns(2000 * kMs) == INT64_MAX);
}

TEST_CASE("a QR code stands on whole pixels, its quiet zone around it") {
  const std::string root =
      R"({"type": "group", "children": [{"type": "qr", "text": "${t}", "width": 200, "height": 200, "color": "#ff0000"}]})";
  const DisplayList list = drawn(root, R"({"t": "https://example.org/"})");
  REQUIRE(list.quads.size() == 1);
  const Rect rect = on_canvas(list.quads.front());
  // Version 2 has 25 modules: with 4 of quiet zone on each side, 6 pixels each.
  CHECK(rect == Rect{25, 25, 175, 175});
  CHECK(drawn(root, "{}").quads.empty());
}
