// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/arrange.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace leitai::overlays {
namespace {

/// Along a container's direction, or across it.
enum class Axis { x, y };

Axis other(Axis axis) {
  return axis == Axis::x ? Axis::y : Axis::x;
}

float natural(const LaidOut& out, Axis axis) {
  return axis == Axis::x ? out.natural_width : out.natural_height;
}

const Length& length(const LaidOut& out, Axis axis) {
  return axis == Axis::x ? out.node->layout.width : out.node->layout.height;
}

float padding_of(const LaidOut& out, Axis axis) {
  return axis == Axis::x ? out.padding.left + out.padding.right : out.padding.top + out.padding.bottom;
}

/// The shares that a child takes of what is left along its parent's direction; 0: none.
float shares(const LaidOut& child, Axis axis) {
  if (child.node->layout.grow > 0) return child.node->layout.grow;
  return length(child, axis).kind == Length::Kind::fill ? 1.0F : 0.0F;
}

Place anchor(const LaidOut& out, Axis axis) {
  return axis == Axis::x ? out.node->layout.anchor_x : out.node->layout.anchor_y;
}

float offset(const LaidOut& out, Axis axis) {
  return axis == Axis::x ? out.node->layout.x : out.node->layout.y;
}

struct Span {
  float begin = 0, end = 0;
  float size() const { return end - begin; }
};

Span span(const Rect& rect, Axis axis) {
  return axis == Axis::x ? Span{rect.x0, rect.x1} : Span{rect.y0, rect.y1};
}

Rect rect_of(Axis axis, const Span& along, const Span& across) {
  return axis == Axis::x ? Rect{along.begin, across.begin, along.end, across.end}
                         : Rect{across.begin, along.begin, across.end, along.end};
}

float placed_at(Place place, const Span& room, float size, float inwards) {
  switch (place) {
    case Place::center:
      return room.begin + (room.size() - size) / 2 + inwards;
    case Place::end:
      return room.end - size - inwards;
    default:
      return room.begin + inwards;
  }
}

Rect inside(const Rect& rect, const Edges& padding) {
  return {rect.x0 + padding.left, rect.y0 + padding.top, rect.x1 - padding.right, rect.y1 - padding.bottom};
}

float clamped_width(const LaidOut& out, Axis axis, float size, float scale) {
  if (axis == Axis::y) return std::max(0.0F, size);
  const LayoutSpec& layout = out.node->layout;
  return std::max(std::min(size, layout.max_width * scale), layout.min_width * scale);
}

/// How large a child becomes in a stack.
float stacked_size(const LaidOut& child, Axis axis, const Span& room, float scale) {
  const float rest = std::max(0.0F, room.size() - offset(child, axis) * scale);
  if (length(child, axis).kind == Length::Kind::fill) return clamped_width(child, axis, rest, scale);
  if (length(child, axis).kind == Length::Kind::fixed) return natural(child, axis);
  return std::min(natural(child, axis), rest);
}

void arrange_stack(LaidOut& out, const Rect& room, float scale) {
  for (LaidOut& child : out.children) {
    const auto placed = [&](Axis axis) {
      const float size = stacked_size(child, axis, span(room, axis), scale);
      const float begin = placed_at(anchor(child, axis), span(room, axis), size, offset(child, axis) * scale);
      return Span{begin, begin + size};
    };
    arrange(child, rect_of(Axis::x, placed(Axis::x), placed(Axis::y)), scale);
  }
}

bool can_shrink(const LaidOut& child, Axis axis) {
  return axis == Axis::x && child.node->layout.shrink && length(child, axis).kind == Length::Kind::automatic;
}

/// Sizes along the direction: what is left goes to the children that fill, what lacks is taken from
/// those of no fixed size, in proportion.
std::vector<float> sizes_along(std::span<LaidOut> children, Axis axis, float room, float scale) {
  std::vector<float> sizes;
  float used = 0, shrinkable = 0, all_shares = 0;
  for (const LaidOut& child : children) {
    const float share = shares(child, axis);
    sizes.push_back(share > 0 ? clamped_width(child, axis, 0, scale) : natural(child, axis));
    used += sizes.back();
    all_shares += share;
    if (can_shrink(child, axis)) shrinkable += sizes.back();
  }
  const float left = room - used;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const LaidOut& child = children[i];
    const float share = shares(child, axis);
    if (left > 0 && share > 0) {
      sizes[i] = clamped_width(child, axis, sizes[i] + left * share / all_shares, scale);
    } else if (left < 0 && shrinkable > 0 && can_shrink(child, axis)) {
      sizes[i] = clamped_width(child, axis, sizes[i] + std::max(-1.0F, left / shrinkable) * sizes[i], scale);
    }
  }
  return sizes;
}

