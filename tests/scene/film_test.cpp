// SPDX-License-Identifier: GPL-2.0-or-later
// Films in templates: what plays at a time, what plays on, and what stays empty.
#include <fstream>
#include <random>

#include "overlays/film/film.h"
#include "overlays/scene/moving_pixels.h"
#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

constexpr int kWidth = 192, kHeight = 108;  ///< a tenth of the canvas that lengths are of
constexpr int kPictures = 20;
constexpr std::int64_t kPictureNs = 100 * kMs;

int gray_of(int picture) {
  return 20 + 10 * picture;
}

/// Two seconds of film, ten pictures a second, each of one gray.
void write_film(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  FilmShape shape;
  shape.width = shape.height = 64;
  shape.rate = {10, 1};
  auto writer = FilmWriter::create(file, shape);
  REQUIRE(writer.has_value());
  for (int i = 0; i < kPictures; ++i) {
    std::vector<std::uint8_t> rgba(std::size_t{64} * 64 * 4, 255);
    for (std::size_t at = 0; at < rgba.size(); ++at) {
      if (at % 4 != 3) rgba[at] = static_cast<std::uint8_t>(gray_of(i));
    }
    REQUIRE((*writer)->write(rgba).has_value());
  }
  REQUIRE((*writer)->finish().has_value());
}

struct Films {
  ThemeFolder folder;

  Films() { write_film(folder.path() / "media/a.mov"); }

  std::shared_ptr<const Theme> theme(const std::string& root) const {
    folder.write("templates/t.json", R"({"name": "T", "layer": 1, "sample": {},
      "fields": {"properties": {"src": {}, "title": {}}}, "root": )" +
                                         root + "}");
    auto theme = folder.load();
    if (!theme) FAIL(theme.error().front().to_string());
    return *theme;
  }
};

std::string video(const std::string& more = "", const std::string& src = "media/a.mov") {
  return R"({"type": "group", "children": [{"type": "video", "src": ")" + src + R"(", "width": 640, "height": 640)" +
         more + "}]}";
}

/// The gray in the middle of the film's place; −1 where nothing is drawn.
int gray_at(ScenePreparer& preparer, const PreparedScene& scene, std::int64_t time_ns) {
  const DisplayList list = picture(scene, time_ns);
  AtlasPixels atlas = preparer.text().atlas_pixels();
  atlas.moving = moving_pixels(scene, list);
  const auto rgba = paint_srgb(list, atlas, AlphaMode::straight);
  const std::size_t at = (std::size_t{32} * kWidth + 32) * 4;
  return rgba[at + 3] == 0 ? -1 : rgba[at];
}

/// Which of the film's pictures a gray is of.
int picture_of(int gray) {
  const int nearest = (gray - gray_of(0) + 5) / 10;
  return gray >= 0 && std::abs(gray - gray_of(nearest)) <= 2 ? nearest : -1;
}

int shown(const std::shared_ptr<const Theme>& theme, std::int64_t time_ns, const AirChannel& on) {
  const auto used = preparer(theme, kWidth, kHeight);
  return picture_of(gray_at(*used, *used->prepare(on, 1, time_ns), time_ns));
}

std::vector<Quad> moving_quads(const DisplayList& list) {
  std::vector<Quad> quads;
  for (const Quad& quad : list.quads) {
    if (quad.kind == QuadKind::moving) quads.push_back(quad);
  }
  return quads;
}

}  // namespace

