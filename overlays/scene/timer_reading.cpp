// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/timer_reading.h"

#include <algorithm>
#include <limits>

namespace leitai::overlays {
namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
/// A year: keeps hostile figures far from overflow.
constexpr std::int64_t kMaxMs = 366LL * 24 * 3'600'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::int64_t milliseconds(const json::Json& data, const char* key) {
  const auto it = data.find(key);
  if (it == data.end() || !it->is_number_integer()) return 0;
  if (it->is_number_unsigned() && it->get<std::uint64_t>() > static_cast<std::uint64_t>(kMaxMs)) return kMaxMs;
  return std::clamp<std::int64_t>(it->get<std::int64_t>(), -kMaxMs, kMaxMs);
}

std::string_view word(const json::Json& data, const char* key) {
  const auto it = data.find(key);
  return it != data.end() && it->is_string() ? std::string_view(it->get_ref<const std::string&>()) : std::string_view();
}

/// Days since 1970-01-01 of a date in the Gregorian calendar (Howard Hinnant, chrono-compatible
/// low-level date algorithms).
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = floor_div(year, 400);
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

/// Reads fixed fields off the front of a text; `failed` stays set.
struct Scanner {
  std::string_view rest;
  bool failed = false;

  unsigned digits(std::size_t count, unsigned least, unsigned most) {
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest.size() || rest[i] < '0' || rest[i] > '9') {
        failed = true;
        return 0;
      }
      value = value * 10 + static_cast<unsigned>(rest[i] - '0');
    }
    rest.remove_prefix(count);
    failed = failed || value < least || value > most;
    return value;
  }

  char one_of(std::string_view characters) {
    if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) {
      failed = true;
      return 0;
    }
    const char c = rest.front();
    rest.remove_prefix(1);
    return c;
  }

  std::int64_t fraction_ns() {
    std::int64_t ns = 0;
    std::int64_t place = kNsPerSecond / 10;
    if (rest.empty() || rest.front() != '.') return 0;
    rest.remove_prefix(1);
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') failed = true;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      ns += place * (rest.front() - '0');
      place /= 10;
      rest.remove_prefix(1);
    }
    return ns;
  }
};

}  // namespace

std::optional<std::int64_t> parse_rfc3339_ns(std::string_view text) {
  Scanner scan{text};
  const unsigned year = scan.digits(4, 1970, 2200);
  scan.one_of("-");
  const unsigned month = scan.digits(2, 1, 12);
  scan.one_of("-");
  const unsigned day = scan.digits(2, 1, 31);
  scan.one_of("Tt ");
  const unsigned hour = scan.digits(2, 0, 23);
  scan.one_of(":");
  const unsigned minute = scan.digits(2, 0, 59);
  scan.one_of(":");
  const unsigned second = scan.digits(2, 0, 60);
  const std::int64_t fraction = scan.fraction_ns();
  const char zone = scan.one_of("Zz+-");
  std::int64_t offset_minutes = 0;
  if (zone == '+' || zone == '-') {
    offset_minutes = static_cast<std::int64_t>(scan.digits(2, 0, 23)) * 60;
    scan.one_of(":");
    offset_minutes += scan.digits(2, 0, 59);
    if (zone == '-') offset_minutes = -offset_minutes;
  }
  if (scan.failed || !scan.rest.empty()) return std::nullopt;
  const std::int64_t minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute - offset_minutes;
  return (minutes * 60 + second) * kNsPerSecond + fraction;
}

Timer Timer::from_data(const json::Json& data) {
  Timer timer;
  if (!data.is_object()) return timer;
  if (word(data, "mode") == "up") timer.mode = Mode::up;
  if (word(data, "overtime") == "stop") timer.overtime = Overtime::stop;
  timer.duration_ms = std::max<std::int64_t>(0, milliseconds(data, "duration_ms"));
  timer.warn_ms = milliseconds(data, "warn_ms");
  timer.danger_ms = milliseconds(data, "danger_ms");
  timer.elapsed_ms = milliseconds(data, "elapsed_ms");
  const std::string_view state = word(data, "state");
  if (state == "paused") timer.state = State::paused;
  if (state == "running") {
    const auto anchor = parse_rfc3339_ns(word(data, "anchor"));
    // Without an anchor nobody can tell how long it has run: it stands.
    timer.state = anchor ? State::running : State::paused;
    timer.anchor_ns = anchor.value_or(0);
  }
  return timer;
}

