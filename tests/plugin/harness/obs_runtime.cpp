// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/plugin/harness/obs_runtime.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include <graphics/vec4.h>
#include <obs-nix-platform.h>
#include <obs.h>

#include "plugin/graphics_scope.h"
#include "tests/plugin/harness/display_server.h"

namespace leitai::test {
namespace {

void start_video(const ObsRuntime::Options& options) {
  obs_video_info video{};
  video.graphics_module = "libobs-opengl";
  video.fps_num = 60;
  video.fps_den = 1;
  video.base_width = video.output_width = static_cast<std::uint32_t>(options.width);
  video.base_height = video.output_height = static_cast<std::uint32_t>(options.height);
  video.output_format = VIDEO_FORMAT_NV12;  // as OBS has it when it is installed
  video.colorspace = VIDEO_CS_709;
  video.range = VIDEO_RANGE_PARTIAL;
  video.gpu_conversion = true;
  video.scale_type = OBS_SCALE_BILINEAR;
  if (obs_reset_video(&video) != OBS_VIDEO_SUCCESS) {
    throw std::runtime_error("libobs has no video");
  }
}

}  // namespace

Pixels read_texture(gs_texture* texture) {
  const std::uint32_t width = gs_texture_get_width(texture);
  const std::uint32_t height = gs_texture_get_height(texture);
  const gs_color_format format = gs_texture_get_color_format(texture);
  const std::size_t row = std::size_t{width} * 4;
  Pixels pixels{static_cast<int>(width), static_cast<int>(height), std::vector<std::uint8_t>(row * height)};
  gs_stagesurf_t* stage = gs_stagesurface_create(width, height, format);
  gs_stage_texture(stage, texture);
  std::uint8_t* data = nullptr;
  std::uint32_t line = 0;
  if (gs_stagesurface_map(stage, &data, &line)) {
    for (std::size_t y = 0; y < height; ++y) {
      std::copy_n(data + y * line, row, pixels.bytes.data() + y * row);
    }
    gs_stagesurface_unmap(stage);
  }
  gs_stagesurface_destroy(stage);
  if (format == GS_BGRA) {
    for (std::size_t i = 0; i < pixels.bytes.size(); i += 4) {
      std::swap(pixels.bytes[i], pixels.bytes[i + 2]);
    }
  }
  return pixels;
}

ObsRuntime::ObsRuntime() : ObsRuntime(Options{}) {}

ObsRuntime::ObsRuntime(const Options& options) {
  base_set_log_handler(&ObsRuntime::take_line, this);
  obs_set_nix_platform(OBS_NIX_PLATFORM_X11_EGL);
  obs_set_nix_platform_display(DisplayServer::instance().display());
  const std::string config = options.config_folder.string();
  if (!obs_startup("en-US", config.empty() ? nullptr : config.c_str(), nullptr)) {
    throw std::runtime_error("libobs does not start:\n" + log());
  }
  start_video(options);
  if (obs_audio_info audio{48000, SPEAKERS_STEREO}; options.audio && !obs_reset_audio(&audio)) {
    throw std::runtime_error("libobs has no audio:\n" + log());
  }
}

ObsRuntime::~ObsRuntime() {
  obs_shutdown();
  base_set_log_handler(nullptr, nullptr);
}

void ObsRuntime::take_line(int /*level*/, const char* format, va_list arguments, void* self) {
  char line[4096];
  std::vsnprintf(line, sizeof(line), format, arguments);
  auto* runtime = static_cast<ObsRuntime*>(self);
  const std::lock_guard lock(runtime->mutex_);
  runtime->log_ += line;
  runtime->log_ += '\n';
}

std::string ObsRuntime::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

Pixels ObsRuntime::render(int width, int height, const std::function<void()>& draw) const {
  return render_over(width, height, {0, 0, 0, 0}, draw);
}

Pixels ObsRuntime::render_over(int width, int height, const std::uint8_t (&background)[4],
                               const std::function<void()>& draw) const {
  const plugin::GraphicsScope graphics;
  gs_texrender_t* target = gs_texrender_create(GS_RGBA, GS_ZS_NONE);
  Pixels pixels;
  if (gs_texrender_begin(target, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height))) {
    vec4 clear;
    vec4_set(&clear, background[0] / 255.0F, background[1] / 255.0F, background[2] / 255.0F, background[3] / 255.0F);
    gs_clear(GS_CLEAR_COLOR, &clear, 0, 0);
    gs_ortho(0, static_cast<float>(width), 0, static_cast<float>(height), -100, 100);
    gs_set_cull_mode(GS_NEITHER);
    gs_enable_depth_test(false);
    draw();
    gs_texrender_end(target);
    pixels = read_texture(gs_texrender_get_texture(target));
  }
  gs_texrender_destroy(target);
  return pixels;
}

}  // namespace leitai::test
