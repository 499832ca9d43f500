// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "server/http/message.h"
#include "server/http/publication.h"

namespace leitai::http {

/// The answer that a feed is: nobody on the way keeps it or holds its lines back.
Response feed_response(const char* content_type, Streaming streaming);

/// A server-sent event that says what time it is.
std::string heartbeat_event(std::int64_t now_ms);

/// How a feed goes on after it has told something.
enum class FeedState { goes_on, complete, cut_off };

/// What a feed waits for, and how often it speaks.
struct FeedPace {
  const Signal& news;
  std::chrono::milliseconds heartbeat;
  /// From one telling to the next; what changes meanwhile is told as one.
  std::chrono::milliseconds pause{0};
};

/// Calls `tell` at once, then whenever there is news or a heartbeat is due, which it is told, until it says that the
/// feed is over or the client has gone. True where the feed is complete: what a stream's `run` returns.
bool run_feed(const FeedPace& pace, const StreamWriter& writer, const std::function<FeedState(bool heartbeat)>& tell);

}  // namespace leitai::http
