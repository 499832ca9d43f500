// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

struct gs_texture;

namespace leitai::test {

/// Eight-bit RGBA as OBS's render target holds it: sRGB-encoded, premultiplied in linear light.
struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> bytes;

  const std::uint8_t* at(int x, int y) const {
    return bytes.data() +
           (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 4;
  }
};

/// A texture's pixels. In the graphics context.
Pixels read_texture(gs_texture* texture);

/// libobs, started in this process with a canvas and no frontend. One at a time.
class ObsRuntime {
 public:
  struct Options {
    int width = 1920;
    int height = 1080;
    std::filesystem::path config_folder;  ///< where modules keep their settings; "" for none
    /// With it libobs lets sources end before it unloads modules, as OBS Studio does. Without it they
    /// end at the same time, which is harder on a module.
    bool audio = false;
  };
  ObsRuntime();
  explicit ObsRuntime(const Options& options);
  /// Shuts libobs down: modules are unloaded.
  ~ObsRuntime();
  ObsRuntime(const ObsRuntime&) = delete;
  ObsRuntime& operator=(const ObsRuntime&) = delete;

  /// What `draw` draws into an empty target with a pixel for each unit.
  Pixels render(int width, int height, const std::function<void()>& draw) const;
  /// The same over a background: straight sRGB components, 0…255.
  Pixels render_over(int width, int height, const std::uint8_t (&background)[4],
                     const std::function<void()>& draw) const;

  /// Everything logged since libobs was started.
  std::string log() const;

 private:
  static void take_line(int level, const char* format, va_list arguments, void* self);

  mutable std::mutex mutex_;
  std::string log_;
};

}  // namespace leitai::test
