// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <obs.h>

#include "overlays/json/json.h"
#include "plugin/clean_feed.h"
#include "plugin/plugin.h"

namespace leitai::plugin {

class RecordedFilm;

/// Tells the show of OBS's recordings: what is recorded, into which file, and at which moments of the show it begins,
/// leaves a pause out and goes on, to the frame. Records the scene `clean_scene` of config.json beside them. On the
/// thread of OBS's window.
class Recordings {
 public:
  /// `plugin` must live longer.
  explicit Recordings(Plugin& plugin);
  ~Recordings();
  Recordings(const Recordings&) = delete;
  Recordings& operator=(const Recordings&) = delete;

  /// OBS's announcements, in their order.
  void starting();
  void started();
  void paused();
  void resumed();
  void stopping();
  void stopped();

 private:
  void start_clean_feed();

  Plugin& plugin_;
  std::unique_ptr<RecordedFilm> program_;
  std::unique_ptr<CleanFeed> clean_;
  std::unique_ptr<RecordedFilm> clean_film_;  ///< ends before its feed
};

}  // namespace leitai::plugin
