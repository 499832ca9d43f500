// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>

#include "server/http/server.h"

namespace leitai::publish {

/// The results page's first picture in each language, for who speaks it and for an address that names it, by the name
/// that nginx has it under. A page brings its own
/// content security policy with it, as a file has no headers.
std::map<std::string, std::string> first_pictures(const http::Server& server);

/// What the page names: scripts, icons, manifest. `pages`: the first pictures.
std::map<std::string, std::string> page_files(const http::Server& server,
                                              const std::map<std::string, std::string>& pages);

}  // namespace leitai::publish
