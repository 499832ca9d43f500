// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/frontend.h"

#include <obs.h>

#include "plugin/guarded.h"

namespace leitai::plugin {
namespace {

std::string program_scene() {
  obs_source_t* scene = obs_frontend_get_current_scene();
  const char* name = scene != nullptr ? obs_source_get_name(scene) : nullptr;
  std::string copy = name != nullptr ? name : "";
  obs_source_release(scene);
  return copy;
}

}  // namespace

Frontend::Frontend(Plugin& plugin)
    : plugin_(plugin), recordings_(std::make_unique<Recordings>(plugin)), vendor_(std::make_unique<Vendor>(plugin)) {
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
  if (recordings_ != nullptr) {
    follow_recording(event);
  }
  switch (event) {
    case OBS_FRONTEND_EVENT_EXIT:
      recordings_.reset();
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

void Frontend::follow_recording(obs_frontend_event event) {
  switch (event) {
    case OBS_FRONTEND_EVENT_RECORDING_STARTING:
      return recordings_->starting();
    case OBS_FRONTEND_EVENT_RECORDING_STARTED:
      return recordings_->started();
    case OBS_FRONTEND_EVENT_RECORDING_PAUSED:
      return recordings_->paused();
    case OBS_FRONTEND_EVENT_RECORDING_UNPAUSED:
      return recordings_->resumed();
    case OBS_FRONTEND_EVENT_RECORDING_STOPPING:
      return recordings_->stopping();
    case OBS_FRONTEND_EVENT_RECORDING_STOPPED:
      return recordings_->stopped();
    default:
      return;
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
