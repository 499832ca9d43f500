// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "server/contest/contest.h"

/// Photos and logos of a show. Each lies in the media folder under the SHA-256 of its content, and is never changed or
/// removed: what was on air can be drawn again. Which name means which is a resource of the type `media`, which is none
/// of the API's: {hash, bytes, type, width, height}.
namespace leitai::show {

using contest::Json;

constexpr const char* kMediaType = "media";
constexpr std::size_t kMostMediaNames = 4'096;
constexpr std::size_t kMostMediaBytes = 16UL << 20;       ///< of one
constexpr std::int64_t kMostMediaBytesInAll = 4LL << 30;  ///< of all that have a name

/// FILE.media of FILE.leitai.
std::filesystem::path media_folder(const std::filesystem::path& show_file);

/// An id that ends in .png, .jpg, .jpeg, .webp, .avif or .gif.
bool is_media_name(std::string_view name);

/// The media type that such a name stands for: "image/png", "image/jpeg", "image/webp", "image/avif" or
/// "image/gif".
std::string_view type_of_media_name(std::string_view name);

/// Where the file of a media resource lies; empty where its data is not what this program writes.
std::filesystem::path media_file(const std::filesystem::path& folder, const Json& data);

/// Puts a content into the folder, durably, unless it lies there. The answer is its hash, the error a sentence.
tl::expected<std::string, std::string> keep_media(const std::filesystem::path& folder, std::string_view bytes);

/// What the renderer is told of a show's pictures: the same value for as long as no name's meaning changes.
class ShownPictures {
 public:
  explicit ShownPictures(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Null where there are none.
  std::shared_ptr<const overlays::AirPictures> of(const contest::Store& store);

 private:
  std::filesystem::path folder_;
  std::shared_ptr<contest::Store::Collection> collection_;  ///< kept, so that no other gets its address
  std::shared_ptr<const overlays::AirPictures> pictures_;
};

}  // namespace leitai::show
