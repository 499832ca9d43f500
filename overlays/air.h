// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "overlays/json/json.h"

/// What is on air, as plain data: the only thing that the renderer is told. A value of these types
/// says everything that a picture depends on, but for the theme, the size and the time: it holds
/// the little history that running animations need, so that a painter which has just been started
/// draws what one that ran all evening draws.
namespace leitai::overlays {

/// Show time, milliseconds since the Unix epoch.
using Millis = std::int64_t;

/// What an item says from a moment on.
struct AirVersion {
  Millis at = 0;
  int step = 0;  ///< the template's step, from 0
  std::shared_ptr<const json::Json> data;
};

/// Of one item, those that lie ahead included. Where one more comes, only the newest half of the past
/// remains: many go at once and rarely, so that whoever follows an item can go on from what he knows in between.
constexpr std::size_t kMaxVersions = 64;

/// Pictures that the show brings: where the file lies that data and templates mean by a name, before a theme's folder
/// is looked at. A file is named after its content and never changes.
struct AirPictures {
  std::map<std::string, std::filesystem::path, std::less<>> files;

  /// Null where it has none of that name; a name may also begin with `media/`, as a theme's files do.
  const std::filesystem::path* find(std::string_view name) const {
    constexpr std::string_view kFolder = "media/";
    const auto found = files.find(name.starts_with(kFolder) ? name.substr(kFolder.size()) : name);
    return found == files.end() ? nullptr : &found->second;
  }
};

/// One take of one template.
struct AirItem {
  std::string id;  ///< unique for each take, stable while the item is updated
  std::string template_id;
  Millis taken_at = 0;               ///< its in animation starts
  std::optional<Millis> out_at;      ///< its out animation starts; may lie ahead (a duration)
  std::vector<AirVersion> versions;  ///< at least one; `at` ascending; may lie ahead (what the clock alone changes)
  /// Taken while another take of the same item was leaving: the in animation starts from that
  /// item's pose at `taken_at`, not from its own beginning.
  std::shared_ptr<const AirItem> resumed_from;
};

struct AirLayer {
  int number = 0;
  std::optional<AirItem> leaving;  ///< beneath `current`, playing its out
  std::optional<AirItem> current;
};

/// How much moves. Reduced: things fade in and out where they are, and nothing else moves by itself.
enum class MotionLevel : std::uint8_t { full, reduced };

struct AirChannel {
  std::string id;
  int width = 1920;   ///< pixels
  int height = 1080;  ///< pixels
  MotionLevel motion = MotionLevel::full;
  std::string theme;                            ///< the name of a theme of its own; empty: the show's
  std::vector<AirLayer> layers;                 ///< by number, lowest (beneath) first
  std::shared_ptr<const AirPictures> pictures;  ///< null: none
  bool rehearsal = false;                       ///< the picture says so, above everything
};

struct Air {
  std::uint64_t token = 0;  ///< position in the journal that this value follows
  std::map<std::string, std::shared_ptr<const AirChannel>, std::less<>> channels;
};

}  // namespace leitai::overlays
