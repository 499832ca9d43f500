// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "tests/scene/fixture.h"
#include "tests/scene/png_file.h"

/// Pictures kept in tests/scene/golden. LEITAI_UPDATE_GOLDEN=1 writes them anew: look at each
/// before it is committed. Where one differs, the picture and the differences, brightened, lie in
/// the build folder under golden/.

using namespace scene_test;

namespace {

struct Size {
  int width, height;
};
constexpr Size kWide{640, 360}, kUpright{360, 640};
constexpr int kTolerance = 2;

/// Half dark and half bright, opaque, so that shadows and edges show on both.
Canvas backdrop(const Size& size) {
  Canvas canvas(size.width, size.height);
  const Color dark = srgb(24, 24, 28), bright = srgb(232, 230, 222);
  std::uint16_t* pixel = canvas.write(canvas.area());
  const auto light = [](float v) { return static_cast<std::uint16_t>(std::lround(v * 65535)); };
  for (int i = 0; i < size.width * size.height; ++i, pixel += 4) {
    const bool is_dark = i % size.width + i / size.width * size.width / size.height < size.width;
    const Color& color = is_dark ? dark : bright;
    pixel[0] = light(color.r);
    pixel[1] = light(color.g);
    pixel[2] = light(color.b);
    pixel[3] = 65535;
  }
  return canvas;
}

Pixels painted(ScenePreparer& maker, const AirItem& take, std::int64_t time_ms, const Size& size = kWide) {
  const auto scene = maker.prepare(channel(take), 1, time_ms * kMs);
  Canvas canvas = backdrop(size);
  paint(picture(*scene, time_ms * kMs), maker.text().atlas_pixels(), canvas);
  return {size.width, size.height, encode_srgb(canvas, AlphaMode::straight)};
}

void compare(const std::string& name, const Pixels& drawn) {
  const std::string golden_file = LEITAI_SOURCE_DIR "/tests/scene/golden/" + name + ".png";
  if (std::getenv("LEITAI_UPDATE_GOLDEN") != nullptr) {
    REQUIRE(write_png(golden_file, drawn));
    return;
  }
  const auto golden = read_png(golden_file);
  REQUIRE(golden.has_value());
  REQUIRE(golden->rgba.size() == drawn.rgba.size());
  Pixels difference{drawn.width, drawn.height, std::vector<std::uint8_t>(drawn.rgba.size(), 255)};
  int worst = 0;
  std::size_t beyond = 0;
  for (std::size_t i = 0; i < drawn.rgba.size(); ++i) {
    if (i % 4 == 3) continue;
    const int off = std::abs(drawn.rgba[i] - golden->rgba[i]);
    worst = std::max(worst, off);
    beyond += off > kTolerance ? 1 : 0;
    difference.rgba[i] = static_cast<std::uint8_t>(std::min(255, off * 16));
  }
  if (beyond > 0) {
    const std::filesystem::path folder = LEITAI_BINARY_DIR "/golden";
    std::filesystem::create_directories(folder);
    write_png((folder / (name + ".png")).string(), drawn);
    write_png((folder / (name + "-difference.png")).string(), difference);
  }
  INFO(name << ": worst difference " << worst << ", see " << LEITAI_BINARY_DIR << "/golden");
  CHECK(beyond == 0);
}

AirItem sample(const Theme& theme, const std::string& id) {
  AirItem take = item(id, 0, json::dump(theme.find(id)->sample));
  take.out_at = 10'000;
  return take;
}

}  // namespace

TEST_CASE("golden pictures: every template of both themes") {
  for (const char* name : {"arena", "paper"}) {
    const auto theme = shipped(name);
    for (const auto& [id, graphic] : theme->templates) {
      const std::string file = std::string(name) + "-" + id;
      AirItem take = sample(*theme, id);
      // Late enough for whatever counts up after the in.
      take.out_at = 20'000;
      const auto maker = preparer(theme, kWide.width, kWide.height);
      compare(file + "-in", painted(*maker, take, graphic->in_ms / 2));
      compare(file + "-on", painted(*maker, take, 6000));
      compare(file + "-out", painted(*maker, take, 20'000 + graphic->out_ms / 2));
      if (graphic->portrait == nullptr) continue;
      const auto upright = preparer(theme, kUpright.width, kUpright.height);
      compare(file + "-portrait", painted(*upright, take, 6000, kUpright));
    }
  }
}

TEST_CASE("golden pictures: a lower third that changes") {
  const auto theme = arena();
  const auto maker = preparer(theme, kWide.width, kWide.height);
  AirItem take = sample(*theme, "lower-third");
  take.versions.push_back(
      {3000, 0,
       data(
           R"({"title": "欧阳二号选手", "subtitle": "东部片区 大泥沟村党支部书记、村委会主任", "tag": "村组", "number": 12})")});
  compare("lower-third-change", painted(*maker, take, 3200));
}

TEST_CASE("golden pictures: the timer's phases") {
  const auto theme = arena();
  const auto maker = preparer(theme, kWide.width, kWide.height);
  const auto running = [](const std::string& overtime) {
    return R"({"label": "现场演讲", "timer": {"mode": "down", "duration_ms": 100000, "state": "running", "elapsed_ms": 0,
      "anchor": "1970-01-01T00:00:00Z", "warn_ms": 60000, "danger_ms": 15000, "overtime": ")" +
           overtime + "\"}}";
  };
  const AirItem counting = item("timer", 0, running("count")), stopping = item("timer", 0, running("stop"));
  compare("timer-normal", painted(*maker, counting, 5000));
  compare("timer-warning", painted(*maker, counting, 45'000));
  compare("timer-danger", painted(*maker, counting, 90'000));
  compare("timer-overtime", painted(*maker, counting, 107'000));
  compare("timer-done", painted(*maker, stopping, 107'000));
}

TEST_CASE("golden pictures: a ranking whose rows move") {
  const auto theme = arena();
  const auto maker = preparer(theme, kWide.width, kWide.height);
  AirItem take = sample(*theme, "ranking");
  json::Json changed = theme->find("ranking")->sample;
  std::rotate(changed["rows"].begin() + 1, changed["rows"].begin() + 14, changed["rows"].begin() + 15);
  changed["rows"][1]["total"] = "96.31";
  int rank = 0;
  for (json::Json& row : changed["rows"]) row["rank"] = ++rank;
  take.versions.push_back({3000, 0, std::make_shared<const json::Json>(changed)});
  compare("ranking-move", painted(*maker, take, 3300));
}
