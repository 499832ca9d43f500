// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/evaluate.h"

#include <algorithm>
#include <cmath>

#include "overlays/scene/arrange.h"

namespace leitai::overlays {
namespace {

/// The least opacity that changes an eight-bit picture.
constexpr float kInvisible = 1.0F / 1024;

/// From an instance's own pixels to the canvas: scaled, then moved. Nothing turns.
struct Frame {
  float scale_x = 1, scale_y = 1;
  float x = 0, y = 0;
  Rect clip{-1e9F, -1e9F, 1e9F, 1e9F};
  float opacity = 1;

  Affine affine() const { return {scale_x, 0, 0, scale_y, x, y}; }
};

/// What a wipe leaves of a rectangle. A side that is not wiped does not cut, so that shadows stay;
/// one that is starts outside them.
Rect wiped(const Pose& pose, const Frame& frame, float width, float height, float overflow, std::int64_t time_ns) {
  const float left = pose[Property::clip_left].at(time_ns), top = pose[Property::clip_top].at(time_ns);
  const float right = pose[Property::clip_right].at(time_ns), bottom = pose[Property::clip_bottom].at(time_ns);
  const float reach_x = width + 2 * overflow, reach_y = height + 2 * overflow;
  Rect rect{-1e9F, -1e9F, 1e9F, 1e9F};
  if (left > 0) rect.x0 = frame.x + frame.scale_x * (left * reach_x - overflow);
  if (top > 0) rect.y0 = frame.y + frame.scale_y * (top * reach_y - overflow);
  if (right > 0) rect.x1 = frame.x + frame.scale_x * (width + overflow - right * reach_x);
  if (bottom > 0) rect.y1 = frame.y + frame.scale_y * (height + overflow - bottom * reach_y);
  return rect;
}

/// Whole pixels where nothing moves, so that what is centred in them stays sharp.
float snapped(float offset, float room) {
  return room == std::floor(room) ? std::round(offset) : offset;
}

class Evaluator {
 public:
  Evaluator(const ItemTimeline& item, std::int64_t time_ns, DisplayList& list)
      : item_(item), time_ns_(time_ns), list_(list) {}

  void emit(const Instance& instance, const Frame& parent) {
    if (!instance.is_alive(time_ns_)) return;
    const float width = instance.width.at(time_ns_), height = instance.height.at(time_ns_);
    Frame frame = parent;
    frame.x += parent.scale_x * instance.x.at(time_ns_);
    frame.y += parent.scale_y * instance.y.at(time_ns_);
    if (!pose(instance.pose, width, height, instance.overflow, frame)) return;
    if (instance.node->kind == NodeKind::box) emit_box(instance, frame, width, height);
    for (const Content& content : instance.contents) {
      if (content.shown.contains(time_ns_)) emit_content(instance, content, frame, width, height);
    }
    if (instance.node->layout.clip) {
      frame.clip = intersection(frame.clip,
                                {frame.x, frame.y, frame.x + frame.scale_x * width, frame.y + frame.scale_y * height});
      if (is_empty(frame.clip)) return;
    }
    for (const std::uint32_t child : painted_children(instance)) emit(item_.instances[child], frame);
  }

 private:
  /// Moves the frame into the pose; false where nothing is left to see.
  bool pose(const Pose& pose, float width, float height, float overflow, Frame& frame) const {
    frame.opacity *= pose[Property::opacity].at(time_ns_);
    if (frame.opacity < kInvisible) return false;
    const float grown_x = pose[Property::scale_x].at(time_ns_), grown_y = pose[Property::scale_y].at(time_ns_);
    if (grown_x <= 0 || grown_y <= 0) return false;
    frame.x += frame.scale_x * (pose[Property::x].at(time_ns_) + (1 - grown_x) * width / 2);
    frame.y += frame.scale_y * (pose[Property::y].at(time_ns_) + (1 - grown_y) * height / 2);
    frame.scale_x *= grown_x;
    frame.scale_y *= grown_y;
    frame.clip = intersection(frame.clip, wiped(pose, frame, width, height, overflow, time_ns_));
    return !is_empty(frame.clip);
  }

  const std::vector<std::uint32_t>& painted_children(const Instance& instance) const {
    for (std::size_t i = instance.orders.size(); i > 0; --i) {
      if (instance.orders[i - 1].start_ns <= time_ns_) return instance.orders[i - 1].children;
    }
    return instance.children;
  }

  Quad& add(QuadKind kind, const Frame& frame) {
    Quad& quad = list_.quads.emplace_back();
    quad.kind = kind;
    quad.transform = frame.affine();
    quad.clip = frame.clip;
    quad.opacity = frame.opacity;
    return quad;
  }

