// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include <tl/expected.hpp>

#include "overlays/moving/moving_file.h"

/// Pictures that move: films and animations, read ahead of the frame that shows them.
namespace leitai::overlays {

/// What is to be seen, and where.
struct MovingRequest {
  std::filesystem::path file;
  PicturePlace place;
  std::int64_t in_ns = 0;  ///< of the file's time: where it begins, and where each loop begins again
  bool loop = false;       ///< else the last picture stays
  friend auto operator<=>(const MovingRequest&, const MovingRequest&) = default;  // NOLINT(modernize-use-nullptr)
};

/// Pictures that all moving pictures of the process may hold decoded at once.
constexpr std::size_t kMaxMovingMemory = 256U << 20;  ///< bytes
constexpr std::size_t kMaxMovingOfScene = 16;         ///< moving pictures of one scene; more stay empty

/// How its pictures are come by.
enum class Reading : std::uint8_t {
  ahead,       ///< a thread of the process decodes them before they are due; for pictures that go on air
  when_asked,  ///< each is decoded by who asks for it, who waits; for pictures that must not depend on time
};

/// One moving picture at one place, from one beginning on. What plays at a time is a function of the time alone.
class MovingPicture {
 public:
  /// Opens the file, which takes a while. An error is a sentence about the file.
  static tl::expected<std::shared_ptr<MovingPicture>, std::string> open(const MovingRequest& request, Reading reading);
  virtual ~MovingPicture() = default;

  /// Of each picture, canvas pixels.
  virtual int width() const = 0;
  virtual int height() const = 0;

  /// Which picture stands `ns` after the beginning, counted on through all loops: never less at a later time. Before
  /// the beginning it is the first, 0. Pure, for any thread; allocates nothing.
  virtual std::uint32_t number_at(std::int64_t ns) const = 0;
  /// The first time after `ns` with another number; INT64_MAX where there is none.
  virtual std::int64_t next_change_ns(std::int64_t ns) const = 0;

  /// Its bytes as MovingFile::read gives them.
  struct Pixels {
    std::uint32_t number = 0;
    std::span<const std::uint8_t> rgba;
  };

  /// Reading::ahead, for one thread, the one that draws: picture `number` is due now. Gives it, or the newest before it
  /// that is decoded where that one is late; no bytes where nothing is decoded yet. Valid until the next call. Takes no
  /// lock, allocates nothing, waits for nothing.
  virtual Pixels due(std::uint32_t number) = 0;

  /// Reading::when_asked: that picture, valid until the next call. An error is a sentence; the place then stays empty.
  virtual tl::expected<Pixels, std::string> wait_for(std::uint32_t number) = 0;
};

}  // namespace leitai::overlays
