// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/web/pages.h"

#include "server/web/embedded.h"

namespace leitai::web {

const std::map<std::string, File>& files() {
  static const std::map<std::string, File> map = [] {
    std::map<std::string, File> result;
    for (const EmbeddedFile& file : embedded_files()) {
      result.emplace(file.path, File{file.content_type, {reinterpret_cast<const char*>(file.bytes), file.size}});
    }
    return result;
  }();
  return map;
}

}  // namespace leitai::web
