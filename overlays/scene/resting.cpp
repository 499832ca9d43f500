// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/resting.h"

#include <algorithm>

#include "overlays/scene/content_quads.h"
#include "overlays/scene/instance.h"

namespace leitai::overlays {
namespace {

/// The last motion is over, and nothing has ended yet. Nothing where it does not rest as it is.
Interval time_of_rest(const Instance& instance) {
  constexpr Interval kNever{0, 0};
  if (instance.alive.empty() || !instance.node->motion.loop.empty() || !instance.pose.only_fades()) return kNever;
  Interval during = instance.alive.back();
  const auto not_before = [&](std::int64_t time_ns) { during.begin_ns = std::max(during.begin_ns, time_ns); };
  not_before(instance.pose.rests_from_ns());
  for (const Curve* curve : {&instance.x, &instance.y, &instance.width, &instance.height}) {
    not_before(curve->rests_from_ns());
  }
  for (const auto& look : instance.looks) not_before(look.start_ns + look.duration_ns);
  for (const auto& color : instance.text_colors) not_before(color.start_ns + color.duration_ns);
  if (instance.contents.empty()) return during;
  const Content& last = instance.contents.back();
  if (!last.pose.only_fades() || last.pose.at_end(Property::opacity) != 1) return kNever;
  not_before(std::max(last.shown.begin_ns, last.pose.rests_from_ns()));
  during.end_ns = std::min(during.end_ns, last.shown.end_ns);
  for (std::size_t i = 0; i + 1 < instance.contents.size(); ++i) not_before(instance.contents[i].shown.end_ns);
  return during;
}

bool is_plain_text(const Content& content) {
  return content.run != nullptr && content.stars == 0 && content.run->shadow.empty() && content.run->outline.empty();
}

bool orders_children(const Instance& instance) {
  return instance.node->layout.clip || !instance.orders.empty() || !instance.scrolls.empty();
}

Resting resting(const Instance& instance, RestingItem& item) {
  Resting it;
  it.during = time_of_rest(instance);
  if (it.during.begin_ns >= it.during.end_ns) return it;
  it.x = instance.x.target();
  it.y = instance.y.target();
  it.width = instance.width.target();
  it.height = instance.height.target();
  it.opacity = instance.pose.at_end(Property::opacity);
  if (!instance.text_colors.empty()) it.text_color = instance.text_colors.back().to;
  if (!instance.looks.empty()) {
    it.look = static_cast<std::uint32_t>(item.looks.size());
    item.looks.push_back(instance.looks.back().to);
  }
  if (!instance.contents.empty() && is_plain_text(instance.contents.back())) {
    const GlyphRun& run = *instance.contents.back().run;
    const TextPlace place = place_of(*instance.node, run, it.width, it.height);
    it.text_x = place.x;
    it.text_y = place.y;
    it.first_glyph = static_cast<std::uint32_t>(item.glyphs.size());
    it.glyph_count = static_cast<std::uint32_t>(run.glyphs.size());
    item.glyphs.insert(item.glyphs.end(), run.glyphs.begin(), run.glyphs.end());
  } else {
    it.shows_content = !instance.contents.empty();
  }
  it.orders_children = orders_children(instance);
  if (!it.orders_children) {
    it.first_child = static_cast<std::uint32_t>(item.children.size());
    it.child_count = static_cast<std::uint32_t>(instance.children.size());
    item.children.insert(item.children.end(), instance.children.begin(), instance.children.end());
  }
  return it;
}

}  // namespace

RestingItem find_resting(const std::vector<Instance>& instances) {
  RestingItem item;
  item.parts.reserve(instances.size());
  for (const Instance& instance : instances) item.parts.push_back(resting(instance, item));
  return item;
}

}  // namespace leitai::overlays
