// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>

namespace spdlog {
class logger;
}

namespace leitai::plugin {

/// While it lives, what the rooms of server/ log goes to OBS's log, under [leitai].
class ServerLog {
 public:
  ServerLog();
  ~ServerLog();
  ServerLog(const ServerLog&) = delete;
  ServerLog& operator=(const ServerLog&) = delete;

 private:
  std::shared_ptr<spdlog::logger> before_;
};

}  // namespace leitai::plugin
