// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/recorded_film.h"

#include <util/platform.h>

#include "server/contest/contest.h"

namespace leitai::plugin {
namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;

/// Where the output that runs is written to; empty where it does not say.
std::string file_of(const obs_output_t* output) {
  obs_data_t* settings = obs_output_get_settings(output);
  std::string file;
  for (const char* name : {"path", "url"}) {
    if (file.empty()) {
      file = obs_data_get_string(settings, name);
    }
  }
  obs_data_release(settings);
  return file;
}

/// OBS leaves frames out from the second one on that is still to come.
std::uint64_t first_left_out_ns() {
  obs_video_info video{};
  const std::uint64_t now_ns = os_gettime_ns();
  if (!obs_get_video_info(&video) || video.fps_num == 0) {
    return now_ns;
  }
  const std::uint64_t interval_ns = 1'000'000'000ULL * video.fps_den / video.fps_num;
  const std::uint64_t frame_ns = obs_get_video_frame_time();
  return now_ns < frame_ns ? frame_ns + interval_ns : frame_ns + ((now_ns - frame_ns) / interval_ns + 2) * interval_ns;
}

}  // namespace

RecordedFilm::RecordedFilm(Plugin& plugin, obs_output_t* output, const char* what)
    : plugin_(plugin), output_(obs_output_get_ref(output)), what_(what) {
  start_ = std::make_unique<FilmStart>(output_, [this](std::uint64_t frame_ns) { begin(frame_ns); });
}

RecordedFilm::~RecordedFilm() {
  leave();
}

void RecordedFilm::leave() {
  start_.reset();
  obs_output_release(output_);
  output_ = nullptr;
}

void RecordedFilm::started() {
  const std::lock_guard lock(mutex_);
  started_ = true;
  file_ = file_of(output_);
  tell("started", file_, first_ns_);
}

void RecordedFilm::begin(std::uint64_t frame_ns) {
  const std::lock_guard lock(mutex_);
  first_ns_ = frame_ns;
  if (started_) {
    tell("started", file_, first_ns_);
  }
}

void RecordedFilm::paused() {
  const std::lock_guard lock(mutex_);
  paused_ns_ = first_left_out_ns();
  tell("paused", file_, paused_ns_);
}

void RecordedFilm::resumed() {
  const std::lock_guard lock(mutex_);
  const std::uint64_t offset_ns = pause_offset_ns();
  std::optional<std::uint64_t> back_ns;
  if (paused_ns_) {
    back_ns = *paused_ns_ + (offset_ns - offset_before_ns_);
  }
  offset_before_ns_ = offset_ns;
  tell("resumed", file_, back_ns);
}

void RecordedFilm::stopped(const std::string& file) {
  const std::lock_guard lock(mutex_);
  started_ = false;
  tell("stopped", file, std::nullopt);
}

std::uint64_t RecordedFilm::pause_offset_ns() const {
  const bool encoded = (obs_output_get_flags(output_) & OBS_OUTPUT_ENCODED) != 0;
  return encoded ? obs_encoder_get_pause_offset(obs_output_get_video_encoder(output_))
                 : obs_output_get_pause_offset(output_);
}

void RecordedFilm::tell(const char* state, const std::string& file, std::optional<std::uint64_t> frame_ns) {
  const show::Show* show = plugin_.show();
  if (show == nullptr) {
    return;  // what this OBS follows is another's show
  }
  json::Json body = {{"state", state}, {"file", file}};
  if (frame_ns) {
    const std::int64_t ago_ns = static_cast<std::int64_t>(os_gettime_ns()) - static_cast<std::int64_t>(*frame_ns);
    body["frame_at"] = contest::format_time((show->now_ns() - ago_ns + kNsPerMs / 2) / kNsPerMs);
  }
  plugin_.post_call(std::string("OBS's ") + what_,
                    [address = std::string("/api/v1/automation/") + what_,
                     text = json::dump(body)](const Plugin& plugin) { return plugin.ask("POST", address, text); });
}

}  // namespace leitai::plugin
