// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "overlays/moving/moving_file.h"

namespace leitai::overlays {

/// Which picture of a file plays at a time: from an in-point on, once or in a loop. Immutable.
class MovingSchedule {
 public:
  /// `times` as MovingFile gives them. An in-point beyond the end is the last picture.
  MovingSchedule(MovingTimes times, std::int64_t in_ns, bool loop);

  /// As MovingPicture::number_at() and next_change_ns().
  std::uint32_t number_at(std::int64_t ns) const;
  std::int64_t next_change_ns(std::int64_t ns) const;

  /// The file's picture that is meant by a number.
  std::uint32_t file_picture(std::uint32_t number) const;

 private:
  std::uint32_t picture_at(std::int64_t file_ns) const;
  std::uint32_t count() const;

  MovingTimes times_;
  std::int64_t in_ns_;
  bool loop_;
  std::uint32_t first_;
};

}  // namespace leitai::overlays
