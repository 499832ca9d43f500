// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/timeline.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "overlays/scene/content_change.h"
#include "overlays/scene/item_events.h"

namespace leitai::overlays {
namespace {

/// What building needs to know about an instance, and evaluating does not.
struct Building {
  bool leaving = false;
  std::string watched;
  std::map<std::string, std::uint32_t> child_of;  ///< by row key, or the child's place in the template
  std::size_t place = 0;                          ///< a row's index in its list
  const LaidOut* shown = nullptr;                 ///< what it was brought to last
};

bool same_place(const Rect& a, const Rect& a_parent, const Rect& b, const Rect& b_parent) {
  return a.x0 - a_parent.x0 == b.x0 - b_parent.x0 && a.y0 - a_parent.y0 == b.y0 - b_parent.y0 &&
         a.x1 - a.x0 == b.x1 - b.x0 && a.y1 - a.y0 == b.y1 - b.y0;
}

/// Nothing beneath changes from one to the other. A list says no: in what order its rows are painted
/// depends on more than where they are.
bool same_children(const LaidOut& a, const LaidOut& b) {
  if (a.node->kind == NodeKind::list || a.children.size() != b.children.size()) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i) {
    const LaidOut &from = a.children[i], &to = b.children[i];
    if (from.node != to.node || !same_place(from.rect, a.rect, to.rect, b.rect) || from.run != to.run ||
        from.film != to.film || from.figures != to.figures || from.number != to.number || from.stars != to.stars ||
        from.timer != to.timer || from.strip != to.strip || from.watched != to.watched || !(from.look == to.look) ||
        !(from.text_color == to.text_color) || !same_children(from, to)) {
      return false;
    }
  }
  return true;
}

}  // namespace

class TimelineKeeper::Builder {
 public:
  Builder(const Node& root, float scale, MotionLevel motion) : scale_(scale), motion_(motion) {
    add_instance(root);
    timings_.push_back(Timing{});
    timeline_.motion = motion;
    timeline_.scale = scale;
  }

  void apply(std::int64_t time_ns, std::shared_ptr<const LaidOut> tree) {
    apply(0, *tree, time_ns, 0, nullptr);
    shown_trees_.push_back(std::move(tree));
  }

  void out(std::int64_t time_ns) { leave_whole(0, time_ns, 0); }

  /// All that it was told so far; more may follow.
  ItemTimeline timeline() {
    const auto& alive = timeline_.instances.front().alive;
    timeline_.visible = alive.empty() ? Interval{0, 0} : Interval{alive.front().begin_ns, alive.back().end_ns};
    ItemTimeline told = timeline_;
    for (Instance& each : told.instances) {
      each.pose.settle();
      for (Content& content : each.contents) content.pose.settle();
    }
    told.resting = find_resting(told.instances);
    return told;
  }

 private:
  Instance& instance(std::uint32_t index) { return timeline_.instances[index]; }

  std::uint32_t add_instance(const Node& node) {
    Instance added;
    added.node = &node;
    added.tints = Tints::of(node);
    added.pose = Pose(node.opacity);
    added.overflow = shadow_reach(node) * scale_;
    timeline_.instances.push_back(std::move(added));
    building_.emplace_back();
    return static_cast<std::uint32_t>(timeline_.instances.size() - 1);
  }

  /// How far shadows of the node and of those in it may ever reach out of it, design pixels. The template alone says
  /// so: a wipe must not depend on a look that comes later.
  float shadow_reach(const Node& node) {
    if (const auto known = reaches_.find(&node); known != reaches_.end()) return known->second;
    float reach = 0;
    const auto add = [&](const Shadow& shadow) {
      if (shadow.color.a <= 0) return;
      reach = std::max(reach, shadow.blur + shadow.spread + std::max(std::abs(shadow.x), std::abs(shadow.y)));
    };
    add(node.box.shadow);
    add(node.meter.fill.shadow);
    for (const StyleVariant& variant : node.variants) add(variant.box.shadow);
    for (const auto& child : node.children) reach = std::max(reach, shadow_reach(*child));
    if (node.list.row != nullptr) reach = std::max(reach, shadow_reach(*node.list.row));
    return reaches_[&node] = reach;
  }

