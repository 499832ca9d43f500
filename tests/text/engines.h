// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <catch2/catch.hpp>

#include <memory>

#include "overlays/text/text_engine.h"

namespace leitai::overlays::testing {

inline std::unique_ptr<TextEngine> new_engine() {
  auto engine = TextEngine::create({});
  REQUIRE(engine);
  return std::move(*engine);
}

inline TextStyle style_of(float size_px, int weight = 400) {
  TextStyle style;
  style.size_px = size_px;
  style.weight = weight;
  return style;
}

}  // namespace leitai::overlays::testing
