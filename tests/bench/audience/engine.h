// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

#include "tests/cli/program.h"

namespace leitai::bench {

/// nginx with nchan, brought up by deploy/up in a folder of its own, and taken down at the end.
class Engine {
 public:
  /// `options`: more of deploy/up's. Null where it does not come up.
  static std::unique_ptr<Engine> start(const std::string& options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  int port() const { return port_; }
  std::string publisher() const { return "http://127.0.0.1:" + std::to_string(publisher_port_); }
  int publisher_port() const { return publisher_port_; }
  std::string secret_file() const { return prefix() + "/secret"; }
  std::string secret() const;

  /// MB that its processes hold, memory that they share counted once (PSS).
  double memory_mb() const;

 private:
  Engine() = default;
  std::string prefix() const { return folder_ / "audience"; }

  test::TempFolder folder_;
  int port_ = 0;
  int publisher_port_ = 0;
};

}  // namespace leitai::bench