  bool is_alive(std::uint32_t index, std::int64_t time_ns) {
    const auto& alive = instance(index).alive;
    return !alive.empty() && alive.back().end_ns > time_ns;
  }

  /// Brings the instance to what the layout says. `delay_ms` holds back what enters.
  void apply(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, int delay_ms, const Rect* parent) {
    const bool was_alive = is_alive(index, time_ns);
    const bool resumed = was_alive && building_[index].leaving;
    const bool own_move = laid_out.node->motion.move && motion_ == MotionLevel::full;
    if (own_move) timings_.push_back(*laid_out.node->motion.move);
    if (!was_alive) {
      enter(index, time_ns, delay_ms);
      jump(index, laid_out, time_ns, parent);
    } else {
      if (resumed) resume(index, time_ns, delay_ms);
      move(index, laid_out, time_ns, parent);
    }
    building_[index].leaving = false;
    const LaidOut* before = std::exchange(building_[index].shown, &laid_out);
    restyle(index, laid_out, time_ns, was_alive);
    watch(index, laid_out, time_ns, was_alive);
    change_content(instance(index), laid_out, {time_ns, delay_ms, was_alive, scale_, motion_});
    if (laid_out.node->kind == NodeKind::list) {
      apply_rows(index, laid_out, time_ns, delay_ms);
      scroll(index, laid_out, time_ns);
    } else if (!was_alive || resumed || before == nullptr || !same_children(*before, laid_out)) {
      apply_children(index, laid_out, time_ns, delay_ms);
    }
    if (own_move) timings_.pop_back();
  }

  /// Whether a track is played: reduced motion leaves what fades.
  bool plays(const Track& track) const { return motion_ == MotionLevel::full || track.property == Property::opacity; }

  // --- coming and going ---

  void enter(std::uint32_t index, std::int64_t time_ns, int delay_ms) {
    Instance& it = instance(index);
    it.alive.push_back({time_ns, kForever});
    for (std::size_t i = 0; i < kPropertyCount; ++i) it.pose.curves[i].set(time_ns, rest(it, static_cast<Property>(i)));
    for (const Track& track : it.node->motion.in) {
      if (plays(track)) it.pose[track.property].set(time_ns, pixels(track.property, track.from.value_or(0)));
    }
    play_in(it, time_ns, delay_ms);
  }

  void resume(std::uint32_t index, std::int64_t time_ns, int delay_ms) {
    Instance& it = instance(index);
    it.alive.back().end_ns = kForever;
    play_in(it, time_ns, delay_ms);
    // What the out moved and the in does not know of goes home with the in's last part.
    int longest_ms = 0;
    for (const Track& track : it.node->motion.in) longest_ms = std::max(longest_ms, track.delay_ms + track.duration_ms);
    for (const Track& track : it.node->motion.out) {
      if (!plays(track)) continue;
      const float home = rest(it, track.property);
      if (it.pose[track.property].target() == home) continue;
      it.pose[track.property].animate(time_ns, longest_ms * kNsPerMs, home, Easing::ease_out_cubic);
    }
  }

  void play_in(Instance& it, std::int64_t time_ns, int delay_ms) {
    for (const Track& track : it.node->motion.in) {
      if (!plays(track)) continue;
      const float to = track.to ? pixels(track.property, *track.to) : rest(it, track.property);
      it.pose[track.property].animate(time_ns + (delay_ms + track.delay_ms) * kNsPerMs, track.duration_ms * kNsPerMs,
                                      to, track.easing);
    }
  }

  /// The whole subtree leaves; it is gone once its last part is.
  void leave_whole(std::uint32_t index, std::int64_t time_ns, int delay_ms) {
    const int duration_ms = leave(index, time_ns, delay_ms);
    end(index, time_ns + duration_ms * kNsPerMs);
  }

