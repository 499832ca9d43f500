// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

/// Lines of OBS's log, each beginning with "[leitai] ".
namespace leitai::plugin {

void log_info(std::string_view text);
void log_warning(std::string_view text);
void log_error(std::string_view text);

}  // namespace leitai::plugin
