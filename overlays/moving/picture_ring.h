// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "overlays/moving/moving.h"
#include "overlays/moving/schedule.h"

namespace leitai::overlays {

/// Decoded pictures on their way from the thread that decodes to the thread that draws, without a lock between them.
/// Both sides are one thread at a time.
class PictureRing {
 public:
  static constexpr std::size_t kMostPictures = 8;
  static constexpr std::size_t kFewestPictures = 3;  ///< one is shown, one is next, one is made

  /// Takes its memory from what the process has for moving pictures; null where that is used up.
  static std::shared_ptr<PictureRing> create(std::unique_ptr<MovingFile> file, MovingSchedule schedule);
  ~PictureRing();
  PictureRing(const PictureRing&) = delete;
  PictureRing& operator=(const PictureRing&) = delete;

  const MovingSchedule& schedule() const { return schedule_; }
  int width() const { return width_; }
  int height() const { return height_; }

  /// Drawing side: see MovingPicture::due(). True where the decoding side has something to do now.
  struct Due {
    MovingPicture::Pixels pixels;
    bool has_room = false;
  };
  Due due(std::uint32_t number);

  /// Decoding side: makes the picture that is wanted next. False where there is nothing to do until more is due.
  bool decode_one();

 private:
  /// A slot goes empty → filling → ready → shown → empty. Only `ready` may be left by either side.
  enum class State : std::uint8_t { empty, filling, ready, shown };
  struct Slot {
    std::atomic<State> state{State::empty};
    std::atomic<std::uint32_t> number{0};
    std::vector<std::uint8_t> rgba;
  };

  PictureRing(std::unique_ptr<MovingFile> file, MovingSchedule schedule, std::size_t slots, std::size_t picture_bytes);

  std::optional<std::uint32_t> wanted_next() const;
  Slot* free_slot(std::uint32_t due);
  Slot* unneeded(std::uint32_t due);
  bool has(std::uint32_t number) const;

  std::unique_ptr<MovingFile> file_;
  const MovingSchedule schedule_;
  const int width_, height_;
  std::array<Slot, kMostPictures> slots_;
  const std::size_t slot_count_;
  const std::size_t bytes_;  ///< that it took of the process's
  std::atomic<std::uint32_t> due_{0};
  std::atomic<bool> failed_{false};  ///< nothing more can be decoded

  Slot* shown_ = nullptr;  ///< the drawing side's
};

}  // namespace leitai::overlays
