// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/plugin/harness/module_runtime.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <thread>

#include <httplib.h>
#include <obs-module.h>
#include <unistd.h>

#include "plugin/graphics_scope.h"

namespace leitai::test {
namespace {

namespace fs = std::filesystem;
constexpr auto kPatience = std::chrono::seconds(120);

void load_module() {
  obs_module_t* module = nullptr;
  if (obs_open_module(&module, LEITAI_PLUGIN_FILE, LEITAI_PLUGIN_FILE_DATA) != MODULE_SUCCESS) {
    throw std::runtime_error("the module cannot be opened");
  }
  if (!obs_init_module(module)) {
    throw std::runtime_error("the module does not load");
  }
  obs_post_load_modules();
}

httplib::Headers authorized() {
  return {{"Authorization", std::string("Bearer ") + kToken}};
}

ModuleRuntime::Answer answer_of(const httplib::Result& result) {
  if (!result) {
    return {};
  }
  return {result->status, result->body};
}

}  // namespace

ScratchFolder::ScratchFolder() {
  static std::atomic<int> count{0};
  path_ = fs::temp_directory_path() / ("leitai-plugin-" + std::to_string(getpid()) + "-" + std::to_string(count++));
  fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

json::Json ModuleRuntime::settings(const fs::path& folder) {
  return {{"port", 0}, {"show", (folder / "show.leitai").string()}, {"token", kToken}};
}

ModuleRuntime::ModuleRuntime(const fs::path& folder, const json::Json& settings, int width, int height) {
  const fs::path config = folder / "config.json";
  std::ofstream(config) << settings.dump();
  setenv("LEITAI_CONFIG", config.c_str(), 1);
  obs_ = std::make_unique<ObsRuntime>(ObsRuntime::Options{width, height, folder / "modules"});
  load_module();
  obs_add_tick_callback(&ModuleRuntime::take_frame, this);
}

ModuleRuntime::~ModuleRuntime() {
  obs_remove_tick_callback(&ModuleRuntime::take_frame, this);
  drop_source();
  obs_.reset();
  unsetenv("LEITAI_CONFIG");
}

std::string ModuleRuntime::url() const {
  std::smatch found;
  const std::string text = log();
  return std::regex_search(text, found, std::regex(R"(\[leitai\] version \S+ at (http://[0-9.:]+))")) ? found[1].str()
                                                                                                      : std::string();
}

ModuleRuntime::Answer ModuleRuntime::get(const std::string& path) const {
  httplib::Client client(url());
  return answer_of(client.Get(path, authorized()));
}

ModuleRuntime::Answer ModuleRuntime::post(const std::string& path, const json::Json& body) const {
  httplib::Client client(url());
  return answer_of(client.Post(path, authorized(), body.dump(), "application/json"));
}

obs_source_t* ModuleRuntime::show_source(const char* channel) {
  obs_data_t* settings = obs_data_create();
  obs_data_set_string(settings, "channel", channel);
  source_ = obs_source_create("leitai_overlay", "overlay", settings, nullptr);
  obs_data_release(settings);
  obs_set_output_source(0, source_);
  return source_;
}

void ModuleRuntime::drop_source() {
  obs_set_output_source(0, nullptr);
  obs_source_release(source_);
  source_ = nullptr;
}

/// On the graphics thread, as a frame begins: the program is still the one before it.
void ModuleRuntime::take_frame(void* data, float /*seconds*/) {
  auto* self = static_cast<ModuleRuntime*>(data);
  const plugin::GraphicsScope graphics;
  gs_texture_t* program = obs_get_main_texture();
  if (program == nullptr) {
    return;
  }
  Pixels pixels = read_texture(program);
  {
    const std::lock_guard lock(self->mutex_);
    self->frame_ = std::move(pixels);
    ++self->frames_;
  }
  self->changed_.notify_all();
}

std::optional<Pixels> ModuleRuntime::wait_for_frame(const std::function<bool(const Pixels&)>& accept) const {
  std::unique_lock lock(mutex_);
  const auto end = std::chrono::steady_clock::now() + kPatience;
  for (int seen = frames_; changed_.wait_until(lock, end, [&] { return frames_ != seen; }); seen = frames_) {
    if (accept(frame_)) {
      return frame_;
    }
  }
  return std::nullopt;
}

bool ModuleRuntime::wait_for_frames(int count) const {
  std::unique_lock lock(mutex_);
  const int target = frames_ + count;
  return changed_.wait_for(lock, kPatience, [&] { return frames_ >= target; });
}

std::string properties_text(obs_source_t* source) {
  obs_properties_t* properties = obs_source_properties(source);
  std::string text;
  for (obs_property_t* p = obs_properties_first(properties); p != nullptr; obs_property_next(&p)) {
    text += obs_property_description(p);
    text += '\n';
  }
  obs_properties_destroy(properties);
  return text;
}

bool until(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace leitai::test
