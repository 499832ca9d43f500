// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/web/embedded.h"

namespace leitai::web {

std::span<const EmbeddedFile> embedded_files() {
  return {};
}

}  // namespace leitai::web
