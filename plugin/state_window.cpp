// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/state_window.h"

#include <obs-frontend-api.h>
#include <obs-module.h>

#include "plugin/guarded.h"
#include "plugin/open_control.h"

namespace leitai::plugin {
namespace {

constexpr const char* kId = "leitai_state";
constexpr const char* kAddress = "address";
constexpr const char* kControl = "control";

const char* state_name(Plugin::State state) {
  switch (state) {
    case Plugin::State::ready:
      return "State.Ready";
    case Plugin::State::not_listening:
      return "State.NotListening";
    case Plugin::State::no_show:
      return "State.NoShow";
    case Plugin::State::following:
      return "State.Following";
    case Plugin::State::cut_off:
      return "State.CutOff";
  }
  return "";
}

/// "Ready, listening at: http://127.0.0.1:5757"
std::string state_text(const Plugin& plugin) {
  const std::string text = obs_module_text(state_name(plugin.state()));
  return plugin.url().empty() ? text : text + ": " + plugin.url();
}

bool on_open_control(obs_properties_t* /*properties*/, obs_property_t* /*button*/, void* /*data*/) {
  guarded("open the control page", [] { open_control_page(); });
  return false;
}

void add_addresses(obs_properties_t* list, const Plugin& plugin) {
  if (!plugin.url().empty()) {
    obs_properties_add_text(list, kAddress, obs_module_text("Address"), OBS_TEXT_DEFAULT);
    obs_properties_add_text(list, kControl, obs_module_text("ControlAddress"), OBS_TEXT_PASSWORD);
  }
}

obs_properties_t* properties(void* /*data*/) {
  obs_properties_t* list = obs_properties_create();
  guarded("show the state", [&] {
    if (const Plugin* plugin = Plugin::instance()) {
      add_addresses(list, *plugin);
      add_state(list, *plugin);
    }
  });
  return list;
}

}  // namespace

void add_note(obs_properties_t* list, const std::string& name, const std::string& text, obs_text_info_type type) {
  obs_property_t* note = obs_properties_add_text(list, name.c_str(), text.c_str(), OBS_TEXT_INFO);
  obs_property_text_set_info_type(note, type);
  obs_property_text_set_info_word_wrap(note, true);
}

void add_state(obs_properties_t* list, const Plugin& plugin) {
  add_note(list, "state", state_text(plugin), OBS_TEXT_INFO_NORMAL);
  if (plugin.show() != nullptr && plugin.config().rehearsal) {
    add_note(list, "rehearsal", obs_module_text("State.Rehearsal"), OBS_TEXT_INFO_WARNING);
  }
  if (!plugin.url().empty()) {
    obs_properties_add_button(list, "open_control", obs_module_text("OpenControl"), on_open_control);
  }
  for (std::size_t i = 0; i < plugin.problems().size(); ++i) {
    add_note(list, "problem_" + std::to_string(i), plugin.problems()[i], OBS_TEXT_INFO_WARNING);
  }
}

void open_state_window() {
  const Plugin* plugin = Plugin::instance();
  if (plugin == nullptr) {
    return;
  }
  obs_data_t* settings = obs_data_create();
  obs_data_set_string(settings, kAddress, plugin->url().c_str());
  obs_data_set_string(settings, kControl, plugin->control_url().c_str());
  obs_source_t* source = obs_source_create_private(kId, "Leitai", settings);
  obs_data_release(settings);
  obs_frontend_open_source_properties(source);  // the window keeps it
  obs_source_release(source);
}

void register_state_window() {
  static char nothing;
  obs_source_info info{};
  info.id = kId;
  info.type = OBS_SOURCE_TYPE_INPUT;
  info.output_flags = OBS_SOURCE_CAP_DISABLED;
  info.get_name = [](void*) { return obs_module_text("Overlay"); };
  info.create = [](obs_data_t*, obs_source_t*) -> void* { return &nothing; };
  info.destroy = [](void*) {};
  info.get_properties = properties;
  obs_register_source(&info);
}

}  // namespace leitai::plugin
