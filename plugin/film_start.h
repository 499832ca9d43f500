// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include <obs.h>

namespace leitai::plugin {

/// When an output's first frame was drawn. OBS tells that an output has started before or after that frame, as its
/// threads have it, and an encoder keeps the frame for a second: this looks at what the output is given. Encoded
/// outputs by a second receiver of their encoder's packets, which leaves with the first one; raw ones by their frames.
class FilmStart {
 public:
  /// The frame's nominal time on OBS's clock, nanoseconds. Called at most once, on a thread of OBS, and must not wait.
  using Tell = std::function<void(std::uint64_t frame_ns)>;

  /// Watches an output that is about to start, or has just started.
  FilmStart(obs_output_t* output, Tell tell);
  /// Waits for a call that runs.
  ~FilmStart();
  FilmStart(const FilmStart&) = delete;
  FilmStart& operator=(const FilmStart&) = delete;

  /// Once, while the module is loaded.
  static void register_receiver();

 private:
  friend struct PacketReceiver;
  static void on_start(void* self, calldata_t* data);
  static void on_frame(void* self, video_data* frame);
  void attach();
  void connect_to_frames();
  void receive_packet(const encoder_packet& packet);
  void receive_frame(std::uint64_t frame_ns);

  obs_output_t* output_;
  Tell tell_;
  std::atomic<bool> attached_{false};
  std::atomic<bool> told_{false};
  std::uint64_t attached_ns_ = 0;
  obs_output_t* receiver_ = nullptr;  ///< of an encoded output's packets
  video_t* frames_ = nullptr;         ///< of a raw output
};

}  // namespace leitai::plugin
