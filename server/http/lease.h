// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leitai::http {

/// Who holds the show's controls, so that of two operators one at a time presses. It is an understanding between pages,
/// no lock: commands that do not name themselves pass, and it ends by itself. In memory only. Thread-safe.
class Lease {
 public:
  /// From each take() on.
  static constexpr std::int64_t kLivesMs = 15'000;

  /// `clock_ms`: never goes back.
  explicit Lease(std::function<std::int64_t()> clock_ms) : clock_ms_(std::move(clock_ms)) {}

  struct Holder {
    std::string id;  ///< known to the holder alone
    std::string name;
    std::int64_t until_ms = 0;
  };

  enum class Take {
    if_free,  ///< or one's own
    over,     ///< from whoever has it
  };

  /// The holder afterwards: the caller, or who has it.
  Holder take(std::string_view id, std::string_view name, Take how);
  /// Who does not hold it gives nothing back.
  void release(std::string_view id);
  std::optional<Holder> holder() const;

 private:
  std::optional<Holder> holder_now() const;  ///< with mutex_ held

  const std::function<std::int64_t()> clock_ms_;
  mutable std::mutex mutex_;
  std::optional<Holder> holder_;
};

}  // namespace leitai::http
