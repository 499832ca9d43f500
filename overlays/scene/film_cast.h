// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "overlays/moving/moving.h"
#include "overlays/scene/instance.h"

namespace leitai::overlays {

/// The films that a scene shows, each as one that plays.
struct PlayingFilms {
  std::vector<std::shared_ptr<MovingPicture>> pictures;  ///< `page` of a moving quad
  std::vector<std::string> problems;                     ///< sentences about files that cannot be shown
  /// The scene has them for times from here on: those that were over by then are left out.
  std::int64_t from_ns = INT64_MIN;
};

/// Opens films as scenes ask for them, and keeps those that play on from one scene to the next.
class FilmCast {
 public:
  explicit FilmCast(Reading reading) : reading_(reading) {}

  /// Gives a playing film to each content that is seen at `time_ns` or later. Called once for each prepared scene: what
  /// it does not ask for is forgotten.
  PlayingFilms cast(std::vector<ItemTimeline>& items, std::int64_t time_ns);

 private:
  /// One file at one place from one beginning on.
  using Role = std::pair<MovingRequest, std::int64_t>;
  struct Entry {
    std::shared_ptr<MovingPicture> picture;  ///< null: it cannot be shown
    std::string problem;
    std::uint64_t used = 0;
    std::size_t page = 0;  ///< of the scene that used it last
  };

  void cast(Content& content, PlayingFilms& films);
  Entry& entry_of(const Role& role);
  void forget_unused();

  Reading reading_;
  std::map<Role, Entry> entries_;
  std::uint64_t casts_ = 0;
};

}  // namespace leitai::overlays
