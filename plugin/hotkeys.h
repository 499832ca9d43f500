// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include <obs.h>

#include "plugin/plugin.h"

namespace leitai::plugin {

/// OBS hotkeys named leitai.*, with the keys that the user gave them. They are kept with the scene
/// collection, as other plugins' are. A press posts a command; it never waits.
class Hotkeys {
 public:
  explicit Hotkeys(Plugin& plugin);
  ~Hotkeys();
  Hotkeys(const Hotkeys&) = delete;
  Hotkeys& operator=(const Hotkeys&) = delete;

 private:
  struct Bound;
  static void on_press(void* data, obs_hotkey_id id, obs_hotkey_t* hotkey, bool pressed);
  static void on_save(obs_data_t* saved, bool saving, void* data);

  std::vector<std::unique_ptr<Bound>> bound_;
};

}  // namespace leitai::plugin
