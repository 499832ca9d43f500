// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/film_start.h"

#include <memory>
#include <utility>

#include <media-io/video-io.h>
#include <util/platform.h>

#include "plugin/guarded.h"

namespace leitai::plugin {
namespace {

constexpr const char* kReceiverId = "leitai_film_start";
constexpr std::int64_t kNsPerUs = 1000;
constexpr std::int64_t kNsPerS = 1'000'000'000;
/// An encoder that began no longer than this before its output was started by it: OBS gives it frames that are some
/// frames old, and lags where the machine is busy.
constexpr std::uint64_t kSameStartNs = 500'000'000;

std::uint64_t frame_interval_ns(const video_t* video) {
  const video_output_info* info = video_output_get_info(video);
  return info == nullptr || info->fps_num == 0 ? 0 : kNsPerS * std::uint64_t{info->fps_den} / info->fps_num;
}

}  // namespace

/// An output of OBS's that writes nothing.
struct PacketReceiver {
  FilmStart* owner = nullptr;
  obs_output_t* output = nullptr;

  static const char* name(void* /*type*/) { return kReceiverId; }
  static void* create(obs_data_t* settings, obs_output_t* output) {
    const auto owner = static_cast<std::uintptr_t>(obs_data_get_int(settings, "owner"));
    return new PacketReceiver{reinterpret_cast<FilmStart*>(owner), output};
  }
  static void destroy(void* self) { delete static_cast<PacketReceiver*>(self); }
  static bool start(void* self) {
    obs_output_t* output = static_cast<PacketReceiver*>(self)->output;
    return obs_output_can_begin_data_capture(output, 0) && obs_output_initialize_encoders(output, 0) &&
           obs_output_begin_data_capture(output, 0);
  }
  static void stop(void* self, std::uint64_t /*at_ns*/) {
    obs_output_end_data_capture(static_cast<PacketReceiver*>(self)->output);
  }
  static void packet(void* self, encoder_packet* packet) {
    auto* receiver = static_cast<PacketReceiver*>(self);
    if (packet == nullptr || packet->type != OBS_ENCODER_VIDEO) {
      return;
    }
    guarded("see a film begin", [&] { receiver->owner->receive_packet(*packet); });
    obs_output_end_data_capture(receiver->output);
  }
};

void FilmStart::register_receiver() {
  obs_output_info info{};
  info.id = kReceiverId;
  info.flags = OBS_OUTPUT_VIDEO | OBS_OUTPUT_ENCODED;
  info.get_name = PacketReceiver::name;
  info.create = PacketReceiver::create;
  info.destroy = PacketReceiver::destroy;
  info.start = PacketReceiver::start;
  info.stop = PacketReceiver::stop;
  info.encoded_packet = PacketReceiver::packet;
  obs_register_output(&info);
}

FilmStart::FilmStart(obs_output_t* output, Tell tell) : output_(obs_output_get_ref(output)), tell_(std::move(tell)) {
  signal_handler_connect(obs_output_get_signal_handler(output_), "start", on_start, this);
  if (obs_output_active(output_)) {
    attach();
  }
}

FilmStart::~FilmStart() {
  signal_handler_disconnect(obs_output_get_signal_handler(output_), "start", on_start, this);
  if (frames_ != nullptr) {
    video_output_disconnect(frames_, on_frame, this);
  }
  obs_output_release(receiver_);
  obs_output_release(output_);
}

void FilmStart::on_start(void* self, calldata_t* /*data*/) {
  guarded("see a film begin", [&] { static_cast<FilmStart*>(self)->attach(); });
}

void FilmStart::attach() {
  if (attached_.exchange(true)) {
    return;
  }
  attached_ns_ = os_gettime_ns();
  if ((obs_output_get_flags(output_) & OBS_OUTPUT_ENCODED) == 0) {
    frames_ = obs_output_video(output_);
    connect_to_frames();
    return;
  }
  obs_data_t* settings = obs_data_create();
  obs_data_set_int(settings, "owner", static_cast<long long>(reinterpret_cast<std::uintptr_t>(this)));
  receiver_ = obs_output_create(kReceiverId, kReceiverId, settings, nullptr);
  obs_data_release(settings);
  obs_output_set_video_encoder(receiver_, obs_output_get_video_encoder(output_));
  obs_output_start(receiver_);
}

void FilmStart::connect_to_frames() {
  const video_output_info* info = video_output_get_info(frames_);
  if (info == nullptr) {
    return;
  }
  // Said in full: what is left out may differ from the frames, which OBS would then convert for nothing.
  const video_scale_info as_it_is{info->format, info->width, info->height, info->range, info->colorspace};
  video_output_connect(frames_, &as_it_is, on_frame, this);
}

void FilmStart::receive_packet(const encoder_packet& packet) {
  // OBS counts an encoder's decoding times from its first frame.
  const std::int64_t frame_ns = packet.sys_dts_usec * kNsPerUs;
  const std::int64_t encoded_ns =
      packet.timebase_den == 0 ? 0 : packet.pts * packet.timebase_num * kNsPerS / packet.timebase_den;
  const auto began_ns = static_cast<std::uint64_t>(frame_ns - encoded_ns);
  // A film that shares the stream's encoder begins with a key frame of it, and that is the packet that is seen here
  // too.
  const bool own = began_ns + kSameStartNs >= attached_ns_;
  if (!told_.exchange(true)) {
    tell_(own ? began_ns : static_cast<std::uint64_t>(frame_ns));
  }
}

void FilmStart::on_frame(void* self, video_data* frame) {
  guarded("see a film begin", [&] { static_cast<FilmStart*>(self)->receive_frame(frame->timestamp); });
}

void FilmStart::receive_frame(std::uint64_t frame_ns) {
  // It was attached after the output, which has counted this frame, and those that came in between.
  const int count = obs_output_get_total_frames(output_);
  if (count > 0 && !told_.exchange(true)) {
    tell_(frame_ns - static_cast<std::uint64_t>(count - 1) * frame_interval_ns(frames_));
  }
}

}  // namespace leitai::plugin
