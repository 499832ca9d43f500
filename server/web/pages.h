// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>

/// The built pages, compiled into the program.
namespace leitai::web {

struct File {
  std::string content_type;
  std::string body;
};

/// By path: "/control", "/results" and the files they name.
const std::map<std::string, File>& files();

}  // namespace leitai::web
