// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "overlays/air.h"
#include "overlays/template/theme.h"

namespace leitai::overlays {

/// A moment at which an item's picture takes a new turn.
struct ItemEvent {
  enum class Kind : std::uint8_t { apply, out };
  Kind kind = Kind::apply;
  std::int64_t time_ns = 0;
  int step = 0;                            ///< apply
  std::shared_ptr<const json::Json> data;  ///< apply: the version's, with each timer's `phase`; may be null
  /// `data` is a copy made for the phases: other events may hold the same under another address.
  bool data_is_copied = false;

  friend bool operator==(const ItemEvent& a, const ItemEvent& b);
};

/// The events of an item and of the takes it resumed, in the order of time. A running timer that
/// passes its warning, its danger or its end makes a change of its own.
std::vector<ItemEvent> item_events(const AirItem& item, const Template& graphic);

}  // namespace leitai::overlays
