// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/overlay_source.h"

#include <obs-module.h>

#include "plugin/guarded.h"
#include "plugin/open_control.h"

namespace leitai::plugin {
namespace {

constexpr const char* kId = "leitai_overlay";
constexpr const char* kChannel = "channel";
constexpr const char* kDefaultChannel = "program";

std::uint64_t pack(PictureSize size) {
  return (std::uint64_t{size.width} << 32) | size.height;
}

OverlaySource& source_of(void* data) {
  return *static_cast<OverlaySource*>(data);
}

void add_note(obs_properties_t* properties, const std::string& name, const std::string& text, obs_text_info_type type) {
  obs_property_t* note = obs_properties_add_text(properties, name.c_str(), text.c_str(), OBS_TEXT_INFO);
  obs_property_text_set_info_type(note, type);
  obs_property_text_set_info_word_wrap(note, true);
}

bool on_open_control(obs_properties_t* /*properties*/, obs_property_t* /*button*/, void* /*data*/) {
  guarded("open the control page", [] { open_control_page(); });
  return false;
}

/// Tools ask which picture is on the program, and since when.
constexpr const char* kDrawn = "void leitai_drawn(out int token, out int time_ns)";

void tell_drawn(void* data, calldata_t* answer) {
  const Drawn drawn = source_of(data).drawn();
  calldata_set_int(answer, "token", static_cast<long long>(drawn.token));
  calldata_set_int(answer, "time_ns", static_cast<long long>(drawn.time_ns));
}

void add_properties(obs_properties_t* list) {
  const Plugin* plugin = Plugin::instance();
  obs_property_t* channels = obs_properties_add_list(list, kChannel, obs_module_text("Channel"),
                                                     OBS_COMBO_TYPE_EDITABLE, OBS_COMBO_FORMAT_STRING);
  if (plugin == nullptr) {
    return;
  }
  for (const std::string& channel : plugin->channels()) {
    obs_property_list_add_string(channels, channel.c_str(), channel.c_str());
  }
  if (!plugin->url().empty()) {
    add_note(list, "address", obs_module_text("Address") + std::string(": ") + plugin->url(), OBS_TEXT_INFO_NORMAL);
    obs_properties_add_button(list, "open_control", obs_module_text("OpenControl"), on_open_control);
  }
  for (std::size_t i = 0; i < plugin->problems().size(); ++i) {
    add_note(list, "problem_" + std::to_string(i), plugin->problems()[i], OBS_TEXT_INFO_WARNING);
  }
}

void* create(obs_data_t* settings, obs_source_t* source) {
  void* created = nullptr;
  guarded("make a source", [&] {
    if (Plugin* plugin = Plugin::instance()) {
      created = new OverlaySource(*plugin, settings);
      proc_handler_add(obs_source_get_proc_handler(source), kDrawn, tell_drawn, created);
    }
  });
  return created;
}

obs_properties_t* properties(void* /*data*/) {
  obs_properties_t* list = obs_properties_create();
  guarded("show properties", [&] { add_properties(list); });
  return list;
}

}  // namespace

OverlaySource::OverlaySource(Plugin& plugin, obs_data_t* settings)
    : plugin_(plugin), channel_(obs_data_get_string(settings, kChannel)), size_(pack(plugin.canvas())) {
  if (auto picture = plugin_.picture(channel_)) {
    size_.store(pack(picture->size()), std::memory_order_relaxed);
    shown_ = std::make_unique<Slot>();
    shown_->picture = std::move(picture);
  }
}

PictureSize OverlaySource::size() const {
  const std::uint64_t packed = size_.load(std::memory_order_relaxed);
  return {static_cast<std::uint32_t>(packed >> 32), static_cast<std::uint32_t>(packed)};
}

Drawn OverlaySource::drawn() const {
  return shown_ != nullptr && shown_->picture != nullptr ? shown_->picture->drawn() : Drawn{};
}

void OverlaySource::update(obs_data_t* settings) {
  const char* channel = obs_data_get_string(settings, kChannel);
  if (channel_ != channel) {
    channel_ = channel;
    fetch_later(channel_);
  }
}

/// Starting and ending a picture takes locks and joins threads: not here.
void OverlaySource::fetch_later(const std::string& channel) {
  plugin_.tasks().post([slots = slots_, channel, plugin = &plugin_] {
    auto slot = std::make_unique<Slot>();
    slot->picture = plugin->picture(channel);
    slots->put(std::move(slot));
  });
}

void OverlaySource::tick() {
  if (Slot* fresh = slots_->take()) {
    if (shown_ != nullptr) {
      slots_->give_back(shown_.release());
      plugin_.tasks().post([slots = slots_] { slots->take_returned([](std::unique_ptr<Slot>) {}); });
    }
    shown_.reset(fresh);
  }
  if (shown_ != nullptr && shown_->picture != nullptr) {
    shown_->picture->tick(obs_get_video_frame_time());
    size_.store(pack(shown_->picture->size()), std::memory_order_relaxed);
  }
}

void OverlaySource::render() {
  if (shown_ != nullptr && shown_->picture != nullptr) {
    shown_->picture->render();
  }
}

void register_overlay_source() {
  obs_source_info info{};
  info.id = kId;
  info.type = OBS_SOURCE_TYPE_INPUT;
  info.output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_CUSTOM_DRAW | OBS_SOURCE_SRGB;
  info.icon_type = OBS_ICON_TYPE_TEXT;
  info.get_name = [](void*) { return obs_module_text("Overlay"); };
  info.create = create;
  info.destroy = [](void* data) { delete &source_of(data); };
  info.get_defaults = [](obs_data_t* settings) { obs_data_set_default_string(settings, kChannel, kDefaultChannel); };
  info.get_properties = properties;
  info.get_width = [](void* data) { return source_of(data).size().width; };
  info.get_height = [](void* data) { return source_of(data).size().height; };
  info.update = [](void* data, obs_data_t* settings) {
    guarded("change a source", [&] { source_of(data).update(settings); });
  };
  info.video_tick = [](void* data, float) { guarded("advance a source", [&] { source_of(data).tick(); }); };
  info.video_render = [](void* data, gs_effect_t*) { guarded("draw a source", [&] { source_of(data).render(); }); };
  obs_register_source(&info);
}

}  // namespace leitai::plugin
