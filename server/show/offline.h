// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/show/show.h"

namespace leitai::show {

/// A show's file that no program serves: to read and change what needs neither a theme nor an audience. It is not
/// started by that, and its journal says nothing of it but the changes.
class OfflineShow {
 public:
  /// Locks the file, which must be there. The error is a sentence.
  static tl::expected<OfflineShow, std::string> open(const std::filesystem::path& file);
  /// As it stands now, also while it is served; submit() then fails.
  static tl::expected<OfflineShow, std::string> open_for_reading(const std::filesystem::path& file);
  OfflineShow(OfflineShow&&) noexcept;
  ~OfflineShow();

  const contest::Store& store() const;
  const Json& last_start() const;  ///< data of the newest `start` record: {version, theme, mode, canvas}
  std::int64_t now_ms() const;     ///< never before the last record

  /// Durable when it returns.
  tl::expected<Answer, Refusal> submit(const Caller& caller, const Command& command);

 private:
  struct Impl;
  explicit OfflineShow(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::show
