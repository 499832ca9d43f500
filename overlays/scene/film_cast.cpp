// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/film_cast.h"

#include <algorithm>

namespace leitai::overlays {
namespace {

/// When it was seen last, or will be.
std::int64_t seen_until_ns(const ItemTimeline& item, const Instance& instance, const Content& content) {
  const std::int64_t alive = instance.alive.empty() ? INT64_MIN : instance.alive.back().end_ns;
  return std::min({item.visible.end_ns, alive, content.shown.end_ns});
}

}  // namespace

PlayingFilms FilmCast::cast(std::vector<ItemTimeline>& items, std::int64_t time_ns) {
  PlayingFilms films;
  ++casts_;
  for (ItemTimeline& item : items) {
    for (Instance& instance : item.instances) {
      for (Content& content : instance.contents) {
        if (content.film == nullptr) continue;
        if (seen_until_ns(item, instance, content) > time_ns) {
          cast(content, films);
        } else {
          films.from_ns = time_ns;
        }
      }
    }
  }
  forget_unused();
  return films;
}

void FilmCast::cast(Content& content, PlayingFilms& films) {
  Entry& entry = entry_of({*content.film, content.film_start_ns});
  if (entry.used != casts_) {
    entry.used = casts_;
    if (entry.picture == nullptr) {
      films.problems.push_back(entry.problem);
    } else if (films.pictures.size() == kMaxMovingOfScene) {
      films.problems.push_back(content.film->file.string() + " stays unseen: " + std::to_string(kMaxMovingOfScene) +
                               " films play at once");
      entry.page = kMaxMovingOfScene;
    } else {
      entry.page = films.pictures.size();
      films.pictures.push_back(entry.picture);
    }
  }
  if (entry.picture == nullptr || entry.page == kMaxMovingOfScene) return;
  content.playing = entry.picture;
  content.moving = static_cast<std::uint16_t>(entry.page);
}

FilmCast::Entry& FilmCast::entry_of(const Role& role) {
  const auto [it, fresh] = entries_.try_emplace(role);
  if (fresh) {
    auto opened = MovingPicture::open(role.first, reading_);
    if (opened) {
      it->second.picture = std::move(*opened);
    } else {
      it->second.problem = role.first.file.string() + " " + opened.error();
    }
  }
  return it->second;
}

/// Where one goes there is room again for one that found none.
void FilmCast::forget_unused() {
  const auto gone = std::erase_if(entries_, [&](const auto& entry) { return entry.second.used != casts_; });
  if (gone > 0) std::erase_if(entries_, [](const auto& entry) { return entry.second.picture == nullptr; });
}

}  // namespace leitai::overlays
