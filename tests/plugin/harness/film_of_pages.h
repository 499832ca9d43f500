// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "overlays/moving/moving.h"
#include "overlays/paint/cpu_painter.h"

namespace leitai::test {

/// Pages of one size as a moving picture, kPictureNs each, the last one for ever. A test says how many are decoded.
class FilmOfPages final : public overlays::MovingPicture {
 public:
  static constexpr std::int64_t kPictureNs = 40'000'000;

  explicit FilmOfPages(std::vector<overlays::AtlasPagePixels> pages)
      : pages_(std::move(pages)), decoded_(static_cast<std::uint32_t>(pages_.size())) {}

  void have_decoded(std::uint32_t count) { decoded_ = count; }
  int times_asked() const { return times_asked_; }

  int width() const override { return pages_.front().width; }
  int height() const override { return pages_.front().height; }
  std::uint32_t number_at(std::int64_t ns) const override {
    const std::int64_t number = std::max<std::int64_t>(ns, 0) / kPictureNs;
    return static_cast<std::uint32_t>(std::min<std::int64_t>(number, static_cast<std::int64_t>(pages_.size()) - 1));
  }
  std::int64_t next_change_ns(std::int64_t ns) const override {
    const std::uint32_t next = number_at(ns) + 1;
    return next < pages_.size() ? next * kPictureNs : INT64_MAX;
  }
  Pixels due(std::uint32_t number) override {
    ++times_asked_;
    if (decoded_ == 0) {
      return {};
    }
    const std::uint32_t given = std::min(number, decoded_ - 1);
    return {given, pages_[given].bytes};
  }
  tl::expected<Pixels, std::string> wait_for(std::uint32_t number) override {
    return Pixels{number, pages_.at(number).bytes};
  }

 private:
  std::vector<overlays::AtlasPagePixels> pages_;
  std::uint32_t decoded_;
  int times_asked_ = 0;
};

}  // namespace leitai::test
