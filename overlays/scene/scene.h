// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "overlays/air.h"
#include "overlays/moving/moving.h"
#include "overlays/paint/display_list.h"
#include "overlays/scene/curve.h"
#include "overlays/template/theme.h"
#include "overlays/text/text_engine.h"

/// From what is on air to a display list.
namespace leitai::overlays {

/// Everything about a channel's picture but the time: laid out, shaped, rasterised. Immutable.
class PreparedScene {
 public:
  virtual ~PreparedScene() = default;

  /// The picture at `time_ns` (show time, nanoseconds since the Unix epoch), into `list`, which is
  /// cleared first. Pure: the same time gives the same list. Allocates only while the list's
  /// capacity has not reached quad_capacity().
  virtual void evaluate(std::int64_t time_ns, DisplayList& list) const = 0;

  /// An upper bound of the quads that evaluate() ever gives.
  virtual std::size_t quad_capacity() const = 0;

  /// The first time at or after `time_ns` at which the picture may differ from the one at
  /// `time_ns`; INT64_MAX where it stands still for ever. A moving picture gives `time_ns` + 1.
  virtual std::int64_t next_change_ns(std::int64_t time_ns) const = 0;

  /// The times that it is right for: all, but where a list turns its pages. Asked for a time after them
  /// it stands on the last page that it knows.
  virtual Interval right() const = 0;

  /// The journal position that it shows.
  virtual std::uint64_t token() const = 0;

  /// What a GPU copy of the atlas needs before this scene is drawn, besides the uploads of the
  /// scenes that the same preparer made before it.
  virtual const std::vector<AtlasUpload>& uploads() const = 0;
  /// Uploads of another generation than the copy's mean: start with empty pages.
  virtual std::uint32_t atlas_generation() const = 0;

  /// What `page` of a list's moving quads means: no more than kMaxMovingOfScene. They are kept for as long as one of
  /// the scenes is that shows them; what plays on from scene to scene is the same object in each.
  virtual std::span<const std::shared_ptr<MovingPicture>> moving() const = 0;

  /// Sentences for the operator: files that were to be seen and cannot be. Their places are empty.
  virtual std::span<const std::string> problems() const = 0;
};

/// Prepares scenes for one canvas size. Owned by one thread, with its own text engine; keeps what
/// it laid out, so that preparing again after a small change costs that change.
class ScenePreparer {
 public:
  /// `reading`: of its scenes' moving pictures.
  static tl::expected<std::unique_ptr<ScenePreparer>, std::string> create(std::shared_ptr<const Theme> theme, int width,
                                                                          int height,
                                                                          Reading reading = Reading::when_asked);
  /// With a text engine that was made before, which is most of what a preparer costs. It has the fonts that it was made
  /// with, and no other preparer uses it as long as this one lives.
  static tl::expected<std::unique_ptr<ScenePreparer>, std::string> create(std::shared_ptr<const Theme> theme, int width,
                                                                          int height,
                                                                          std::shared_ptr<TextEngine> engine,
                                                                          Reading reading = Reading::when_asked);
  ~ScenePreparer();

  /// `air_token` becomes the scene's token(). A template that the theme lacks draws nothing. The scene is
  /// right for `time_ns` (show time, nanoseconds since the Unix epoch) and a while after it.
  std::unique_ptr<PreparedScene> prepare(const AirChannel& channel, std::uint64_t air_token, std::int64_t time_ns);

  /// For the time of the newest thing that happened to the channel.
  std::unique_ptr<PreparedScene> prepare(const AirChannel& channel, std::uint64_t air_token);

  /// For the CPU painter, on this thread.
  TextEngine& text();

 private:
  struct Impl;
  explicit ScenePreparer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::overlays
