// SPDX-License-Identifier: GPL-2.0-or-later
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>

#include <httplib.h>
#include <unistd.h>

#include "plugin/graphics_scope.h"
#include "tests/bench/overlay/board.h"
#include "tests/bench/overlay/others.h"
#include "tests/bench/overlay/prepared_board.h"
#include "tests/bench/overlay/process_tree.h"

namespace leitai::bench {
namespace {

std::string text_of(const char* file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Gives the page to the browser, and hears from it how its frames go.
class PageServer {
 public:
  PageServer() {
    constexpr int kSeconds = 120;
    server_.Get("/", [page = text_of(LEITAI_SOURCE_DIR "/tests/bench/overlay/page.html")](const auto&, auto& answer) {
      answer.set_content(page, "text/html");
    });
    server_.Get("/board.json", [script = board_script(kSeconds).dump()](const auto&, auto& answer) {
      answer.set_content(script, "application/json");
    });
    server_.Post("/moved", [this](const auto& request, auto&) {
      const std::lock_guard lock(mutex_);
      frames_ += std::atof(request.get_param_value("frames").c_str());
      seconds_ += std::atof(request.get_param_value("ms").c_str()) / 1000;
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~PageServer() {
    server_.stop();
    thread_.join();
  }
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

  /// While rows moved; 0 where none did.
  double fps() const {
    const std::lock_guard lock(mutex_);
    return seconds_ > 0 ? frames_ / seconds_ : 0;
  }

 private:
  httplib::Server server_;
  int port_ = 0;
  mutable std::mutex mutex_;
  double frames_ = 0, seconds_ = 0;
  std::thread thread_;
};

pid_t start_browser(const std::string& url, const std::filesystem::path& profile) {
  return start_quietly({"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                        "--force-device-scale-factor=1", "--window-size=1920,1080", "--no-first-run",
                        "--disable-extensions", "--disable-background-networking", "--disable-component-update",
                        "--disable-sync", "--disable-breakpad", "--disable-dev-shm-usage", "--mute-audio",
                        "--user-data-dir=" + profile.string(), url});
}

/// A picture of the whole canvas (what it shows does not matter to its cost) that is sent to the card every frame, on
/// the graphics thread.
class Upload {
 public:
  Upload() : pixels_(std::size_t{kCanvasWidth} * kCanvasHeight * 4) {
    overlays::DisplayList list{kCanvasWidth, kCanvasHeight, std::vector(kRows, row_box())};
    for (int i = 0; i < kRows; ++i) {
      const Place place = place_of(i + 1);
      list.quads[static_cast<std::size_t>(i)].transform = {1, 0, 0, 1, place.x, place.y};
    }
    pixels_ = overlays::paint_srgb(list, {}, overlays::AlphaMode::premultiplied);
    for (std::size_t i = 0; i < pixels_.size(); i += 4) {
      std::swap(pixels_[i], pixels_[i + 2]);
    }
    const plugin::GraphicsScope graphics;
    texture_ = gs_texture_create(kCanvasWidth, kCanvasHeight, GS_BGRA, 1, nullptr, GS_DYNAMIC);
  }
  ~Upload() {
    const plugin::GraphicsScope graphics;
    gs_texture_destroy(texture_);
  }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  void render() {
    gs_texture_set_image(texture_, pixels_.data(), kCanvasWidth * 4, false);
    obs_source_draw(texture_, 0, 0, 0, 0, false);
  }

 private:
  std::vector<std::uint8_t> pixels_;
  gs_texture_t* texture_ = nullptr;
};

void register_upload_source() {
  obs_source_info info{};
  info.id = "bench_upload";
  info.type = OBS_SOURCE_TYPE_INPUT;
  info.output_flags = OBS_SOURCE_VIDEO;
  info.get_name = [](void*) { return "Upload"; };
  info.create = [](obs_data_t*, obs_source_t*) -> void* { return new Upload; };
  info.destroy = [](void* data) { delete static_cast<Upload*>(data); };
  info.get_width = [](void*) { return std::uint32_t{kCanvasWidth}; };
  info.get_height = [](void*) { return std::uint32_t{kCanvasHeight}; };
  info.video_render = [](void* data, gs_effect_t*) { static_cast<Upload*>(data)->render(); };
  obs_register_source(&info);
}

}  // namespace

json::Json measure_page(Stage& stage, const Spans& spans) {
  register_upload_source();
  const Source upload = make_source("bench_upload", "page", json::Json::object());
  obs_set_output_source(0, upload.get());
  const PageServer server;
  const pid_t browser = start_browser(server.url(), stage.folder() / "chromium");
  json::Json figures = measure(stage, spans, [](int) {});
  figures["page_fps"] = server.fps();
  // The page must be gone before its server is.
  for (const pid_t pid : process_tree(browser)) {
    kill(pid, SIGKILL);
  }
  obs_set_output_source(0, nullptr);
  return figures;
}

}  // namespace leitai::bench