float across_size(const LaidOut& child, Axis axis, Place align, const Span& room) {
  const Length::Kind kind = length(child, axis).kind;
  if (kind == Length::Kind::fixed) return natural(child, axis);
  if (kind == Length::Kind::fill || align == Place::stretch) return room.size();
  return std::min(natural(child, axis), room.size());
}

void arrange_line(const LayoutSpec& layout, std::span<LaidOut> children, Axis axis, const Rect& rect, float scale) {
  const Span room = span(rect, axis), across_room = span(rect, other(axis));
  const auto gaps = static_cast<float>(children.empty() ? 0 : children.size() - 1);
  float gap = layout.gap * scale;
  const std::vector<float> sizes = sizes_along(children, axis, room.size() - gaps * gap, scale);
  float used = gaps * gap;
  for (const float size : sizes) used += size;
  float at = room.begin;
  const float left = std::max(0.0F, room.size() - used);
  if (layout.justify == Justify::center) at += left / 2;
  if (layout.justify == Justify::end) at += left;
  if (layout.justify == Justify::between && gaps > 0) gap += left / gaps;
  for (std::size_t i = 0; i < children.size(); ++i) {
    LaidOut& child = children[i];
    const float across = across_size(child, other(axis), layout.align, across_room);
    const float begin = placed_at(layout.align, across_room, across, 0);
    arrange(child, rect_of(axis, {at, at + sizes[i]}, {begin, begin + across}), scale);
    at += sizes[i] + gap;
  }
}

/// The children of each line of a row that wraps, and how high the line is.
struct WrappedLine {
  std::size_t begin = 0, end = 0;
  float height = 0;
};

std::vector<WrappedLine> wrapped_lines(const LaidOut& out, float width, float gap) {
  std::vector<WrappedLine> lines;
  float used = 0;
  for (std::size_t i = 0; i < out.children.size(); ++i) {
    const LaidOut& child = out.children[i];
    // Half a pixel: sums of rounded widths must not break a line that was measured to fit.
    if (lines.empty() || used + gap + child.natural_width > width + 0.5F) {
      lines.push_back({i, i, 0});
      used = child.natural_width;
    } else {
      used += gap + child.natural_width;
    }
    lines.back().end = i + 1;
    lines.back().height = std::max(lines.back().height, child.natural_height);
  }
  return lines;
}

void arrange_wrapped(LaidOut& out, const Rect& rect, float scale) {
  const LayoutSpec& layout = out.node->layout;
  float y = rect.y0;
  for (const WrappedLine& line : wrapped_lines(out, rect.x1 - rect.x0, layout.gap * scale)) {
    const std::span<LaidOut> children = std::span(out.children).subspan(line.begin, line.end - line.begin);
    arrange_line(layout, children, Axis::x, {rect.x0, y, rect.x1, y + line.height}, scale);
    y += line.height + layout.line_gap * scale;
  }
}

void measure_wrapped(LaidOut& out, float scale) {
  const LayoutSpec& layout = out.node->layout;
  const float room = (layout.width.kind == Length::Kind::fixed ? layout.width.px : layout.max_width) * scale;
  const float gap = layout.gap * scale;
  float widest = 0, height = 0;
  const auto lines = wrapped_lines(out, room - padding_of(out, Axis::x), gap);
  for (const WrappedLine& line : lines) {
    float width = static_cast<float>(line.end - line.begin - 1) * gap;
    for (std::size_t i = line.begin; i < line.end; ++i) width += out.children[i].natural_width;
    widest = std::max(widest, width);
    height += line.height + (&line == lines.data() ? 0 : layout.line_gap * scale);
  }
  out.natural_width = widest + padding_of(out, Axis::x);
  out.natural_height = height + padding_of(out, Axis::y);
}

struct Grid {
  std::size_t rows = 0, columns = 0;
};

Grid grid_of(const LaidOut& out) {
  const std::size_t count = std::max(out.children.size(), out.row_room);
  const auto limit = static_cast<std::size_t>(out.node->list.rows_per_column);
  const std::size_t rows = limit == 0 ? count : std::min(count, limit);
  return {rows, rows == 0 ? 0 : (count + rows - 1) / rows};
}

