// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/schedule.h"

#include <algorithm>
#include <utility>

namespace leitai::overlays {

MovingSchedule::MovingSchedule(MovingTimes times, std::int64_t in_ns, bool loop)
    : times_(std::move(times)), in_ns_(std::clamp<std::int64_t>(in_ns, 0, times_.begins_ns.back())), loop_(loop) {
  times_.end_ns = std::max(times_.end_ns, times_.begins_ns.back() + 1);
  first_ = picture_at(in_ns_);
  // One picture that comes again and again stands still.
  loop_ = loop_ && count() > 1;
}

std::uint32_t MovingSchedule::count() const {
  return static_cast<std::uint32_t>(times_.begins_ns.size()) - first_;
}

std::uint32_t MovingSchedule::picture_at(std::int64_t file_ns) const {
  const auto& begins = times_.begins_ns;
  const auto after = std::upper_bound(begins.begin(), begins.end(), file_ns);
  return after == begins.begin() ? 0 : static_cast<std::uint32_t>(after - begins.begin() - 1);
}

std::uint32_t MovingSchedule::number_at(std::int64_t ns) const {
  if (ns <= 0) return 0;
  const std::int64_t length = times_.end_ns - in_ns_;
  if (!loop_) return picture_at(in_ns_ + std::min(ns, length)) - first_;
  const std::uint64_t loops = std::min<std::int64_t>(ns / length, UINT32_MAX);
  const std::uint64_t number = loops * count() + picture_at(in_ns_ + ns % length) - first_;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, UINT32_MAX));
}

std::int64_t MovingSchedule::next_change_ns(std::int64_t ns) const {
  const std::int64_t length = times_.end_ns - in_ns_;
  const auto& begins = times_.begins_ns;
  const std::int64_t from = std::max<std::int64_t>(ns, 0);
  const std::int64_t loops = loop_ ? from / length : 0;
  const std::int64_t within = loop_ ? from % length : std::min(from, length);
  const std::uint32_t next = picture_at(in_ns_ + within) + 1;
  if (next < begins.size()) return loops * length + begins[next] - in_ns_;
  if (!loop_ || number_at(from) == UINT32_MAX) return INT64_MAX;
  return (loops + 1) * length;
}

std::uint32_t MovingSchedule::file_picture(std::uint32_t number) const {
  return first_ + (loop_ ? number % count() : std::min(number, count() - 1));
}

}  // namespace leitai::overlays
