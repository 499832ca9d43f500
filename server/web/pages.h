// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

/// The built pages, compiled into the program.
namespace leitai::web {

/// Both are the program's own: nothing is copied.
struct File {
  std::string_view content_type;
  std::string_view body;
};

/// By path: "/control", "/results" and the files they name.
const std::map<std::string, File>& files();

}  // namespace leitai::web
