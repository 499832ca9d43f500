// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include <obs.h>

#include "plugin/plugin.h"

namespace leitai::plugin {

/// A text in a list of properties.
void add_note(obs_properties_t* list, const std::string& name, const std::string& text, obs_text_info_type type);

/// What the plugin does just now, the way to the control page, and what could not start.
void add_state(obs_properties_t* list, const Plugin& plugin);

/// Opens a window with the state, the addresses to copy, and what could not start.
void open_state_window();

/// Tells libobs about the source whose properties that window shows, and which no list shows.
void register_state_window();

}  // namespace leitai::plugin