  /// Plays the outs; answers how long they take.
  int leave(std::uint32_t index, std::int64_t time_ns, int delay_ms) {
    if (!is_alive(index, time_ns)) return 0;
    int longest_ms = 0;
    for (const Track& track : instance(index).node->motion.out) {
      if (!plays(track)) continue;
      instance(index).pose[track.property].animate(time_ns + (delay_ms + track.delay_ms) * kNsPerMs,
                                                   track.duration_ms * kNsPerMs,
                                                   pixels(track.property, track.to.value_or(0)), track.easing);
      longest_ms = std::max(longest_ms, delay_ms + track.delay_ms + track.duration_ms);
    }
    building_[index].leaving = true;
    const int stagger_ms = instance(index).node->motion.out_stagger_ms;
    for (const std::uint32_t child : std::vector<std::uint32_t>(instance(index).children)) {
      if (building_[child].leaving) continue;
      const int child_delay_ms = static_cast<int>(building_[child].place) * stagger_ms;
      longest_ms = std::max(longest_ms, leave(child, time_ns, delay_ms + child_delay_ms));
    }
    return longest_ms;
  }

  void end(std::uint32_t index, std::int64_t time_ns) {
    Instance& it = instance(index);
    if (!it.alive.empty()) it.alive.back().end_ns = std::min(it.alive.back().end_ns, time_ns);
    for (const std::uint32_t child : it.children) end(child, time_ns);
  }

  // --- place and look ---

  static Rect relative(const Rect& rect, const Rect* parent) {
    if (parent == nullptr) return rect;
    return {rect.x0 - parent->x0, rect.y0 - parent->y0, rect.x1 - parent->x0, rect.y1 - parent->y0};
  }

  void jump(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, const Rect* parent) {
    const Rect rect = relative(laid_out.rect, parent);
    Instance& it = instance(index);
    it.x.set(time_ns, rect.x0);
    it.y.set(time_ns, rect.y0);
    it.width.set(time_ns, rect.x1 - rect.x0);
    it.height.set(time_ns, rect.y1 - rect.y0);
  }

  void move(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, const Rect* parent) {
    const Rect rect = relative(laid_out.rect, parent);
    const Timing& timing = timings_.back();
    const auto go = [&](Curve& curve, float to) {
      if (curve.target() == to) return;
      curve.animate(time_ns + timing.delay_ms * kNsPerMs, timing.duration_ms * kNsPerMs, to, timing.easing);
    };
    Instance& it = instance(index);
    go(it.x, rect.x0);
    go(it.y, rect.y0);
    go(it.width, rect.x1 - rect.x0);
    go(it.height, rect.y1 - rect.y0);
  }

  void restyle(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, bool was_alive) {
    Instance& it = instance(index);
    const Timing timing = was_alive ? it.node->restyle : Timing{};
    const auto change = [&](auto& changes, const auto& look, const auto& now) {
      if (!changes.empty() && changes.back().to == look) return;
      const std::int64_t start_ns = time_ns + timing.delay_ms * kNsPerMs;
      while (!changes.empty() && changes.back().start_ns >= start_ns) changes.pop_back();
      const auto from = changes.empty() ? look : now(changes, start_ns);
      changes.push_back({start_ns, changes.empty() ? 0 : timing.duration_ms * kNsPerMs, timing.easing, from, look});
    };
    if (it.node->kind == NodeKind::box || it.node->kind == NodeKind::bar) change(it.looks, laid_out.look, look_at);
    if (it.node->kind != NodeKind::box && it.node->kind != NodeKind::group) {
      change(it.text_colors, laid_out.text_color, color_at);
    }
  }

