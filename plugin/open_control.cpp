// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/open_control.h"

#include <obs-frontend-api.h>
#include <obs-module.h>

#include "plugin/guarded.h"
#include "plugin/log.h"
#include "plugin/plugin.h"
#include "plugin/state_window.h"
#include "server/platform/platform.h"

namespace leitai::plugin {

void open_control_page() {
  const Plugin* plugin = Plugin::instance();
  const std::string url = plugin != nullptr ? plugin->control_url() : std::string();
  if (url.empty()) {
    log_warning("there is no control page: nobody listens (see above)");
    return;
  }
  if (const auto opened = platform::open_in_browser(url); !opened) {
    log_warning("the control page cannot be opened: " + opened.error());
  }
}

void add_tools_menu_entries() {
  obs_frontend_add_tools_menu_item(
      obs_module_text("ToolsMenu"), [](void*) { guarded("open the control page", [] { open_control_page(); }); },
      nullptr);
  obs_frontend_add_tools_menu_item(
      obs_module_text("ToolsMenuState"), [](void*) { guarded("show the state", [] { open_state_window(); }); },
      nullptr);
}

}  // namespace leitai::plugin
