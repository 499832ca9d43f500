// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

#include <obs-frontend-api.h>

#include "plugin/global_overlay.h"
#include "plugin/plugin.h"
#include "plugin/recordings.h"
#include "plugin/vendor.h"

namespace leitai::plugin {

/// Follows what happens in OBS's window: what it records and streams and its scenes are told to the show and its
/// automation. Everything that must be gone before other modules end ends with OBS's own announcement of its end.
class Frontend {
 public:
  /// Once all modules are loaded. `plugin` must live longer.
  explicit Frontend(Plugin& plugin);
  ~Frontend();
  Frontend(const Frontend&) = delete;
  Frontend& operator=(const Frontend&) = delete;

 private:
  static void on_event(obs_frontend_event event, void* data);
  void follow(obs_frontend_event event);
  void follow_recording(obs_frontend_event event);
  void tell(const char* what, const json::Json& body);

  Plugin& plugin_;
  std::unique_ptr<Recordings> recordings_;  ///< null once OBS ends
  std::unique_ptr<Vendor> vendor_;
  std::unique_ptr<GlobalOverlay> global_overlay_;  ///< null where it is not wanted
};

}  // namespace leitai::plugin