  void watch(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, bool was_alive) {
    Instance& it = instance(index);
    if (!it.node->watch) return;
    const bool changed = building_[index].watched != laid_out.watched;
    building_[index].watched = laid_out.watched;
    if (!changed || !was_alive) return;
    for (const Track& track : it.node->motion.change) {
      if (!plays(track)) continue;
      it.pose[track.property].set(time_ns, pixels(track.property, track.from.value_or(0)));
    }
    for (const Track& track : it.node->motion.change) {
      if (!plays(track)) continue;
      const float to = track.to ? pixels(track.property, *track.to) : rest(it, track.property);
      it.pose[track.property].animate(time_ns + track.delay_ms * kNsPerMs, track.duration_ms * kNsPerMs, to,
                                      track.easing);
    }
  }

  float pixels(Property property, float value) const {
    return property == Property::x || property == Property::y ? value * scale_ : value;
  }

  static float rest(const Instance& it, Property property) {
    return property == Property::opacity ? it.node->opacity : rest_value(property);
  }

  // --- children ---

  std::uint32_t child(std::uint32_t index, const std::string& key, const Node& node) {
    const auto it = building_[index].child_of.find(key);
    if (it != building_[index].child_of.end()) return it->second;
    const std::uint32_t added = add_instance(node);
    building_[index].child_of[key] = added;
    instance(index).children.push_back(added);
    return added;
  }

  void apply_children(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, int delay_ms) {
    const auto& nodes = laid_out.node->children;
    const int stagger_ms = laid_out.node->motion.in_stagger_ms;
    std::vector<std::uint32_t> present;
    std::size_t place = 0;
    for (const LaidOut& laid_out_child : laid_out.children) {
      while (nodes[place].get() != laid_out_child.node) ++place;
      const std::uint32_t at = child(index, std::to_string(place), *laid_out_child.node);
      building_[at].place = place;
      present.push_back(at);
      const bool stays = is_alive(at, time_ns) && !building_[at].leaving;
      apply(at, laid_out_child, time_ns, delay_ms + (stays ? 0 : static_cast<int>(place) * stagger_ms), &laid_out.rect);
    }
    leave_absent(index, present, time_ns, 0);
    // Painted in the template's order, whenever they came.
    auto& children = instance(index).children;
    std::sort(children.begin(), children.end(),
              [&](std::uint32_t a, std::uint32_t b) { return building_[a].place < building_[b].place; });
  }

  void apply_rows(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns, int delay_ms) {
    const int stagger_ms = laid_out.node->motion.in_stagger_ms;
    std::vector<std::uint32_t> present, resting, rising;
    int entered = 0;
    for (std::size_t i = 0; i < laid_out.children.size(); ++i) {
      const LaidOut& row = laid_out.children[i];
      const std::uint32_t at = child(index, row.key, *row.node);
      const bool stays = is_alive(at, time_ns) && !building_[at].leaving;
      present.push_back(at);
      (stays && i < building_[at].place ? rising : resting).push_back(at);
      building_[at].place = i;
      apply(at, row, time_ns, delay_ms + (stays ? 0 : stagger_ms * entered), &laid_out.rect);
      entered += stays ? 0 : 1;
    }
    leave_absent(index, present, time_ns, laid_out.node->motion.out_stagger_ms);
    order_rows(index, time_ns, present, resting, rising);
  }

  /// Who leaves is painted beneath the others, and who rises above them.
  void order_rows(std::uint32_t index, std::int64_t time_ns, const std::vector<std::uint32_t>& present,
                  const std::vector<std::uint32_t>& resting, const std::vector<std::uint32_t>& rising) {
    PaintOrder order{time_ns, {}};
    for (const std::uint32_t at : instance(index).children) {
      const bool stays = std::find(present.begin(), present.end(), at) != present.end();
      if (!stays && is_alive(at, time_ns)) order.children.push_back(at);
    }
    order.children.insert(order.children.end(), resting.begin(), resting.end());
    order.children.insert(order.children.end(), rising.begin(), rising.end());
    auto& orders = instance(index).orders;
    if (!orders.empty() && orders.back().start_ns == time_ns) orders.pop_back();
    if (orders.empty() || orders.back().children != order.children) orders.push_back(std::move(order));
  }

