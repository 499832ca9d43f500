// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/recordings.h"

#include <algorithm>
#include <vector>

#include "overlays/json/json.h"
#include "server/contest/contest.h"

namespace leitai::cli {

namespace {

constexpr std::size_t kAtOnce = 10'000;
constexpr std::size_t kMostNamed = 5;

struct Recording {
  std::int64_t start_ms = 0;
  std::string name;  ///< of the file, without its folder; may be empty
};

/// The name, whichever system wrote the path.
std::string file_name(const std::string& path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

tl::expected<std::vector<Recording>, std::string> recordings(const journal::Journal& journal) {
  std::vector<Recording> found;
  const journal::Search search{{"obs"}, "recording", ""};
  for (journal::Token after = 0; after < journal.head(); after += kAtOnce) {
    const auto records = journal.scan(after, std::min<journal::Token>(after + kAtOnce, journal.head()), search);
    if (!records) return tl::unexpected(records.error().message);
    for (const auto& record : *records) {
      const auto data = json::parse(record.data);
      if (!data || !data->is_object()) continue;
      const auto name = file_name(data->value("file", ""));
      if (data->value("state", "") == "started") {
        found.push_back({record.time_ms, name});
      } else if (!found.empty() && found.back().name.empty()) {
        found.back().name = name;
      }
    }
  }
  return found;
}

}  // namespace

tl::expected<std::int64_t, std::string> recording_start(const journal::Journal& journal,
                                                        const std::filesystem::path& film) {
  const auto all = recordings(journal);
  if (!all) return tl::unexpected(all.error());
  if (all->empty()) return tl::unexpected(std::string("the show knows of no recording: --start says when it began"));
  const auto named = std::find_if(all->rbegin(), all->rend(),
                                  [&](const Recording& each) { return each.name == film.filename().string(); });
  if (named != all->rend()) return named->start_ms;
  if (all->size() == 1) return all->front().start_ms;
  std::string known;
  for (std::size_t i = 0; i < std::min(all->size(), kMostNamed); ++i) {
    known += (i == 0 ? "" : ", ") + (*all)[i].name + " at " + contest::format_time((*all)[i].start_ms);
  }
  return tl::unexpected("the show knows of " + std::to_string(all->size()) + " recordings (" + known +
                        "), none named " + film.filename().string() + ": --start says when it began");
}

}  // namespace leitai::cli
