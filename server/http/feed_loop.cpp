// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/feed_loop.h"

#include <algorithm>
#include <utility>

#include "server/contest/contest.h"

namespace leitai::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How long a client may be gone before its place is free again.
constexpr milliseconds kLook{1'000};

milliseconds until(Clock::time_point time) {
  return std::chrono::ceil<milliseconds>(time - Clock::now());
}

}  // namespace

Response feed_response(const char* content_type, Streaming streaming) {
  Response response;
  response.content_type = content_type;
  response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  response.stream = std::move(streaming);
  return response;
}

std::string heartbeat_event(std::int64_t now_ms) {
  return "event: heartbeat\ndata: {\"now\":\"" + contest::format_time(now_ms) + "\"}\n\n";
}

bool run_feed(const FeedPace& pace, const StreamWriter& writer, const std::function<FeedState(bool heartbeat)>& tell) {
  auto next_heartbeat = Clock::now();
  while (!writer.gone()) {
    const std::uint64_t seen = pace.news.value();
    const auto earliest = Clock::now() + pace.pause;
    const bool heartbeat = Clock::now() >= next_heartbeat;
    if (const FeedState state = tell(heartbeat); state != FeedState::goes_on) {
      return state == FeedState::complete;
    }
    if (heartbeat) {
      next_heartbeat = Clock::now() + pace.heartbeat;
    }
    pace.news.wait(seen, std::min(until(next_heartbeat), kLook));
    while (Clock::now() < earliest && !writer.gone()) {
      pace.news.wait(pace.news.value(), until(earliest));
    }
  }
  return false;
}

}  // namespace leitai::http
