// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "server/cli/past_show.h"
#include "server/journal/journal.h"
#include "server/show/show.h"

namespace leitai::cli {

/// All of a show, to be played along its time.
class Reel {
 public:
  /// Reads FILE.leitai, or plays FILE.ndjson into a journal of its own. The error is a sentence.
  static tl::expected<Reel, std::string> open(const std::filesystem::path& file,
                                              const std::vector<show::TemplateInfo>& templates);

  const journal::Journal& journal() const { return played_ ? played_->show->journal() : *recorded_; }
  const std::filesystem::path& media_folder() const { return media_folder_; }

  /// Show time.
  std::int64_t first_ms() const { return first_ms_; }
  std::int64_t last_ms() const { return last_ms_; }
  std::int64_t time_of(const Moment& moment) const {
    return moment.from_first_ms ? first_ms_ + *moment.from_first_ms : moment.time_ms;
  }

 private:
  std::optional<PastShow> played_;
  std::unique_ptr<journal::Journal> recorded_;
  std::filesystem::path media_folder_;
  std::int64_t first_ms_ = 0;
  std::int64_t last_ms_ = 0;
};

/// The channel as it is at `from_ms`, or, where it comes later, at `to_ms`. The error is a sentence.
tl::expected<std::shared_ptr<const overlays::AirChannel>, std::string> channel_of(const Reel& reel,
                                                                                  const std::string& channel,
                                                                                  std::int64_t from_ms,
                                                                                  std::int64_t to_ms);

}  // namespace leitai::cli
