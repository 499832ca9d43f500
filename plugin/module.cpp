// SPDX-License-Identifier: GPL-2.0-or-later
//
// The module's entry points, and the only names that it exports (module.map).
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include <obs-module.h>
#include <util/platform.h>

#include "plugin/film_start.h"
#include "plugin/frontend.h"
#include "plugin/global_overlay.h"
#include "plugin/guarded.h"
#include "plugin/hotkeys.h"
#include "plugin/log.h"
#include "plugin/log_sink.h"
#include "plugin/open_control.h"
#include "plugin/overlay_source.h"
#include "plugin/plugin.h"
#include "plugin/state_window.h"

OBS_DECLARE_MODULE()
OBS_MODULE_USE_DEFAULT_LOCALE("leitai", "en-US")

namespace {

using leitai::plugin::Frontend;
using leitai::plugin::Hotkeys;
using leitai::plugin::Paths;
using leitai::plugin::Plugin;
using leitai::plugin::ServerLog;

/// In the order in which they are made; unmade the other way round.
struct Loaded {
  ServerLog log;
  Plugin plugin;
  Hotkeys hotkeys;
  std::unique_ptr<Frontend> frontend;  ///< once the other modules are there
  explicit Loaded(const Paths& paths) : plugin(paths), hotkeys(plugin) {}
};
std::unique_ptr<Loaded> g_loaded;

/// A path from libobs, which wants it freed.
std::string owned(char* path) {
  std::string copy = path != nullptr ? path : "";
  bfree(path);
  return copy;
}

std::string config_path() {
  if (const char* named = std::getenv("LEITAI_CONFIG"); named != nullptr && *named != '\0') {
    return named;
  }
  return owned(obs_module_config_path("config.json"));
}

Paths find_paths() {
  return {config_path(), owned(obs_module_file("leitai.effect")), owned(obs_module_file("themes"))};
}

}  // namespace

MODULE_EXPORT const char* obs_module_name(void) {
  return "Leitai";
}
MODULE_EXPORT const char* obs_module_description(void) {
  return obs_module_text("Description");
}

bool obs_module_load(void) {
  try {
    g_loaded = std::make_unique<Loaded>(find_paths());
    leitai::plugin::register_overlay_source();
    leitai::plugin::register_global_overlay();
    leitai::plugin::register_state_window();
    leitai::plugin::FilmStart::register_receiver();
    return true;
  } catch (const std::exception& problem) {
    leitai::plugin::log_error(std::string("not loaded: ") + problem.what());
    g_loaded.reset();
    return false;
  }
}

void obs_module_post_load(void) {
  leitai::plugin::guarded("finish loading", [] {
    leitai::plugin::add_tools_menu_entries();
    if (g_loaded != nullptr) {
      g_loaded->frontend = std::make_unique<Frontend>(g_loaded->plugin);
    }
  });
}

void obs_module_unload(void) {
  g_loaded.reset();
}
