// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "overlays/air.h"
#include "overlays/scene/curve.h"
#include "overlays/template/node.h"

namespace leitai::overlays {

/// A moment at which an item's picture takes a new turn.
struct ItemEvent {
  enum class Kind : std::uint8_t { apply, out };
  Kind kind = Kind::apply;
  std::int64_t time_ns = 0;
  int step = 0;                            ///< apply
  std::int64_t page = 0;                   ///< apply: of the list with pages, from 0
  std::shared_ptr<const json::Json> data;  ///< apply: the version's, with each timer's `phase`; may be null
  /// `data` is a copy made for the phases: other events may hold the same under another address.
  bool data_is_copied = false;

  friend bool operator==(const ItemEvent& a, const ItemEvent& b);
};

/// Pages of lists turn for ever: only the turns from `begin_ns` until before `end_ns` are events. What
/// came before has come to rest by `right_from_ns`: pictures from then until before `end_ns` are right.
struct TurnSpan {
  std::int64_t begin_ns = INT64_MIN;
  std::int64_t right_from_ns = INT64_MIN;
  std::int64_t end_ns = kForever;
};

/// A span for the picture at `time_ns` and those soon after it; all times where `root` has no pages.
TurnSpan span_around(const Node& root, const AirItem& item, std::int64_t time_ns);

/// The events of an item and of the takes it resumed, in the order of time. A running timer that
/// passes its warning, its danger or its end makes a change of its own, and so does a page that turns
/// within `span`. `words`: of the theme.
std::vector<ItemEvent> item_events(const AirItem& item, const Node& root, const json::Json& words,
                                   const TurnSpan& span);

}  // namespace leitai::overlays
