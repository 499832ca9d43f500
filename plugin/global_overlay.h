// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs.h>

#include "plugin/plugin.h"

namespace leitai::plugin {

/// The program channel above every scene and transition, on the program and so in what is recorded and streamed,
/// without a source in any scene. It lies on one of OBS's output channels above those of its own.
class GlobalOverlay {
 public:
  explicit GlobalOverlay(Plugin& plugin);
  ~GlobalOverlay();
  GlobalOverlay(const GlobalOverlay&) = delete;
  GlobalOverlay& operator=(const GlobalOverlay&) = delete;

  /// Puts it in its place, where it is not: OBS empties its output channels with each scene collection.
  void put_up();

 private:
  static void on_view(void* data, std::uint32_t width, std::uint32_t height);

  Plugin& plugin_;
  obs_source_t* source_;
};

/// Tells libobs about the source that draws it, which no list shows.
void register_global_overlay();

}  // namespace leitai::plugin
