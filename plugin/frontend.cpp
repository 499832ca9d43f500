// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/frontend.h"

#include <obs.h>
#include <util/bmem.h>

#include "plugin/guarded.h"

namespace leitai::plugin {
namespace {

/// A text from libobs that is to be freed.
std::string owned(char* text) {
  std::string copy = text != nullptr ? text : "";
  bfree(text);
  return copy;
}

/// Where the recording that runs is written to; empty where its output does not say.
std::string recorded_file() {
  obs_output_t* output = obs_frontend_get_recording_output();
  obs_data_t* settings = output != nullptr ? obs_output_get_settings(output) : nullptr;
  std::string file;
  for (const char* name : {"path", "url"}) {
    if (file.empty() && settings != nullptr) {
      file = obs_data_get_string(settings, name);
    }
  }
  obs_data_release(settings);
  obs_output_release(output);
  return file;
}

std::string last_recording() {
  return owned(obs_frontend_get_last_recording());
}

std::string program_scene() {
  obs_source_t* scene = obs_frontend_get_current_scene();
  const char* name = scene != nullptr ? obs_source_get_name(scene) : nullptr;
  std::string copy = name != nullptr ? name : "";
  obs_source_release(scene);
  return copy;
}

}  // namespace

Frontend::Frontend(Plugin& plugin) : plugin_(plugin), vendor_(std::make_unique<Vendor>(plugin)) {
  if (plugin.config().global_overlay) {
    global_overlay_ = std::make_unique<GlobalOverlay>(plugin);
  }
  obs_frontend_add_event_callback(on_event, this);
}

Frontend::~Frontend() {
  obs_frontend_remove_event_callback(on_event, this);
}

void Frontend::on_event(obs_frontend_event event, void* data) {
  guarded("follow OBS", [&] { static_cast<Frontend*>(data)->follow(event); });
}

void Frontend::follow(obs_frontend_event event) {
  switch (event) {
    case OBS_FRONTEND_EVENT_EXIT:
      vendor_.reset();
      global_overlay_.reset();
      break;
    case OBS_FRONTEND_EVENT_FINISHED_LOADING:
    case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED:
      if (global_overlay_ != nullptr) {
        global_overlay_->put_up();
      }
      break;
    case OBS_FRONTEND_EVENT_SCENE_CHANGED:
      tell("scene", {{"scene", program_scene()}});
      break;
    case OBS_FRONTEND_EVENT_RECORDING_STARTED:
      tell("recording", {{"state", "started"}, {"file", recorded_file()}});
      break;
    case OBS_FRONTEND_EVENT_RECORDING_PAUSED:
      tell("recording", {{"state", "paused"}, {"file", recorded_file()}});
      break;
    case OBS_FRONTEND_EVENT_RECORDING_UNPAUSED:
      tell("recording", {{"state", "resumed"}, {"file", recorded_file()}});
      break;
    case OBS_FRONTEND_EVENT_RECORDING_STOPPED:
      tell("recording", {{"state", "stopped"}, {"file", last_recording()}});
      break;
    case OBS_FRONTEND_EVENT_STREAMING_STARTED:
      tell("streaming", {{"state", "started"}});
      break;
    case OBS_FRONTEND_EVENT_STREAMING_STOPPED:
      tell("streaming", {{"state", "stopped"}});
      break;
    default:
      break;
  }
}

void Frontend::tell(const char* what, const json::Json& body) {
  if (plugin_.show() == nullptr) {
    return;  // what this OBS follows is another's show
  }
  const std::string address = std::string("/api/v1/automation/") + what;
  plugin_.post_call(std::string("OBS's ") + what, [address, text = json::dump(body)](const Plugin& plugin) {
    return plugin.ask("POST", address, text);
  });
}

}  // namespace leitai::plugin