  void leave_absent(std::uint32_t index, const std::vector<std::uint32_t>& present, std::int64_t time_ns,
                    int stagger_ms) {
    int delay_ms = 0;
    for (const std::uint32_t at : std::vector<std::uint32_t>(instance(index).children)) {
      if (std::find(present.begin(), present.end(), at) != present.end()) continue;
      if (building_[at].leaving || !is_alive(at, time_ns)) continue;
      leave_whole(at, time_ns, delay_ms);
      delay_ms += stagger_ms;
    }
  }

  /// A list that scrolls goes on from where it is, whatever its rows become.
  void scroll(std::uint32_t index, const LaidOut& laid_out, std::int64_t time_ns) {
    const ListSpec& list = laid_out.node->list;
    if (!list.scroll) return;
    const float height = static_cast<float>(laid_out.children.size()) * (list.row_height + list.row_gap) * scale_;
    const bool fits = height - list.row_gap * scale_ <= laid_out.rect.y1 - laid_out.rect.y0;
    const float period = fits ? 0 : std::round(height);
    auto& scrolls = instance(index).scrolls;
    if (!scrolls.empty() && scrolls.back().period == period) return;
    Scroll next{time_ns, time_ns + list.scroll->hold_ms * kNsPerMs, 0, period};
    if (!scrolls.empty() && scrolls.back().period > 0 && period > 0) {
      const Scroll& before = scrolls.back();
      next = {time_ns, time_ns, static_cast<float>(scroll_offset(before, list.scroll->speed * scale_, time_ns)),
              period};
      if (before.start_ns > time_ns) next.start_ns = before.start_ns;
    }
    scrolls.push_back(next);
  }

  float scale_;
  MotionLevel motion_;
  std::map<const Node*, float> reaches_;
  ItemTimeline timeline_;
  std::vector<Building> building_;
  std::vector<Timing> timings_;
  std::vector<std::shared_ptr<const LaidOut>> shown_trees_;  ///< what `Building::shown` points into
};

TimelineKeeper::TimelineKeeper(const Node& root, const json::Json& words, float scale, MotionLevel motion)
    : root_(root), words_(words), scale_(scale), motion_(motion) {}
TimelineKeeper::~TimelineKeeper() = default;

ItemTimeline TimelineKeeper::build(const AirItem& item, std::int64_t time_ns, const LayOut& lay_out) {
  const TurnSpan span = span_around(root_, item, time_ns);
  std::vector<ItemEvent> events = item_events(item, root_, words_, span);
  const bool goes_on =
      builder_ != nullptr && built_.size() <= events.size() && std::equal(built_.begin(), built_.end(), events.begin());
  std::size_t known = goes_on ? built_.size() : 0;
  // A builder that a refusal left in the middle is not gone on with.
  auto builder = goes_on ? std::move(builder_) : std::make_unique<Builder>(root_, scale_, motion_);
  const auto tell = [&](Builder& to, const ItemEvent& event) {
    if (event.kind == ItemEvent::Kind::out) {
      to.out(event.time_ns);
    } else {
      to.apply(event.time_ns, lay_out(event));
    }
  };
  for (; known < events.size() && events[known].time_ns <= time_ns; ++known) tell(*builder, events[known]);
  ItemTimeline timeline;
  if (known == events.size()) {
    timeline = builder->timeline();
  } else {
    // What lies ahead may yet turn out otherwise: it is told to a copy.
    Builder ahead(*builder);
    for (std::size_t i = known; i < events.size(); ++i) tell(ahead, events[i]);
    timeline = ahead.timeline();
  }
  timeline.right = {span.right_from_ns, span.end_ns};
  events.resize(known);
  builder_ = std::move(builder);
  built_ = std::move(events);
  return timeline;
}

}  // namespace leitai::overlays