std::int64_t Timer::elapsed_ns(std::int64_t time_ns) const {
  std::int64_t elapsed = elapsed_ms * kNsPerMs;
  if (state == State::running) elapsed += std::max<std::int64_t>(0, time_ns - anchor_ns);
  if (overtime == Overtime::stop && duration_ms > 0) elapsed = std::min(elapsed, duration_ms * kNsPerMs);
  return elapsed;
}

Timer::Phase Timer::phase(std::int64_t time_ns) const {
  const std::int64_t elapsed = elapsed_ns(time_ns);
  if (state == State::idle && elapsed <= 0) return Phase::idle;
  if (duration_ms == 0) return Phase::normal;
  const std::int64_t remaining = duration_ms * kNsPerMs - elapsed;
  if (remaining <= 0) return overtime == Overtime::stop ? Phase::done : Phase::overtime;
  if (remaining <= danger_ms * kNsPerMs) return Phase::danger;
  if (remaining <= warn_ms * kNsPerMs) return Phase::warning;
  return Phase::normal;
}

std::vector<std::int64_t> Timer::phase_changes(std::int64_t time_ns) const {
  std::vector<std::int64_t> times;
  if (state != State::running || duration_ms == 0) return times;
  for (const std::int64_t remaining_ms : {warn_ms, danger_ms, std::int64_t{0}}) {
    const std::int64_t at = anchor_ns + (duration_ms - remaining_ms - elapsed_ms) * kNsPerMs;
    if (remaining_ms >= 0 && at > time_ns && at > anchor_ns) times.push_back(at);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::int64_t Timer::next_change_ns(std::int64_t time_ns) const {
  if (state != State::running) return kNever;
  if (time_ns < anchor_ns) return anchor_ns;
  const std::int64_t elapsed = elapsed_ns(time_ns);
  const std::int64_t duration = duration_ms * kNsPerMs;
  if (overtime == Overtime::stop && duration > 0 && elapsed >= duration) return kNever;
  const std::int64_t started = time_ns - elapsed;
  if (mode == Mode::down && elapsed < duration) {
    // The ceiling of what remains steps down where what remains is a whole number of seconds.
    const std::int64_t remaining = duration - elapsed;
    const std::int64_t next_remaining = floor_div(remaining - 1, kNsPerSecond) * kNsPerSecond;
    return started + duration - next_remaining;
  }
  // Overtime counts from the end of the duration, an up clock from its start.
  const std::int64_t base = mode == Mode::down ? duration : 0;
  const std::int64_t passed = std::max<std::int64_t>(0, elapsed - base);
  return started + base + (floor_div(passed, kNsPerSecond) + 1) * kNsPerSecond;
}

std::string_view to_string(Timer::Phase phase) {
  switch (phase) {
    case Timer::Phase::idle:
      return "idle";
    case Timer::Phase::normal:
      return "normal";
    case Timer::Phase::warning:
      return "warning";
    case Timer::Phase::danger:
      return "danger";
    case Timer::Phase::overtime:
      return "overtime";
    case Timer::Phase::done:
      return "done";
  }
  return "normal";
}

namespace {

void push_number(ShortText& text, std::int64_t value, int least_digits) {
  char digits[20];
  int count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0 || count < least_digits);
  while (count > 0) text.push(digits[--count]);
}

}  // namespace

ShortText reading(const Timer& timer, std::int64_t time_ns) {
  ShortText text;
  const std::int64_t elapsed = timer.elapsed_ns(time_ns);
  std::int64_t seconds = floor_div(std::max<std::int64_t>(0, elapsed), kNsPerSecond);
  if (timer.mode == Timer::Mode::down) {
    const std::int64_t remaining = timer.duration_ms * kNsPerMs - elapsed;
    if (remaining > 0) {
      seconds = floor_div(remaining + kNsPerSecond - 1, kNsPerSecond);
    } else {
      seconds = floor_div(-remaining, kNsPerSecond);
      if (timer.phase(time_ns) == Timer::Phase::overtime) text.push('+');
    }
  }
  const std::int64_t hours = seconds / 3600;
  if (hours > 0) {
    push_number(text, hours, 1);
    text.push(':');
  }
  push_number(text, seconds / 60 % 60, hours > 0 ? 2 : 1);
  text.push(':');
  push_number(text, seconds % 60, 2);
  return text;
}

}  // namespace leitai::overlays
