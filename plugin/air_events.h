// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "server/show/show.h"

namespace leitai::plugin {

/// Tells when what is on air is another, by a command or by the clock (an item is in, or has left). Changes
/// that follow each other within 50 ms are told as one.
class AirEvents {
 public:
  /// `tell` gets the document of GET /api/v1/air as text, on a thread of this object's own. `show` must live longer.
  using Tell = std::function<void(const std::string& document)>;
  AirEvents(show::Show& show, Tell tell);
  ~AirEvents();
  AirEvents(const AirEvents&) = delete;
  AirEvents& operator=(const AirEvents&) = delete;

 private:
  void run();
  void look();
  bool wait(std::int64_t next_ms);

  show::Show& show_;
  Tell tell_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool published_ = true;
  bool ended_ = false;

  // The thread's own.
  json::Json told_;
  int subscription_;
  std::thread thread_;
};

/// The next moment, show time in milliseconds, at which the clock alone changes what is on air; INT64_MAX: never.
std::int64_t next_air_change_ms(const overlays::Air& air, const std::vector<show::TemplateInfo>& templates,
                                std::int64_t now_ms);

}  // namespace leitai::plugin
