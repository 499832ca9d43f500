// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/reel.h"

#include <algorithm>
#include <utility>

#include "server/cli/journal_entries.h"
#include "server/show/media.h"
#include "server/show/playback.h"

namespace leitai::cli {

tl::expected<Reel, std::string> Reel::open(const std::filesystem::path& file,
                                           const std::vector<show::TemplateInfo>& templates) {
  Reel reel;
  if (file.extension() == ".leitai") {
    auto journal = journal::Journal::open_for_reading(file);
    if (!journal) return tl::unexpected(journal.error().message);
    reel.recorded_ = std::move(*journal);
    reel.media_folder_ = show::media_folder(file);
  } else {
    auto played = played_show(file, templates);
    if (!played) return tl::unexpected(played.error());
    reel.media_folder_ = played->show->options().media_folder;
    reel.played_.emplace(std::move(*played));
  }
  const auto first = first_entry_ms(reel.journal());
  if (!first) return tl::unexpected(first.error().message);
  if (!*first) return tl::unexpected(file.string() + " has no entry");
  reel.first_ms_ = **first;
  reel.last_ms_ = reel.journal().last_time_ms();
  return reel;
}

tl::expected<std::shared_ptr<const overlays::AirChannel>, std::string> channel_of(const Reel& reel,
                                                                                  const std::string& channel,
                                                                                  std::int64_t from_ms,
                                                                                  std::int64_t to_ms) {
  show::Playback playback(reel.journal(), reel.media_folder());
  for (const auto time_ms : {from_ms, std::max(from_ms, to_ms)}) {
    const auto air = playback.air_at(time_ms);
    if (!air) return tl::unexpected(air.error());
    const auto found = (*air)->channels.find(channel);
    if (found != (*air)->channels.end()) return found->second;
  }
  return tl::unexpected("there is no channel \"" + channel + "\"");
}

}  // namespace leitai::cli
