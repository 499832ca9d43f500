// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/overlay_source.h"

#include <algorithm>
#include <vector>

#include <obs-module.h>

#include "plugin/guarded.h"
#include "plugin/state_window.h"

namespace leitai::plugin {
namespace {

constexpr const char* kId = "leitai_overlay";
constexpr const char* kChannel = "channel";
constexpr const char* kTheme = "theme";
constexpr const char* kDefaultChannel = "program";

std::uint64_t pack(PictureSize size) {
  return (std::uint64_t{size.width} << 32) | size.height;
}

OverlaySource& source_of(void* data) {
  return *static_cast<OverlaySource*>(data);
}

/// Tools ask which picture is on the program, and since when.
constexpr const char* kDrawn = "void leitai_drawn(out int token, out int time_ns)";

void tell_drawn(void* data, calldata_t* answer) {
  const Drawn drawn = source_of(data).drawn();
  calldata_set_int(answer, "token", static_cast<long long>(drawn.token));
  calldata_set_int(answer, "time_ns", static_cast<long long>(drawn.time_ns));
}

/// Names that there are, and the one that is chosen where it is not among them.
void add_names(obs_property_t* list, const std::vector<std::string>& names, const std::string& chosen) {
  for (const std::string& name : names) {
    obs_property_list_add_string(list, name.c_str(), name.c_str());
  }
  if (!chosen.empty() && std::find(names.begin(), names.end(), chosen) == names.end()) {
    const std::string text = chosen + " " + obs_module_text("NotThere");
    obs_property_list_add_string(list, text.c_str(), chosen.c_str());
  }
}

void add_choices(obs_properties_t* list, const Plugin& plugin, const PictureName& chosen) {
  obs_property_t* channels =
      obs_properties_add_list(list, kChannel, obs_module_text("Channel"), OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
  add_names(channels, plugin.channels(), chosen.channel);
  obs_property_t* themes =
      obs_properties_add_list(list, kTheme, obs_module_text("Theme"), OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
  obs_property_list_add_string(themes, obs_module_text("ThemeOfChannel"), "");
  add_names(themes, plugin.themes(), chosen.theme);
}

/// `source` is null where OBS asks for the properties of the kind.
void add_properties(obs_properties_t* list, const OverlaySource* source) {
  const Plugin* plugin = Plugin::instance();
  if (plugin == nullptr) {
    return;
  }
  add_choices(list, *plugin, source != nullptr ? source->name() : PictureName());
  if (source != nullptr) {
    const PictureSize size = source->size();
    add_note(
        list, "size",
        std::string(obs_module_text("Size")) + ": " + std::to_string(size.width) + " × " + std::to_string(size.height),
        OBS_TEXT_INFO_NORMAL);
    const std::vector<std::string> unseen = plugin->unseen(source->name());
    for (std::size_t i = 0; i < unseen.size(); ++i) {
      add_note(list, "unseen_" + std::to_string(i), unseen[i], OBS_TEXT_INFO_WARNING);
    }
  }
  add_state(list, *plugin);
}

PictureName name_in(obs_data_t* settings) {
  return {obs_data_get_string(settings, kChannel), obs_data_get_string(settings, kTheme)};
}

void* create(obs_data_t* settings, obs_source_t* source) {
  void* created = nullptr;
  guarded("make a source", [&] {
    if (Plugin* plugin = Plugin::instance()) {
      created = new OverlaySource(*plugin, source, settings);
      proc_handler_add(obs_source_get_proc_handler(source), kDrawn, tell_drawn, created);
    }
  });
  return created;
}

obs_properties_t* properties(void* data) {
  obs_properties_t* list = obs_properties_create();
  guarded("show properties", [&] { add_properties(list, static_cast<const OverlaySource*>(data)); });
  return list;
}

}  // namespace

OverlaySource::OverlaySource(Plugin& plugin, obs_source_t* source, obs_data_t* settings)
    : plugin_(plugin), source_(source), name_(name_in(settings)), size_(pack(plugin.canvas())) {
  if (auto picture = plugin_.picture(name_)) {
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

PictureName OverlaySource::name() const {
  obs_data_t* settings = obs_source_get_settings(source_);
  PictureName name = name_in(settings);
  obs_data_release(settings);
  return name;
}

void OverlaySource::update(obs_data_t* settings) {
  if (PictureName name = name_in(settings); name_ != name) {
    name_ = std::move(name);
    fetch_later();
  }
}

/// Starting and ending a picture takes locks and joins threads: not here.
void OverlaySource::fetch_later() {
  plugin_.tasks().post([slots = slots_, name = name_, plugin = &plugin_] {
    auto slot = std::make_unique<Slot>();
    slot->picture = plugin->picture(name);
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
  if (plugin_.program_pass().running() && name_.channel == kDefaultChannel) {
    return;  // the global overlay draws it, above everything
  }
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
