// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

#include <obs.h>

#include <tl/expected.hpp>

namespace leitai::plugin {

/// A scene that is recorded beside OBS's own recording: the same frames, sound, encoder and settings, a file of its
/// own. It is the picture that `leitai rerender` draws corrected graphics over. Not for the graphics thread.
class CleanFeed {
 public:
  /// For a recording that runs. The error is a sentence: there is no such scene, or OBS makes no such output.
  static tl::expected<std::unique_ptr<CleanFeed>, std::string> create(obs_output_t* recording,
                                                                      const std::string& scene);
  /// Ends it where stop() did not, and waits until its file is closed.
  ~CleanFeed();
  CleanFeed(const CleanFeed&) = delete;
  CleanFeed& operator=(const CleanFeed&) = delete;

  /// The error is a sentence.
  tl::expected<void, std::string> start();
  void pause(bool paused);
  void stop();

  obs_output_t* output() const { return output_; }
  const std::string& file() const { return file_; }

 private:
  CleanFeed() = default;
  bool show(const std::string& scene);
  void copy_output(obs_output_t* recording);
  void copy_encoders(obs_output_t* recording);

  obs_view_t* view_ = nullptr;
  video_t* video_ = nullptr;
  obs_output_t* output_ = nullptr;
  std::string file_;
};

/// "films/final.mkv" → "films/final clean.mkv".
std::string clean_name(const std::string& file);

}  // namespace leitai::plugin
