// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/media/picture_decoders.h"
#include "overlays/moving/moving_file.h"

/// The kinds of moving files, and what they have in common. Private to the room.
namespace leitai::overlays {
using OpenedFile = tl::expected<std::unique_ptr<MovingFile>, std::string>;

/// By a file's first bytes, kHeadBytes of them or all that there are.
constexpr std::size_t kHeadBytes = 4096;
bool is_film(Bytes head);  ///< also a GIF
bool is_animated_webp(Bytes head);
bool is_avif_sequence(Bytes head);
bool is_lottie(Bytes head);

OpenedFile open_film_file(const std::filesystem::path& file, const PicturePlace& place);
OpenedFile open_webp_file(const std::filesystem::path& file, const PicturePlace& place);
OpenedFile open_avif_file(const std::filesystem::path& file, const PicturePlace& place);
OpenedFile open_lottie_file(const std::filesystem::path& file, const PicturePlace& place);

/// Whether a file of its kind has more than one picture.
bool film_moves(const std::filesystem::path& file);
bool webp_moves(const std::filesystem::path& file);
bool avif_moves(const std::filesystem::path& file);
bool lottie_moves(const std::filesystem::path& file);

/// All of a file of a kind that lies in memory while it plays. An error is a sentence.
tl::expected<std::vector<std::uint8_t>, std::string> file_bytes(const std::filesystem::path& file, std::uintmax_t most);
constexpr std::uintmax_t kMaxAnimationBytes = 64 << 20;

/// Nothing where pictures of this size are drawn; else the sentence.
std::string moving_size_fault(std::int64_t width, std::int64_t height);

/// Times of pictures that follow one another without gaps, from how long each stands. An error where they are none,
/// too many or too long.
tl::expected<MovingTimes, std::string> times_of(std::span<const std::int64_t> durations_ns);
constexpr std::int64_t kMaxMovingNs = std::int64_t{24} * 3'600 * 1'000'000'000;  ///< a day

}  // namespace leitai::overlays