  void emit_box(const Instance& instance, const Frame& frame, float width, float height) {
    if (width <= 0 || height <= 0) return;
    const BoxLook look = look_at(instance.looks, time_ns_);
    if (look.shadow.a > 0) {
      Quad& quad = add(QuadKind::shadow, frame);
      quad.rect = {look.shadow_x - look.shadow_spread, look.shadow_y - look.shadow_spread,
                   look.shadow_x + width + look.shadow_spread, look.shadow_y + height + look.shadow_spread};
      quad.color = look.shadow;
      quad.blur = look.shadow_blur;
      set_radius(quad, look);
    }
    if (look.fill.a <= 0 && look.fill_end.a <= 0 && look.border.a <= 0) return;
    Quad& quad = add(QuadKind::box, frame);
    quad.rect = {0, 0, width, height};
    quad.color = look.fill;
    quad.color2 = look.fill_end;
    quad.border = look.border_width > 0 ? look.border : look.fill;
    quad.border_width = look.border_width;
    quad.gradient_angle = look.gradient_angle;
    set_radius(quad, look);
  }

  static void set_radius(Quad& quad, const BoxLook& look) {
    const float most = std::min(quad.rect.x1 - quad.rect.x0, quad.rect.y1 - quad.rect.y0) / 2;
    for (std::size_t i = 0; i < 4; ++i) quad.radius[i] = std::min(look.radius[i], most);
  }

  void emit_content(const Instance& instance, const Content& content, Frame frame, float width, float height) {
    if (!pose(content.pose, width, height, 0, frame)) return;
    const Color color = color_at(instance.text_colors, time_ns_);
    if (content.run != nullptr) {
      emit_run(instance, *content.run, frame, width, height, color);
    } else if (content.timer) {
      emit_figures(instance, *content.figures, reading(*content.timer, time_ns_), frame, width, height, color);
    } else if (!content.counts.empty()) {
      emit_figures(instance, *content.figures, number(content), frame, width, height, color);
    }
  }

  ShortText number(const Content& content) const {
    const auto [value, wanted_places] = count_at(content.counts, time_ns_);
    // On the way from a long number to one with many places there are digits that a double does not hold.
    constexpr double kExact = 1e15;
    int places = 0;
    std::int64_t power = 1;
    while (places < wanted_places && std::abs(value) * static_cast<double>(power) * 10 < kExact) {
      power *= 10;
      ++places;
    }
    const std::int64_t scaled = std::llround(value * static_cast<double>(power));
    ShortText text;
    if (scaled < 0) text.push('-');
    char digits[24];
    int count = 0;
    for (std::int64_t rest = std::abs(scaled); rest > 0 || count <= places; rest /= 10) {
      digits[count++] = static_cast<char>('0' + rest % 10);
    }
    while (count > 0) {
      if (count == places && places > 0) text.push('.');
      text.push(digits[--count]);
    }
    return text;
  }

  /// The middle of what is written, not of its line, stands in the middle of the node: capitals and
  /// figures reach 0.73 of the size above the baseline, ideographs from 0.12 below to 0.88 above.
  float baseline(float height, float size_px, int lines, float line_height) const {
    constexpr float kOpticalMiddle = 0.37F;
    const float block = static_cast<float>(lines - 1) * std::round(line_height);
    return snapped(height / 2 - block / 2 + kOpticalMiddle * size_px, height);
  }

  void emit_run(const Instance& instance, const GlyphRun& run, Frame frame, float width, float height,
                const Color& color) {
    const float share = alignment(instance.node->text);
    move(frame, snapped(share * (width - run.width), width), baseline(height, run.size_px, run.lines, run.line_height));
    for (const PlacedGlyph& glyph : run.glyphs) emit_glyph(glyph, frame, color);
  }

  void emit_figures(const Instance& instance, const FigureSet& figures, const ShortText& text, Frame frame, float width,
                    float height, const Color& color) {
    const float share = alignment(instance.node->text);
    move(frame, snapped(share * (width - figures.width(text.view())), width), baseline(height, figures.size_px, 1, 0));
    for (const char c : text.view()) {
      const FigureSet::Figure& figure = figures.figures[static_cast<unsigned char>(c) & 127U];
      if (figure.drawn) emit_glyph(figure.glyph, frame, color);
      move(frame, figure.advance, 0);
    }
  }

  static void move(Frame& frame, float x, float y) {
    frame.x += frame.scale_x * x;
    frame.y += frame.scale_y * y;
  }

  void emit_glyph(const PlacedGlyph& glyph, const Frame& frame, const Color& color) {
    Quad& quad = add(glyph.color ? QuadKind::emoji : QuadKind::glyph, frame);
    quad.page = glyph.page;
    quad.rect = glyph.rect;
    quad.texels = glyph.texels;
    quad.color = glyph.color ? Color{1, 1, 1, color.a} : color;
  }

  const ItemTimeline& item_;
  std::int64_t time_ns_;
  DisplayList& list_;
};

}  // namespace

void evaluate_item(const ItemTimeline& item, std::int64_t time_ns, DisplayList& list) {
  if (!item.visible.contains(time_ns) || item.instances.empty()) return;
  Evaluator(item, time_ns, list).emit(item.instances.front(), Frame{});
}

}  // namespace leitai::overlays
