// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/global_overlay.h"

#include <obs-module.h>

#include "plugin/channel_picture.h"
#include "plugin/guarded.h"
#include "plugin/log.h"

namespace leitai::plugin {
namespace {

constexpr const char* kId = "leitai_global_overlay";
/// Below are the frontend's own: transition, desktop audio, microphones.
constexpr std::uint32_t kFirstFree = 7;

PictureSize canvas() {
  obs_video_info video{};
  return obs_get_video_info(&video) ? PictureSize{video.base_width, video.base_height} : PictureSize{};
}

/// Draws the program channel over the whole canvas. Graphics thread, but for its making and its end.
class GlobalSource {
 public:
  explicit GlobalSource(Plugin& plugin) : plugin_(plugin), picture_(plugin.picture({})) {}

  void tick() {
    canvas_ = canvas();
    if (picture_ != nullptr) {
      picture_->tick(obs_get_video_frame_time());
    }
  }

  void render() {
    plugin_.program_pass().end(obs_get_video_frame_time());
    if (picture_ == nullptr) {
      return;
    }
    const PictureSize size = picture_->size();
    gs_matrix_push();
    if (size.width != canvas_.width || size.height != canvas_.height) {
      gs_matrix_scale3f(static_cast<float>(canvas_.width) / static_cast<float>(size.width),
                        static_cast<float>(canvas_.height) / static_cast<float>(size.height), 1);
    }
    picture_->render();
    gs_matrix_pop();
  }

  PictureSize size() const { return canvas_; }

 private:
  Plugin& plugin_;
  std::shared_ptr<ChannelPicture> picture_;
  PictureSize canvas_ = canvas();
};

GlobalSource& source_of(void* data) {
  return *static_cast<GlobalSource*>(data);
}

void* create(obs_data_t* /*settings*/, obs_source_t* /*source*/) {
  void* created = nullptr;
  guarded("make the global overlay", [&] {
    if (Plugin* plugin = Plugin::instance()) {
      created = new GlobalSource(*plugin);
    }
  });
  return created;
}

/// The highest that nobody uses: above other programs' too. MAX_CHANNELS: there is none.
std::uint32_t free_channel() {
  for (std::uint32_t channel = MAX_CHANNELS - 1; channel >= kFirstFree; --channel) {
    obs_source_t* user = obs_get_output_source(channel);
    obs_source_release(user);
    if (user == nullptr) {
      return channel;
    }
  }
  return MAX_CHANNELS;
}

/// Calls `use` with each output channel that the source lies on.
template <class Use>
void for_its_channels(const obs_source_t* source, Use use) {
  for (std::uint32_t channel = kFirstFree; channel < MAX_CHANNELS; ++channel) {
    obs_source_t* user = obs_get_output_source(channel);
    obs_source_release(user);
    if (user == source) {
      use(channel);
    }
  }
}

}  // namespace

GlobalOverlay::GlobalOverlay(Plugin& plugin)
    : plugin_(plugin), source_(obs_source_create_private(kId, "Leitai global overlay", nullptr)) {
  obs_add_main_render_callback(on_view, this);
  put_up();
}

GlobalOverlay::~GlobalOverlay() {
  for_its_channels(source_, [](std::uint32_t channel) { obs_set_output_source(channel, nullptr); });
  obs_remove_main_render_callback(on_view, this);
  obs_source_release(source_);
  // Its end runs on a thread of libobs, with code of this module.
  obs_wait_for_destroy_queue();
}

void GlobalOverlay::put_up() {
  bool is_up = false;
  for_its_channels(source_, [&](std::uint32_t) { is_up = true; });
  if (is_up || source_ == nullptr) {
    return;
  }
  const std::uint32_t channel = free_channel();
  if (channel == MAX_CHANNELS) {
    log_error("the global overlay is not shown: other plugins use all of OBS's output channels");
    return;
  }
  obs_set_output_source(channel, source_);
}

void GlobalOverlay::on_view(void* data, std::uint32_t /*width*/, std::uint32_t /*height*/) {
  static_cast<GlobalOverlay*>(data)->plugin_.program_pass().begin(obs_get_video_frame_time());
}

void register_global_overlay() {
  obs_source_info info{};
  info.id = kId;
  info.type = OBS_SOURCE_TYPE_INPUT;
  info.output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_CUSTOM_DRAW | OBS_SOURCE_SRGB | OBS_SOURCE_CAP_DISABLED;
  info.get_name = [](void*) { return obs_module_text("GlobalOverlay"); };
  info.create = create;
  info.destroy = [](void* data) { delete &source_of(data); };
  info.get_width = [](void* data) { return source_of(data).size().width; };
  info.get_height = [](void* data) { return source_of(data).size().height; };
  info.video_tick = [](void* data, float) { guarded("advance the global overlay", [&] { source_of(data).tick(); }); };
  info.video_render = [](void* data, gs_effect_t*) {
    guarded("draw the global overlay", [&] { source_of(data).render(); });
  };
  obs_register_source(&info);
}

}  // namespace leitai::plugin
