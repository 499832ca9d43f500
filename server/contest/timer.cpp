// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/contest/contest.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Ten days: nobody extends a turn by more, and sums stay far from any limit.
constexpr std::int64_t kMostAdded_ms = 864'000'000;
constexpr std::int64_t kMostElapsed_ms = 1'000'000'000'000;

bool is_running(const Json& timer) {
  return text_or(timer, "state", "idle") == "running";
}

std::int64_t elapsed_ms(const Json& timer, std::int64_t now_ms) {
  std::int64_t elapsed = integer_or(timer, "elapsed_ms", 0);
  if (is_running(timer)) elapsed += now_ms - parse_time(text_or(timer, "anchor", "")).value_or(now_ms);
  // A clock that stops at its end has not run on behind it.
  const std::int64_t duration = integer_or(timer, "duration_ms", 0);
  if (text_or(timer, "overtime", "count") == "stop" && duration > 0) elapsed = std::min(elapsed, duration);
  return elapsed;
}

void set(Json& timer, std::string_view state, std::int64_t elapsed, std::int64_t now_ms) {
  timer["state"] = state;
  timer["elapsed_ms"] = elapsed;
  timer["anchor"] = state == "running" ? Json(format_time(now_ms)) : Json(nullptr);
}

tl::expected<Json, Refusal> add(const Json& timer, const Json& body, std::int64_t now_ms) {
  const auto ms = body.is_object() ? body.find("ms") : body.end();
  if (!body.is_object() || ms == body.end() || !ms->is_number_integer())
    return tl::unexpected(invalid("/ms", "ms must be a whole number of milliseconds"));
  const auto added = ms->is_number_unsigned() && ms->get<std::uint64_t>() > kMostAdded_ms ? kMostAdded_ms + 1
                                                                                          : ms->get<std::int64_t>();
  if (added > kMostAdded_ms || added < -kMostAdded_ms)
    return tl::unexpected(invalid("/ms", "ms must be within ten days"));
  Json after = timer;
  if (added == 0) return after;
  // Down: what remains grows. Up: what has passed grows, and never below nothing.
  const bool up = text_or(timer, "mode", "down") == "up";
  const std::int64_t passed = elapsed_ms(timer, now_ms);
  const std::int64_t target = up ? std::max<std::int64_t>(0, passed + added) : passed - added;
  const std::int64_t stored = integer_or(timer, "elapsed_ms", 0);
  if (std::abs(target) > kMostElapsed_ms || std::abs(stored) > kMostElapsed_ms)
    return tl::unexpected(invalid("/ms", "the timer would be too far off"));
  set(after, text_or(timer, "state", "idle"), target, now_ms);
  return after;
}

}  // namespace

tl::expected<Json, Refusal> timer_command(const Json& timer, std::string_view verb, const Json& body,
                                          std::int64_t now_ms) {
  Json after = timer;
  const std::string_view state = text_or(timer, "state", "idle");
  if (verb == "start") {
    if (state != "running") set(after, "running", integer_or(timer, "elapsed_ms", 0), now_ms);
  } else if (verb == "resume") {
    if (state == "paused") set(after, "running", integer_or(timer, "elapsed_ms", 0), now_ms);
  } else if (verb == "pause") {
    if (state == "running") set(after, "paused", elapsed_ms(timer, now_ms), now_ms);
  } else if (verb == "reset") {
    if (state != "idle" || integer_or(timer, "elapsed_ms", 0) != 0) set(after, "idle", 0, now_ms);
  } else if (verb == "add") {
    return add(timer, body, now_ms);
  } else {
    return tl::unexpected(refuse(RefusalKind::not_found, "a timer can start, pause, resume, reset and add"));
  }
  return after;
}

}  // namespace leitai::contest
