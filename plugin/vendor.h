// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

namespace leitai::plugin {

class AirEvents;
class Plugin;

/// What clients of obs-websocket can ask of us: the vendor `leitai`, with the requests of plugin/requests.h and
/// the event `air`. Without obs-websocket there is none of it, and nothing else is missing.
class Vendor {
 public:
  /// Once all modules are loaded. `plugin` must live longer.
  explicit Vendor(Plugin& plugin);
  /// Before obs-websocket ends: afterwards nothing of it may be touched. Waits for requests that are running.
  ~Vendor();
  Vendor(const Vendor&) = delete;
  Vendor& operator=(const Vendor&) = delete;

 private:
  void register_requests();
  void emit(const char* event, const std::string& document) const;

  void* procedures_ = nullptr;  ///< obs-websocket's proc_handler_t
  void* vendor_ = nullptr;
  std::unique_ptr<AirEvents> air_events_;
};

}  // namespace leitai::plugin
