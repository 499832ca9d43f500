// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <httplib.h>
#include <tl/expected.hpp>

#include "server/publish/publish.h"

namespace leitai::publish {

/// What nchan says of its channel after a message.
struct Channel {
  std::uint64_t messages = 0;  ///< that it keeps, this one counted
  std::uint64_t viewers = 0;
};

/// Carries files and messages to one nginx, on one connection. Errors are sentences; each call is bounded in time.
class Courier {
 public:
  explicit Courier(const Target& target);

  /// Puts a file, compressed, in place of the one of that name; readers see the old one or the new one, whole.
  /// `text` of more than 64 MiB is refused by nginx.
  tl::expected<void, std::string> put(const std::string& name, const std::string& text);
  /// `event`: its type; empty: a plain message.
  tl::expected<Channel, std::string> post(const std::string& event, const std::string& text);

  /// Ends a call of another thread.
  void stop() { client_.stop(); }

 private:
  const std::string path_;
  httplib::Client client_;
};

}  // namespace leitai::publish
