// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/cli/files.h"
#include "server/show/show.h"

namespace leitai::cli {

/// A moment that a user names: seconds from the first entry ("12.5"), or RFC 3339.
struct Moment {
  std::optional<std::int64_t> from_first_ms;
  std::int64_t time_ms = 0;  ///< where it is not counted from the first entry
};
std::optional<Moment> parse_moment(const std::string& text);

/// A show as it stood at a moment: a copy of its own, that nothing is written back from.
struct PastShow {
  TemporaryFolder folder;
  std::unique_ptr<show::Show> show;  ///< gone before the folder
  std::int64_t time_ms = 0;          ///< the moment, show time
};

/// Plays FILE.ndjson, or reads FILE.leitai, up to the moment. The error is a sentence.
tl::expected<PastShow, std::string> show_at(const std::filesystem::path& file, const Moment& moment,
                                            const std::vector<show::TemplateInfo>& templates);

/// Plays all of FILE.ndjson: the show as it stands after its last entry. The error is a sentence.
tl::expected<PastShow, std::string> played_show(const std::filesystem::path& file,
                                                const std::vector<show::TemplateInfo>& templates);

}  // namespace leitai::cli
