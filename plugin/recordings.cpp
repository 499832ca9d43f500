// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/recordings.h"

#include <obs-frontend-api.h>
#include <util/bmem.h>

#include "plugin/log.h"
#include "plugin/recorded_film.h"

namespace leitai::plugin {
namespace {

std::string last_recording() {
  char* file = obs_frontend_get_last_recording();
  std::string copy = file != nullptr ? file : "";
  bfree(file);
  return copy;
}

}  // namespace

Recordings::Recordings(Plugin& plugin) : plugin_(plugin) {}

Recordings::~Recordings() = default;

void Recordings::starting() {
  clean_film_.reset();
  clean_.reset();
  program_.reset();
  obs_output_t* output = obs_frontend_get_recording_output();
  if (output != nullptr) {
    program_ = std::make_unique<RecordedFilm>(plugin_, output, "recording");
  }
  obs_output_release(output);
}

void Recordings::started() {
  if (program_ == nullptr) {
    starting();
  }
  if (program_ == nullptr) {
    return;
  }
  program_->started();
  if (!plugin_.config().clean_scene.empty()) {
    start_clean_feed();
  }
}

void Recordings::start_clean_feed() {
  auto feed = CleanFeed::create(program_->output(), plugin_.config().clean_scene);
  if (!feed) {
    log_warning("no clean feed is recorded: " + feed.error());
    return;
  }
  auto film = std::make_unique<RecordedFilm>(plugin_, (*feed)->output(), "clean-recording");
  if (const auto begun = (*feed)->start(); !begun) {
    log_warning("no clean feed is recorded: " + begun.error());
    return;
  }
  clean_ = std::move(*feed);
  clean_film_ = std::move(film);
  clean_film_->started();
  log_info("the clean feed is recorded to " + clean_->file());
}

void Recordings::paused() {
  if (program_ != nullptr) {
    program_->paused();
  }
  if (clean_ != nullptr) {
    clean_->pause(true);
    clean_film_->paused();
  }
}

void Recordings::resumed() {
  if (program_ != nullptr) {
    program_->resumed();
  }
  if (clean_ != nullptr) {
    clean_->pause(false);
    clean_film_->resumed();
  }
}

void Recordings::stopping() {
  if (clean_ != nullptr) {
    clean_->stop();
  }
}

void Recordings::stopped() {
  if (program_ != nullptr) {
    program_->stopped(last_recording());
    program_.reset();
  }
  if (clean_ != nullptr) {
    const std::string file = clean_->file();
    clean_film_->leave();
    clean_.reset();
    clean_film_->stopped(file);
    clean_film_.reset();
  }
}

}  // namespace leitai::plugin
