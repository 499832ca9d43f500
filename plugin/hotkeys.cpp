// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/hotkeys.h"

#include <array>
#include <memory>

#include <obs-frontend-api.h>
#include <obs-module.h>

#include "plugin/guarded.h"

namespace leitai::plugin {
namespace {

constexpr const char* kSavedUnder = "leitai_hotkeys";

struct Action {
  const char* name;
  const char* text;     ///< of the locale
  const char* request;  ///< of plugin/requests.h
  const char* body;
};

constexpr std::array<Action, 11> kActions = {{
    {"leitai.take_next", "Hotkey.TakeNext", "take", R"({"next": true})"},
    {"leitai.out", "Hotkey.Out", "out", R"({"channel": "program"})"},
    {"leitai.clear", "Hotkey.Clear", "clear", R"({"channel": "program"})"},
    {"leitai.panic", "Hotkey.Panic", "panic", "{}"},
    {"leitai.next_contestant", "Hotkey.NextContestant", "stage", R"({"next": true})"},
    {"leitai.timer_start", "Hotkey.TimerStart", "timer", R"({"verb": "start"})"},
    {"leitai.timer_pause", "Hotkey.TimerPause", "timer", R"({"verb": "pause"})"},
    {"leitai.timer_reset", "Hotkey.TimerReset", "timer", R"({"verb": "reset"})"},
    {"leitai.reveal_next", "Hotkey.RevealNext", "reveal", R"({"next": true})"},
    {"leitai.undo", "Hotkey.Undo", "undo", "{}"},
    {"leitai.redo", "Hotkey.Redo", "redo", "{}"},
}};

}  // namespace

struct Hotkeys::Bound {
  Plugin* plugin;
  const Action* action;
  obs_hotkey_id id;
};

Hotkeys::Hotkeys(Plugin& plugin) {
  for (const Action& action : kActions) {
    auto bound = std::make_unique<Bound>(Bound{&plugin, &action, OBS_INVALID_HOTKEY_ID});
    bound->id = obs_hotkey_register_frontend(action.name, obs_module_text(action.text), on_press, bound.get());
    bound_.push_back(std::move(bound));
  }
  obs_frontend_add_save_callback(on_save, this);
}

Hotkeys::~Hotkeys() {
  obs_frontend_remove_save_callback(on_save, this);
  for (const auto& bound : bound_) {
    obs_hotkey_unregister(bound->id);
  }
}

void Hotkeys::on_press(void* data, obs_hotkey_id /*id*/, obs_hotkey_t* /*hotkey*/, bool pressed) {
  if (!pressed) {
    return;
  }
  guarded("take a hotkey", [&] {
    const auto* bound = static_cast<const Bound*>(data);
    const Action& action = *bound->action;
    bound->plugin->post_request(std::string("hotkey ") + action.name, action.request, action.body);
  });
}

void Hotkeys::on_save(obs_data_t* saved, bool saving, void* data) {
  const auto* self = static_cast<const Hotkeys*>(data);
  obs_data_t* keys = saving ? obs_data_create() : obs_data_get_obj(saved, kSavedUnder);
  for (const auto& bound : self->bound_) {
    obs_data_array_t* array = saving ? obs_hotkey_save(bound->id) : obs_data_get_array(keys, bound->action->name);
    if (saving) {
      obs_data_set_array(keys, bound->action->name, array);
    } else if (array != nullptr) {
      obs_hotkey_load(bound->id, array);
    }
    obs_data_array_release(array);
  }
  if (saving) {
    obs_data_set_obj(saved, kSavedUnder, keys);
  }
  obs_data_release(keys);
}

}  // namespace leitai::plugin
