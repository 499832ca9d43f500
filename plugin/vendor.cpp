// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/vendor.h"

#include <shared_mutex>

#include <callback/calldata.h>
#include <callback/proc.h>
#include <obs.h>

#include "overlays/json/json.h"
#include "plugin/air_events.h"
#include "plugin/guarded.h"
#include "plugin/log.h"
#include "plugin/plugin.h"
#include "plugin/requests.h"

namespace leitai::plugin {
namespace {

using json::Json;

constexpr const char* kVendor = "leitai";
/// The exact text of a body or an answer: OBS's own data has neither null nor lists of anything but objects.
constexpr const char* kText = "json";

/// Whom requests are for. obs-websocket may have looked one up just before it is taken back, so this outlives the
/// vendor: whoever asks then is told that there is nobody.
struct Desk {
  std::shared_mutex mutex;
  Plugin* plugin = nullptr;
};
Desk g_desk;

/// Arguments of a call to a procedure, and its answers.
class Call {
 public:
  Call() { calldata_init(&data_); }
  ~Call() { calldata_free(&data_); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  calldata_t* get() { return &data_; }

 private:
  calldata_t data_;
};

/// As obs-websocket declares it: what it calls for a request.
struct RequestCallback {
  void (*run)(obs_data_t* request, obs_data_t* answer, void* data);
  void* data;
};

bool call_vendor(void* procedures, void* vendor, const char* procedure, Call& call) {
  calldata_set_ptr(call.get(), "vendor", vendor);
  proc_handler_call(static_cast<proc_handler_t*>(procedures), procedure, call.get());
  return calldata_bool(call.get(), "success");
}

void* find_procedures() {
  Call call;
  // Without obs-websocket nobody answers.
  return proc_handler_call(obs_get_proc_handler(), "obs_websocket_api_get_ph", call.get())
             ? calldata_ptr(call.get(), "ph")
             : nullptr;
}

void drop_nulls(Json& value) {
  if (value.is_object()) {
    for (auto member = value.begin(); member != value.end();) {
      member = member->is_null() ? value.erase(member) : std::next(member);
    }
  }
  if (value.is_structured()) {
    for (Json& part : value) {
      drop_nulls(part);
    }
  }
}

/// The document's members, as far as OBS's data can hold them, and all of it as text.
void put_document(obs_data_t* into, const std::string& text) {
  Json document = json::parse(text, {80}).value_or(Json::object());
  drop_nulls(document);
  if (obs_data_t* members = document.is_object() ? obs_data_create_from_json(json::dump(document).c_str()) : nullptr) {
    obs_data_apply(into, members);
    obs_data_release(members);
  }
  obs_data_set_string(into, kText, text.c_str());
}

std::string body_of(obs_data_t* request) {
  if (const char* text = obs_data_get_string(request, kText); text != nullptr && *text != '\0') {
    return text;
  }
  const char* text = obs_data_get_json(request);
  return text != nullptr ? text : "{}";
}

void on_request(obs_data_t* request, obs_data_t* answer, void* data) {
  guarded("answer a vendor request", [&] {
    const std::shared_lock lock(g_desk.mutex);
    if (g_desk.plugin == nullptr) {
      obs_data_set_int(answer, "status", 503);
      return;
    }
    const auto* named = static_cast<const NamedRequest*>(data);
    const http::Inside::Answer given = run_request(*g_desk.plugin, *named, body_of(request));
    put_document(answer, given.body);
    obs_data_set_int(answer, "status", given.status);
  });
}

void set_desk(Plugin* plugin) {
  const std::unique_lock lock(g_desk.mutex);
  g_desk.plugin = plugin;
}

}  // namespace

Vendor::Vendor(Plugin& plugin) : procedures_(find_procedures()) {
  if (procedures_ == nullptr) {
    return;
  }
  Call call;
  calldata_set_string(call.get(), "name", kVendor);
  proc_handler_call(static_cast<proc_handler_t*>(procedures_), "vendor_register", call.get());
  vendor_ = calldata_ptr(call.get(), "vendor");
  if (vendor_ == nullptr) {
    log_warning("obs-websocket takes no vendor \"leitai\"");
    return;
  }
  set_desk(&plugin);
  register_requests();
  if (plugin.show() != nullptr) {
    air_events_ =
        std::make_unique<AirEvents>(*plugin.show(), [this](const std::string& document) { emit("air", document); });
  }
}

Vendor::~Vendor() {
  air_events_.reset();
  for (const NamedRequest& request : named_requests()) {
    if (vendor_ != nullptr) {
      Call call;
      calldata_set_string(call.get(), "type", std::string(request.name).c_str());
      call_vendor(procedures_, vendor_, "vendor_request_unregister", call);
    }
  }
  set_desk(nullptr);
}

void Vendor::register_requests() {
  for (const NamedRequest& request : named_requests()) {
    RequestCallback callback{on_request, const_cast<NamedRequest*>(&request)};
    Call call;
    calldata_set_string(call.get(), "type", std::string(request.name).c_str());
    calldata_set_ptr(call.get(), "callback", &callback);
    if (!call_vendor(procedures_, vendor_, "vendor_request_register", call)) {
      log_warning("obs-websocket does not take the request " + std::string(request.name));
    }
  }
}

void Vendor::emit(const char* event, const std::string& document) const {
  obs_data_t* data = obs_data_create();
  put_document(data, document);
  Call call;
  calldata_set_string(call.get(), "type", event);
  calldata_set_ptr(call.get(), "data", data);
  call_vendor(procedures_, vendor_, "vendor_event_emit", call);
  obs_data_release(data);
}

}  // namespace leitai::plugin
