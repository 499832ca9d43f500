// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/frontend.h"

#include <iterator>

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

/// The server's address; never the key.
std::string streaming_server() {
  obs_service_t* service = obs_frontend_get_streaming_service();
  const char* url = service != nullptr ? obs_service_get_url(service) : nullptr;
  return url != nullptr ? url : "";
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
    case OBS_FRONTEND_EVENT_RECORDING_STARTED:
      tell_output("recording", "started", {{"file", recorded_file()}});
      break;
    case OBS_FRONTEND_EVENT_RECORDING_STOPPED:
      tell_output("recording", "stopped", {{"file", last_recording()}});
      break;
    case OBS_FRONTEND_EVENT_STREAMING_STARTED:
      tell_output("streaming", "started", {{"service", streaming_server()}});
      break;
    case OBS_FRONTEND_EVENT_STREAMING_STOPPED:
      tell_output("streaming", "stopped", json::Json::object());
      break;
    default:
      break;
  }
}

void Frontend::tell_output(const char* output, const char* state, json::Json body) {
  if (plugin_.show() == nullptr) {
    return;  // what this OBS follows is another's show
  }
  for (auto member = body.begin(); member != body.end();) {
    member = member->get_ref<const std::string&>().empty() ? body.erase(member) : std::next(member);
  }
  const std::string address = std::string("/api/v1/outputs/") + output + "/" + state;
  plugin_.post_call(std::string(output) + " " + state, [address, text = json::dump(body)](const Plugin& plugin) {
    return plugin.ask("POST", address, text);
  });
}

}  // namespace leitai::plugin
