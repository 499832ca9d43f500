// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "overlays/template/theme.h"
#include "server/contest/contest.h"
#include "server/show/show.h"

/// Stills from the CPU painter, for previews and files: where the show and the renderer meet.
namespace leitai::preview {

/// What the show has to know of a theme's templates.
std::vector<show::TemplateInfo> template_infos(const overlays::Theme& theme);

constexpr int kMaxSide = 7680;  ///< pixels

/// A picture, and how long it stands.
struct Still {
  std::shared_ptr<const std::string> png;
  /// Show time from which on it may be another one, as long as what is on air is not changed.
  std::int64_t changes_at_ms = 0;
};

/// Draws channels as PNG files. Belongs to one thread at a time. Keeps the last picture: asked for
/// the same channel value and size at a time when nothing has moved, it gives that one again.
class StillPainter {
 public:
  explicit StillPainter(std::shared_ptr<const overlays::Theme> theme);
  ~StillPainter();
  StillPainter(const StillPainter&) = delete;
  StillPainter& operator=(const StillPainter&) = delete;

  /// `time_ms` is show time, drawn as 1900 or 2200 where it lies beyond; width and height in pixels,
  /// 1…kMaxSide. An error is a sentence.
  tl::expected<std::shared_ptr<const std::string>, std::string> png(
      const std::shared_ptr<const overlays::AirChannel>& channel, int width, int height, std::int64_t time_ms);
  /// PreparedScene::problems() of the last picture.
  std::vector<std::string> problems() const;
  /// The same, with the time at which it changes by itself.
  tl::expected<Still, std::string> still(const std::shared_ptr<const overlays::AirChannel>& channel, int width,
                                         int height, std::int64_t time_ms);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The pictures of `/api/v1/preview.png`. Any thread may ask; of one kind (a channel, a width, on air or before a
/// take) one is drawn at a time, and no more than kMaxWaiting are drawn or wait for theirs.
class Preview {
 public:
  static constexpr int kMaxWaiting = 8;
  /// Painters that are kept, each with what it has laid out: the program and the preview of two sizes of pages.
  static constexpr std::size_t kMaxPainters = 4;

  /// Finds the theme of a channel that has one of its own.
  using FindTheme = std::function<std::shared_ptr<const overlays::Theme>(const std::string& name)>;

  /// `show` must live longer. Without `find_theme` every channel has `theme`.
  Preview(std::shared_ptr<const overlays::Theme> theme, const show::Show& show, FindTheme find_theme = {});
  ~Preview();
  Preview(const Preview&) = delete;
  Preview& operator=(const Preview&) = delete;

  /// From now on pictures are drawn with this theme, where the channel has none of its own.
  void use_theme(std::shared_ptr<const overlays::Theme> theme);

  /// The channel as the air is known now, or as it would be after `take` (the body of POST /air/take), at show time
  /// `at_ms`, `width` pixels wide, as high as the channel's shape asks. not_found: no such channel; invalid: a size
  /// that is not drawn; unavailable: too many wait, or the fonts fail; or whatever the take would be refused for.
  tl::expected<Still, contest::Refusal> still(const std::string& channel, int width, std::int64_t at_ms,
                                              const contest::Json& take = nullptr);
  /// Its file alone.
  tl::expected<std::string, contest::Refusal> png(const std::string& channel, int width, std::int64_t at_ms,
                                                  const contest::Json& take = nullptr);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::preview
