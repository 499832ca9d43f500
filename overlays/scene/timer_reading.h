// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "overlays/json/json.h"

/// What a clock shows: the contract's timers, as functions of time.
namespace leitai::overlays {

/// Nanoseconds since the Unix epoch of an RFC 3339 time; nothing where it is not one.
std::optional<std::int64_t> parse_rfc3339_ns(std::string_view text);

/// A timer as the data on air gives it.
struct Timer {
  enum class Mode : std::uint8_t { down, up };
  enum class State : std::uint8_t { idle, running, paused };
  enum class Overtime : std::uint8_t { count, stop };
  enum class Phase : std::uint8_t { idle, normal, warning, danger, overtime, done };

  Mode mode = Mode::down;
  State state = State::idle;
  Overtime overtime = Overtime::count;
  std::int64_t duration_ms = 0;  ///< 0: none
  std::int64_t warn_ms = 0;      ///< remaining time
  std::int64_t danger_ms = 0;    ///< remaining time
  std::int64_t elapsed_ms = 0;   ///< before `anchor_ns`
  std::int64_t anchor_ns = 0;    ///< running only

  static Timer from_data(const json::Json& data);

  std::int64_t elapsed_ns(std::int64_t time_ns) const;
  Phase phase(std::int64_t time_ns) const;

  /// The times after `time_ns` at which phase() changes by itself, ascending.
  std::vector<std::int64_t> phase_changes(std::int64_t time_ns) const;

  /// The first time after `time_ns` at which reading() differs; INT64_MAX where it stands still.
  std::int64_t next_change_ns(std::int64_t time_ns) const;

  friend bool operator==(const Timer&, const Timer&) = default;
};

/// `normal`, `warning` and so on, as templates compare them.
std::string_view to_string(Timer::Phase phase);

/// A short text without an allocation.
struct ShortText {
  std::array<char, 24> characters{};
  std::size_t size = 0;

  void push(char c) {
    if (size < characters.size()) characters[size++] = c;
  }
  std::string_view view() const { return {characters.data(), size}; }
};

/// `4:05`, `1:02:03`, in overtime `+0:07`. A down clock shows the ceiling of its seconds, overtime
/// and up the floor.
ShortText reading(const Timer& timer, std::int64_t time_ns);

}  // namespace leitai::overlays
