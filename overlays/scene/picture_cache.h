// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "overlays/air.h"
#include "overlays/moving/moving.h"
#include "overlays/scene/glyph_cache.h"
#include "overlays/template/node.h"

namespace leitai::overlays {

/// Pictures and QR codes on the atlas, each at the size it is shown at. A run's pictures lie from its
/// node's top left corner.
class PictureCache {
 public:
  PictureCache(TextEngine& engine, std::vector<std::filesystem::path> folders)
      : engine_(engine), folders_(std::move(folders)) {}

  struct ImageRequest {
    std::string name;  ///< as templates and data name files
    ImageFit fit = ImageFit::cover;
    int width = 0, height = 0;  ///< canvas pixels
    std::array<float, 4> radius{};
    friend auto operator<=>(const ImageRequest&, const ImageRequest&) = default;  // NOLINT(modernize-use-nullptr)
  };

  /// Null where there is no such picture, or it cannot be read: the node stays empty.
  std::shared_ptr<const GlyphRun> image(const ImageRequest& request);

  /// The film, to be played, that a `video` shows there; and an animated picture that an image shows. Nothing where
  /// there is no such file, or where it is a picture that does not move.
  std::shared_ptr<const MovingRequest> film(const ImageRequest& request, const VideoSpec& play);
  std::shared_ptr<const MovingRequest> animation(const ImageRequest& request);

  /// A picture's own size in pixels; nothing where there is none.
  std::pair<int, int> size_of(const std::string& name);

  /// As large as fits into a square of `side` canvas pixels, quiet zone included, its modules whole
  /// pixels; null where the text has no code or the square no room for one.
  std::shared_ptr<const GlyphRun> qr(const std::string& text, int side);

  /// From now on names mean these files, and what was read from others is forgotten. Null: the theme's alone.
  void use(std::shared_ptr<const AirPictures> given);

  /// Forgets everything: the atlas was reset.
  void clear();
  /// Forgets what was not asked for lately. Called once for each prepared scene.
  void age();

 private:
  using Run = std::shared_ptr<const GlyphRun>;

  Run make_image(const ImageRequest& request) const;
  Run make_qr(const std::string& text, int side) const;

  std::optional<std::filesystem::path> file_of(const std::string& name) const;
  std::pair<int, int> read_size(const std::string& name) const;

  TextEngine& engine_;
  std::vector<std::filesystem::path> folders_;
  std::shared_ptr<const AirPictures> given_;
  static constexpr std::size_t kManyEntries = 256;

  AgedMap<ImageRequest, Run> images_{kManyEntries};
  AgedMap<std::string, bool> animated_{kManyEntries};
  AgedMap<std::pair<std::string, int>, Run> codes_{kManyEntries};
  AgedMap<std::string, std::pair<int, int>> sizes_{kManyEntries};
};

}  // namespace leitai::overlays
