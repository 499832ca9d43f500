// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <httplib.h>

#include "overlays/json/json.h"

/// The plugin in a bench's own libobs, and what talks to it.
namespace leitai::bench {

constexpr const char* kToken = "bench";

/// Loads an OBS module; ends the program where it does not load.
void open_module(const char* binary, const char* data);
/// Loads one of OBS's own modules, by its name without an ending.
void open_module_of_obs(const std::string& name);

/// Where the plugin said in OBS's log that it listens. Ends the program where it did not.
int port_of(const std::string& log);

/// One connection, kept alive, as a control surface would have.
class Client {
 public:
  explicit Client(int port);

  /// Returns once the plugin answers.
  void wait_until_ready();

  /// The answer's token; ends the program where it is refused.
  std::uint64_t send(const char* method, const std::string& path, const json::Json& body);

 private:
  httplib::Client http_;
};

}  // namespace leitai::bench
