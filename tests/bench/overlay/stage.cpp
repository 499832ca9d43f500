// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/stage.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

#include <unistd.h>

#include "overlays/paint/cpu_painter.h"
#include "plugin/graphics_scope.h"
#include "tests/bench/overlay/board.h"
#include "tests/bench/overlay/process_tree.h"

namespace leitai::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int kLayers = 8;

/// tile-1 … tile-8 lie one beneath the other, each on a layer of its own.
void add_tiles(const fs::path& templates) {
  std::ifstream file(LEITAI_SOURCE_DIR "/tests/bench/overlay/tile.json");
  json::Json tile = json::Json::parse(file);
  for (int i = 1; i <= kLayers; ++i) {
    tile["layer"] = i;
    tile["root"]["children"][0]["y"] = 96 + (i - 1) * 80;
    std::ofstream(templates / ("tile-" + std::to_string(i) + ".json")) << tile.dump();
  }
}

fs::path make_theme(const fs::path& folder) {
  const fs::path source = LEITAI_SOURCE_DIR;
  const fs::path theme = folder / "theme";
  fs::copy(source / "overlays/themes/arena", theme, fs::copy_options::recursive);
  for (const char* name : {"board.json", "characters.json"}) {
    fs::copy(source / "tests/bench/overlay" / name, theme / "templates" / name, fs::copy_options::overwrite_existing);
  }
  add_tiles(theme / "templates");
  return theme;
}

}  // namespace

Source make_source(const char* id, const char* name, const json::Json& settings) {
  obs_data_t* data = obs_data_create_from_json(settings.dump().c_str());
  Source source(obs_source_create(id, name, data, nullptr));
  obs_data_release(data);
  if (source == nullptr) {
    std::fprintf(stderr, "no source %s\n", id);
    std::exit(1);
  }
  return source;
}

Stage::Stage(const fs::path& folder) : folder_(folder) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  test::ObsRuntime::Options options;
  options.width = kCanvasWidth;
  options.height = kCanvasHeight;
  options.config_folder = folder_ / "obs";
  options.audio = true;
  setenv("LEITAI_CONFIG", (folder_ / "config.json").c_str(), 1);
  obs_ = std::make_unique<test::ObsRuntime>(options);
}

Stage::~Stage() {
  obs_set_output_source(0, nullptr);
  client_.reset();
  overlay_.reset();
}

void Stage::open_plugin() {
  std::ofstream(folder_ / "config.json") << json::Json{{"port", 0},
                                                       {"token", kToken},
                                                       {"show", (folder_ / "show.leitai").string()},
                                                       {"theme", make_theme(folder_).string()}};
  open_module(LEITAI_PLUGIN_FILE, LEITAI_PLUGIN_FILE_DATA);
  obs_post_load_modules();
  overlay_ = make_source("leitai_overlay", "overlay", json::Json::object());
  obs_set_output_source(0, overlay_.get());
  client_ = std::make_unique<Client>(port_of(obs_->log()));
  client_->wait_until_ready();
}

void Stage::save_picture(const std::string& file) const {
  test::Pixels pixels;
  {
    const plugin::GraphicsScope graphics;
    pixels = test::read_texture(obs_get_main_texture());
  }
  for (std::size_t i = 3; i < pixels.bytes.size(); i += 4) {
    pixels.bytes[i] = 255;
  }
  if (const auto png = overlays::encode_png(pixels.bytes, pixels.width, pixels.height, 1)) {
    std::ofstream(folder_ / file, std::ios::binary)
        .write(reinterpret_cast<const char*>(png->data()), static_cast<std::streamsize>(png->size()));
  }
}

EverySecond::EverySecond(std::function<void(int)> call) : call_(std::move(call)), thread_([this] { run(); }) {}

EverySecond::~EverySecond() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void EverySecond::run() {
  auto next = std::chrono::steady_clock::now();
  for (int second = 0;; ++second) {
    call_(second);
    next += std::chrono::seconds(1);
    std::unique_lock lock(mutex_);
    if (stop_.wait_until(lock, next, [this] { return stopping_; })) {
      return;
    }
  }
}

json::Json measure(Stage& stage, const Spans& spans, const std::function<void(int)>& show) {
  constexpr milliseconds kLook{250};
  const pid_t self = getpid();
  FrameMeter meter({});
  const EverySecond every_second(show);
  double peak_mb = 0;
  for (milliseconds warm{0}; warm < spans.warm; warm += kLook) {
    std::this_thread::sleep_for(kLook);
    peak_mb = std::max(peak_mb, tree_memory_mb(self));
  }
  meter.wait(1);
  meter.take();
  const auto begin = std::chrono::steady_clock::now();
  const double cpu_s = tree_cpu_s(self);
  const double graphics_s = meter.graphics_cpu_s();
  const std::uint32_t total = obs_get_total_frames(), late = obs_get_lagged_frames();
  std::this_thread::sleep_for(spans.measured);
  meter.wait(1);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const double used_s = tree_cpu_s(self) - cpu_s;
  const double graphics_used_s = meter.graphics_cpu_s() - graphics_s;
  const std::vector<Frame> frames = meter.take();
  const double count = std::max<double>(1, static_cast<double>(frames.size()));
  double draws = 0;
  for (const Frame& frame : frames) {
    draws += frame.all.draws;
  }
  const double settled_mb = tree_memory_mb(self);
  stage.save_picture("picture.png");
  return {{"fps", count / seconds},
          {"late", 100.0 * (obs_get_lagged_frames() - late) / std::max(1U, obs_get_total_frames() - total)},
          {"cpu_ms", 1000 * used_s / count},
          {"graphics_ms", 1000 * graphics_used_s / count},
          {"draws", draws / count},
          {"peak_mb", std::max(peak_mb, settled_mb)},
          {"settled_mb", settled_mb}};
}

}  // namespace leitai::bench
