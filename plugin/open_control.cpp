// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/open_control.h"

#include <obs-frontend-api.h>
#include <obs-module.h>

#include "plugin/guarded.h"
#include "plugin/log.h"
#include "plugin/plugin.h"
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

void add_tools_menu_entry() {
  obs_frontend_add_tools_menu_item(
      obs_module_text("ToolsMenu"), [](void*) { guarded("open the control page", [] { open_control_page(); }); },
      nullptr);
}

}  // namespace leitai::plugin
