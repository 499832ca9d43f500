// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <obs.h>

#include "plugin/film_start.h"
#include "plugin/plugin.h"

namespace leitai::plugin {

/// One film that OBS records, told to the show as a resource `obs/…`. On the thread of OBS's window.
class RecordedFilm {
 public:
  /// `what` is its name in /api/v1/automation/… . For an output that is about to start; `plugin` must live longer.
  RecordedFilm(Plugin& plugin, obs_output_t* output, const char* what);
  ~RecordedFilm();
  RecordedFilm(const RecordedFilm&) = delete;
  RecordedFilm& operator=(const RecordedFilm&) = delete;

  void started();
  void paused();
  void resumed();
  /// Lets go of the output, whose end it is told of otherwise.
  void leave();
  /// `file`: as OBS names it once it is closed.
  void stopped(const std::string& file);

  obs_output_t* output() const { return output_; }

 private:
  void tell(const char* state, const std::string& file, std::optional<std::uint64_t> frame_ns);
  void begin(std::uint64_t frame_ns);
  std::uint64_t pause_offset_ns() const;

  Plugin& plugin_;
  obs_output_t* output_;
  const char* what_;
  std::mutex mutex_;  ///< of what follows, which a thread of OBS's encoder asks too
  bool started_ = false;
  std::string file_;
  std::optional<std::uint64_t> first_ns_;
  std::optional<std::uint64_t> paused_ns_;  ///< the first frame that a pause leaves out
  std::uint64_t offset_before_ns_ = 0;      ///< of the pauses before it
  std::unique_ptr<FilmStart> start_;        ///< ends before what it tells
};

}  // namespace leitai::plugin
