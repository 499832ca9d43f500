// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace leitai::plugin {

/// Opens the control page in the user's browser; where it cannot, the log says why.
void open_control_page();

/// Puts that into OBS's Tools menu, and the window with the state and the addresses.
void add_tools_menu_entries();

}  // namespace leitai::plugin