TEST_CASE("a film that is missing or broken leaves its place empty, and the scene says so") {
  const Films films;
  std::filesystem::copy(films.folder.path() / "media/a.mov", films.folder.path() / "media/torn.mov");
  std::filesystem::resize_file(films.folder.path() / "media/torn.mov", 500);
  std::ofstream(films.folder.path() / "media/text.mov") << "this is no film";
  const auto theme = films.theme(video("", "${src}"));
  const auto used = preparer(theme, kWidth, kHeight);
  for (const char* name : {"media/torn.mov", "media/text.mov"}) {
    INFO(name);
    const auto scene = used->prepare(channel(item("t", 1'000, R"({"src": ")" + std::string(name) + "\"}")), 1);
    CHECK(gray_at(*used, *scene, 1'500 * kMs) == -1);
    CHECK(scene->moving().empty());
    REQUIRE(scene->problems().size() == 1);
    CHECK(scene->problems()[0].find(std::string(name) + " is ") != std::string::npos);
  }
  const Films others;
  const std::string outside = others.folder.path().filename().string() + "/media/a.mov";
  for (const std::string& name : {std::string("media/none.mov"), "../" + outside, std::string("/etc/hostname")}) {
    INFO(name);
    const auto scene = used->prepare(channel(item("t", 1'000, R"({"src": ")" + name + "\"}")), 1);
    CHECK(gray_at(*used, *scene, 1'500 * kMs) == -1);
    CHECK(scene->moving().empty());
  }
}

TEST_CASE("no more films play at once than there is a bound for, and the scene says so") {
  const Films films;
  std::string children;
  for (std::size_t i = 0; i <= kMaxMovingOfScene; ++i) {
    children += (i == 0 ? "" : ",") +
                std::string(R"({"type": "video", "src": "media/a.mov", "height": 64, "width": )") +
                std::to_string(50 + 10 * i) + "}";
  }
  const auto theme = films.theme(R"({"type": "group", "children": [)" + children + "]}");
  const auto scene = preparer(theme, kWidth, kHeight)->prepare(channel(item("t", 0, "{}")), 1);
  CHECK(scene->moving().size() == kMaxMovingOfScene);
  REQUIRE(scene->problems().size() == 1);
  CHECK(scene->problems()[0].find("a.mov stays unseen: 16 films play at once") != std::string::npos);
  CHECK(moving_quads(picture(*scene, 0)).size() == kMaxMovingOfScene);
}

TEST_CASE("a film plays from the moment at which its node comes, and begins again at its end") {
  const Films films;
  const auto theme = films.theme(video());
  const AirChannel on = channel(item("t", 1'000, "{}"));
  for (const auto& [ms, expected] : {std::pair{1'000, 0},
                                     {1'099, 0},
                                     {1'100, 1},
                                     {1'950, 9},
                                     {2'999, 19},
                                     {3'000, 0},
                                     {7'250, 2},
                                     {3'601'000, 0},
                                     {3'601'150, 1}}) {
    INFO(ms);
    CHECK(shown(theme, ms * kMs, on) == expected);
  }
}

TEST_CASE("a film that plays once stays on its last picture, from its in-point on") {
  const Films films;
  const auto theme = films.theme(video(R"(, "play": "once", "in_point_ms": 550)"));
  const AirChannel on = channel(item("t", 1'000, "{}"));
  for (const auto& [ms, expected] : {std::pair{1'000, 5}, {1'050, 6}, {2'449, 19}, {2'450, 19}, {9'000'000, 19}}) {
    INFO(ms);
    CHECK(shown(theme, ms * kMs, on) == expected);
  }
}

TEST_CASE("where motion is reduced a film stands") {
  const Films films;
  AirChannel on = channel(item("t", 1'000, "{}"));
  on.motion = MotionLevel::reduced;
  for (const auto& [more, expected] : {std::pair{"", 0}, {R"(, "play": "once")", 19}}) {
    const auto theme = films.theme(video(more));
    CHECK(shown(theme, 1'000 * kMs, on) == expected);
    CHECK(shown(theme, 2'345 * kMs, on) == expected);
    const auto used = preparer(theme, kWidth, kHeight);
    CHECK(used->prepare(on, 1)->next_change_ns(2'000 * kMs) == INT64_MAX);
  }
}

TEST_CASE("a picture with a film changes when the film does, and at no other time") {
  const Films films;
  const auto theme = films.theme(video(R"(, "play": "once")"));
  const auto used = preparer(theme, kWidth, kHeight);
  const auto scene = used->prepare(channel(item("t", 1'000, "{}")), 1);
  for (int i = 0; i + 1 < kPictures; ++i) {
    const std::int64_t now = 1'000 * kMs + i * kPictureNs + 40 * kMs;
    CHECK(scene->next_change_ns(now) == 1'000 * kMs + (i + 1) * kPictureNs);
    CHECK(same_picture(picture(*scene, now), picture(*scene, scene->next_change_ns(now) - 1)));
    CHECK_FALSE(same_picture(picture(*scene, now), picture(*scene, scene->next_change_ns(now))));
  }
  CHECK(scene->next_change_ns(9'000 * kMs) == INT64_MAX);
  CHECK(picture(*scene, 2'000 * kMs).quads.size() <= scene->quad_capacity());
}

TEST_CASE("a film plays on while other data changes, and begins anew where it is another") {
  const Films films;
  write_film(films.folder.path() / "media/b.mov");
  const auto theme = films.theme(R"({"type": "group", "children": [{"type": "video", "src": "media/${src}.mov",
    "width": 640, "height": 640}, {"type": "text", "text": "${title}", "anchor": "bottom-left"}]})");
  const auto used = preparer(theme, kWidth, kHeight);
  AirItem take = item("t", 1'000, R"({"src": "a", "title": "一"})");
  const auto first = used->prepare(channel(take), 1);
  REQUIRE(first->moving().size() == 1);
  take.versions.push_back({1'500, 0, data(R"({"src": "a", "title": "二"})")});
  const auto second = used->prepare(channel(take), 2);
  REQUIRE(second->moving().size() == 1);
  CHECK(second->moving()[0] == first->moving()[0]);
  CHECK(picture_of(gray_at(*used, *second, 1'750 * kMs)) == 7);
  take.versions.push_back({2'000, 0, data(R"({"src": "b", "title": "二"})")});
  const auto third = used->prepare(channel(take), 3);
  REQUIRE(third->moving().size() == 1);
  CHECK(third->moving()[0] != first->moving()[0]);
  CHECK(picture_of(gray_at(*used, *third, 2'150 * kMs)) == 1);
}

TEST_CASE("what is seen of a film at a time depends on the time alone") {
  const Films films;
  const auto theme = films.theme(R"({"type": "group", "children": [{"type": "video", "src": "media/a.mov", "width": 640,
    "height": 640, "in": [{"property": "opacity", "from": 0, "duration_ms": 500}], "loop": [{"property": "x",
    "from": 0, "to": 300, "duration_ms": 700, "alternate": true}]}]})");
  AirItem take = item("t", 1'000, "{}");
  take.out_at = 6'000;
  const AirChannel on = channel(take);
  const auto played = preparer(theme, kWidth, kHeight);
  const auto whole = played->prepare(on, 1, 1'000 * kMs);
  std::mt19937 random(5);
  for (int i = 0; i < 40; ++i) {
    const std::int64_t time = 900 * kMs + static_cast<std::int64_t>(random() % 5'200'000) * 1'000;
    INFO(time);
    const auto sought = preparer(theme, kWidth, kHeight);
    const auto scene = sought->prepare(on, 1, time);
    CHECK(same_picture(picture(*whole, time), picture(*scene, time)));
    CHECK(gray_at(*played, *whole, time) == gray_at(*sought, *scene, time));
  }
}

TEST_CASE("a film's shape fills in the side that its place leaves open") {
  const Films films;
  const auto theme = films.theme(
      R"({"type": "group", "children": [{"type": "box", "fill": "#ff0000", "anchor": "top-left", "children": [
        {"type": "video", "src": "media/a.mov", "width": 400}]}]})");
  const auto scene = preparer(theme)->prepare(channel(item("t", 0, "{}")), 1);
  const auto red = boxes(picture(*scene, 0), srgb(255, 0, 0));
  REQUIRE(red.size() == 1);
  CHECK(on_canvas(red[0]) == Rect{0, 0, 400, 400});
}
