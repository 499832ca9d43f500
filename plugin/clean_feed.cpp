// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/clean_feed.h"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include <obs-frontend-api.h>
#include <util/config-file.h>

namespace leitai::plugin {
namespace {

constexpr const char* kName = "Leitai clean feed";
constexpr const char* kFileSettings[] = {"path", "url"};

obs_data_t* copy_of(obs_data_t* settings) {
  obs_data_t* copy = obs_data_create();
  obs_data_apply(copy, settings);
  obs_data_release(settings);
  return copy;
}

/// Which of OBS's sound tracks are recorded, a bit each. An encoder does not tell its track.
std::uint64_t recorded_tracks() {
  config_t* profile = obs_frontend_get_profile_config();
  if (profile == nullptr) {
    return 1;
  }
  const char* mode = config_get_string(profile, "Output", "Mode");
  const bool advanced = mode != nullptr && std::string_view(mode) == "Advanced";
  return config_get_uint(profile, advanced ? "AdvOut" : "SimpleOutput", "RecTracks");
}

/// The mixes behind a recording's audio encoders, in their order.
std::vector<size_t> mixes_of(const obs_output_t* recording) {
  size_t encoders = 0;
  while (encoders < MAX_AUDIO_MIXES && obs_output_get_audio_encoder(recording, encoders) != nullptr) {
    ++encoders;
  }
  std::vector<size_t> mixes;
  const std::uint64_t tracks = recorded_tracks();
  for (size_t mix = 0; mix < MAX_AUDIO_MIXES && mixes.size() < encoders; ++mix) {
    if ((tracks >> mix & 1) != 0) {
      mixes.push_back(mix);
    }
  }
  for (size_t mix = 0; mixes.size() < encoders; ++mix) {
    if ((tracks >> mix & 1) == 0) {
      mixes.push_back(mix);
    }
  }
  return mixes;
}

}  // namespace

std::string clean_name(const std::string& file) {
  const std::filesystem::path path(file);
  std::filesystem::path name = path.stem();
  name += " clean";
  name += path.extension();
  return (path.parent_path() / name).string();
}

tl::expected<std::unique_ptr<CleanFeed>, std::string> CleanFeed::create(obs_output_t* recording,
                                                                        const std::string& scene) {
  std::unique_ptr<CleanFeed> feed(new CleanFeed());
  if (!feed->show(scene)) {
    return tl::unexpected("there is no scene \"" + scene + "\"");
  }
  feed->copy_output(recording);
  if (feed->output_ == nullptr) {
    return tl::unexpected(std::string("OBS makes no second output of the recording's kind"));
  }
  return feed;
}

tl::expected<void, std::string> CleanFeed::start() {
  if (obs_output_start(output_)) {
    return {};
  }
  const char* why = obs_output_get_last_error(output_);
  return tl::unexpected("its output does not start" + (why != nullptr ? ": " + std::string(why) : std::string()));
}

CleanFeed::~CleanFeed() {
  if (output_ != nullptr) {
    obs_encoder_t* video = obs_output_get_video_encoder(output_);
    obs_encoder_t* sounds[MAX_AUDIO_MIXES];
    for (size_t i = 0; i < MAX_AUDIO_MIXES; ++i) {
      sounds[i] = obs_output_get_audio_encoder(output_, i);
    }
    obs_output_release(output_);
    obs_encoder_release(video);
    for (obs_encoder_t* sound : sounds) {
      obs_encoder_release(sound);
    }
  }
  if (view_ != nullptr) {
    obs_view_set_source(view_, 0, nullptr);
    obs_view_remove(view_);
    obs_view_destroy(view_);
  }
}

bool CleanFeed::show(const std::string& scene) {
  obs_source_t* source = obs_get_source_by_name(scene.c_str());
  const bool found = source != nullptr && obs_scene_from_source(source) != nullptr;
  if (found) {
    view_ = obs_view_create();
    obs_view_set_source(view_, 0, source);
    video_ = obs_view_add(view_);
  }
  obs_source_release(source);
  return found && video_ != nullptr;
}

void CleanFeed::copy_output(obs_output_t* recording) {
  obs_data_t* settings = copy_of(obs_output_get_settings(recording));
  for (const char* name : kFileSettings) {
    if (const std::string file = obs_data_get_string(settings, name); !file.empty()) {
      file_ = clean_name(file);
      obs_data_set_string(settings, name, file_.c_str());
    }
  }
  output_ = obs_output_create(obs_output_get_id(recording), kName, settings, nullptr);
  obs_data_release(settings);
  if (output_ == nullptr) {
    return;
  }
  obs_output_set_mixers(output_, obs_output_get_mixers(recording));
  obs_output_set_media(output_, video_, obs_get_audio());
  if ((obs_output_get_flags(output_) & OBS_OUTPUT_ENCODED) != 0) {
    copy_encoders(recording);
  }
}

void CleanFeed::copy_encoders(obs_output_t* recording) {
  const obs_encoder_t* video = obs_output_get_video_encoder(recording);
  obs_data_t* settings = copy_of(obs_encoder_get_settings(video));
  obs_encoder_t* own = obs_video_encoder_create(obs_encoder_get_id(video), kName, settings, nullptr);
  obs_data_release(settings);
  obs_encoder_set_video(own, video_);
  obs_output_set_video_encoder(output_, own);
  size_t track = 0;
  for (const size_t mix : mixes_of(recording)) {
    const obs_encoder_t* sound = obs_output_get_audio_encoder(recording, track);
    settings = copy_of(obs_encoder_get_settings(sound));
    own = obs_audio_encoder_create(obs_encoder_get_id(sound), kName, settings, mix, nullptr);
    obs_data_release(settings);
    obs_encoder_set_audio(own, obs_get_audio());
    obs_output_set_audio_encoder(output_, own, track++);
  }
}

void CleanFeed::pause(bool paused) {
  obs_output_pause(output_, paused);
}

void CleanFeed::stop() {
  obs_output_stop(output_);
}

}  // namespace leitai::plugin