void arrange_rows(LaidOut& out, const Rect& rect, float scale) {
  const ListSpec& list = out.node->list;
  const Grid grid = grid_of(out);
  if (grid.rows == 0) return;
  const auto columns = static_cast<float>(grid.columns);
  const float gap = list.column_gap * scale;
  const float width =
      list.column_width > 0 ? list.column_width * scale : (rect.x1 - rect.x0 - gap * (columns - 1)) / columns;
  for (std::size_t i = 0; i < out.children.size(); ++i) {
    const std::size_t column = i / grid.rows, row = i % grid.rows;
    const float x = rect.x0 + static_cast<float>(column) * (width + gap);
    const float y = rect.y0 + static_cast<float>(row) * (list.row_height + list.row_gap) * scale;
    arrange(out.children[i], {x, y, x + width, y + list.row_height * scale}, scale);
  }
}

}  // namespace

TextStyle text_style(const TextSpec& spec, float scale) {
  TextStyle style;
  if (!spec.family.empty()) style.family = spec.family;
  style.weight = spec.weight;
  style.size_px = spec.size * scale;
  style.letter_spacing_px = spec.letter_spacing * scale;
  style.tabular_figures = spec.tabular;
  return style;
}

TextEffects text_effects(const TextSpec& spec, float scale) {
  TextEffects effects;
  if (spec.outline.a > 0) effects.outline_px = spec.outline_width * scale;
  effects.shadow = spec.shadow.color.a > 0;
  if (effects.shadow) effects.blur_px = spec.shadow.blur * scale;
  return effects;
}

float line_height(const TextSpec& spec, float scale) {
  constexpr float kUsual = 1.25F;
  return (spec.line_height > 0 ? spec.line_height : spec.size * kUsual) * scale;
}

float alignment(const TextSpec& spec) {
  switch (spec.align) {
    case TextAlign::left:
      return 0;
    case TextAlign::center:
      return 0.5F;
    case TextAlign::right:
      return 1;
  }
  return 0;
}

void measure_children(LaidOut& out, float scale) {
  const LayoutSpec& layout = out.node->layout;
  if (layout.wrap) return measure_wrapped(out, scale);
  const auto gaps = static_cast<float>(out.children.empty() ? 0 : out.children.size() - 1);
  const auto measure = [&](Axis axis, Direction direction) {
    float along = gaps * layout.gap * scale, widest = 0;
    for (const LaidOut& child : out.children) {
      along += natural(child, axis);
      const float wanted =
          natural(child, axis) + (layout.direction == Direction::stack ? offset(child, axis) * scale : 0);
      widest = std::max(widest, wanted);
    }
    return (layout.direction == direction ? along : widest) + padding_of(out, axis);
  };
  out.natural_width = measure(Axis::x, Direction::row);
  out.natural_height = measure(Axis::y, Direction::column);
}

void measure_rows(LaidOut& out, float scale) {
  const ListSpec& list = out.node->list;
  const Grid grid = grid_of(out);
  if (grid.rows == 0) return;
  const auto rows = static_cast<float>(grid.rows), columns = static_cast<float>(grid.columns);
  float width = list.column_width * scale;
  if (list.column_width <= 0) {
    for (const LaidOut& row : out.children) width = std::max(width, row.natural_width);
  }
  out.natural_width = columns * width + (columns - 1) * list.column_gap * scale;
  out.natural_height = (rows * list.row_height + (rows - 1) * list.row_gap) * scale;
}

void arrange(LaidOut& out, const Rect& rect, float scale) {
  out.rect = {std::round(rect.x0), std::round(rect.y0), std::max(std::round(rect.x0), std::round(rect.x1)),
              std::max(std::round(rect.y0), std::round(rect.y1))};
  const LayoutSpec& layout = out.node->layout;
  if (out.node->kind == NodeKind::list) {
    arrange_rows(out, rect, scale);
    return;
  }
  const Rect room = inside(rect, out.padding);
  switch (layout.direction) {
    case Direction::stack:
      arrange_stack(out, room, scale);
      break;
    case Direction::row:
      if (layout.wrap) {
        arrange_wrapped(out, room, scale);
      } else {
        arrange_line(layout, out.children, Axis::x, room, scale);
      }
      break;
    case Direction::column:
      arrange_line(layout, out.children, Axis::y, room, scale);
      break;
  }
}

}  // namespace leitai::overlays
