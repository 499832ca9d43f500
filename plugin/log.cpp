// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/log.h"

#include <util/base.h>

namespace leitai::plugin {
namespace {

void write(int level, std::string_view text) {
  blog(level, "[leitai] %.*s", static_cast<int>(text.size()), text.data());
}

}  // namespace

void log_info(std::string_view text) {
  write(LOG_INFO, text);
}
void log_warning(std::string_view text) {
  write(LOG_WARNING, text);
}
void log_error(std::string_view text) {
  write(LOG_ERROR, text);
}

}  // namespace leitai::plugin
