// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/template/theme.h"
#include "server/cli/backdrop.h"

/// A theme's templates as pictures: with their sample data, in each state, at several sizes, over a dark and a bright
/// backdrop.
namespace leitai::cli {

struct GallerySize {
  int width = 0;
  int height = 0;
};
inline constexpr std::array kGallerySizes = {GallerySize{1280, 720}, GallerySize{1920, 1080}, GallerySize{3840, 2160}};

struct GalleryBackdrop {
  Backdrop backdrop = Backdrop::dark;
  const char* name = "";   ///< in file names
  const char* title = "";  ///< for people
};
inline constexpr std::array kGalleryBackdrops = {GalleryBackdrop{Backdrop::dark, "dark", "Dark stage"},
                                                 GalleryBackdrop{Backdrop::bright, "bright", "Bright hall"}};

/// One template of a gallery, and a name for each of its states: `in` and `out` are in the middle of the animation,
/// `on` and `step-2` … at rest.
struct GalleryTemplate {
  std::string id;
  std::string name;
  std::vector<std::string> states;
};

/// All templates of the theme, or the one named `only`.
std::vector<GalleryTemplate> gallery_templates(const overlays::Theme& theme, const std::string& only);

/// "lower-third-on-dark-1920x1080.png"
std::string gallery_file(const std::string& template_id, const std::string& state, const GalleryBackdrop& backdrop,
                         const GallerySize& size);

/// Draws every picture into the folder, on as many threads as there are cores. The same theme gives the same bytes.
/// `drawn` is called after each picture with how many there are and will be, one call at a time. The error is a
/// sentence.
tl::expected<void, std::string> draw_gallery(const std::shared_ptr<const overlays::Theme>& theme,
                                             const std::vector<GalleryTemplate>& templates,
                                             const std::filesystem::path& folder,
                                             const std::function<void(std::size_t done, std::size_t all)>& drawn);

/// The page that shows them; it needs nothing but the pictures beside it.
std::string gallery_page(const std::string& theme_name, const std::vector<GalleryTemplate>& templates);

}  // namespace leitai::cli
