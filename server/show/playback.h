// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "server/journal/journal.h"

namespace leitai::show {

/// A journal played once along its time: what was on air at each moment, as it was known then. Belongs to one thread,
/// and keeps no more than the show's state and a page of records.
class Playback {
 public:
  /// What a record says instead of what was written; null data removes the resource, nothing leaves the record out.
  using Correct = std::function<tl::expected<std::optional<json::Json>, std::string>(const journal::Record& record,
                                                                                     json::Json data)>;

  /// `journal` lives longer. `media_folder` is where the show's pictures lie.
  Playback(const journal::Journal& journal, const std::filesystem::path& media_folder, Correct correct = {});
  ~Playback();
  Playback(const Playback&) = delete;
  Playback& operator=(const Playback&) = delete;

  /// What was on air at a show time, which never goes back: the same value for as long as nothing was written. The
  /// error is a sentence.
  tl::expected<std::shared_ptr<const overlays::Air>, std::string> air_at(std::int64_t time_ms);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::show
