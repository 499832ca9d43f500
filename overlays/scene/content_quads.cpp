// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/content_quads.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "overlays/scene/activity.h"
#include "overlays/scene/arrange.h"

namespace leitai::overlays {
namespace {

/// Whole pixels where nothing moves, so that what is centred in them stays sharp.
float snapped(float offset, float room) {
  return room == std::floor(room) ? std::round(offset) : offset;
}

Quad& add_quad(DisplayList& list, QuadKind kind, const Frame& frame) {
  Quad& quad = list.quads.emplace_back();
  quad.kind = kind;
  quad.transform = frame.affine();
  quad.clip = frame.clip;
  quad.opacity = frame.opacity;
  return quad;
}

void set_radius(Quad& quad, const BoxLook& look) {
  const float most = std::min(quad.rect.x1 - quad.rect.x0, quad.rect.y1 - quad.rect.y0) / 2;
  for (std::size_t i = 0; i < 4; ++i) quad.radius[i] = std::min(look.radius[i], most);
}

/// The middle of what is written, not of its line, stands in the middle of the node: capitals and
/// figures reach 0.73 of the size above the baseline, ideographs from 0.12 below to 0.88 above.
float baseline(float height, float size_px, int lines, float line_height) {
  constexpr float kOpticalMiddle = 0.37F;
  const float block = static_cast<float>(lines - 1) * std::round(line_height);
  return snapped(height / 2 - block / 2 + kOpticalMiddle * size_px, height);
}

void add_glyph(const PlacedGlyph& glyph, const Frame& frame, const Color& color, DisplayList& list) {
  Quad& quad = add_quad(list, glyph.color ? QuadKind::emoji : QuadKind::glyph, frame);
  quad.page = glyph.page;
  quad.rect = glyph.rect;
  quad.texels = glyph.texels;
  quad.color = glyph.color ? Color{1, 1, 1, color.a} : color;
}

class ContentWriter {
 public:
  ContentWriter(const ItemTimeline& item, std::int64_t time_ns, DisplayList& list)
      : item_(item), time_ns_(time_ns), list_(list) {}

  void emit(const Instance& instance, const Content& content, const Color& color, const Frame& frame, float width,
            float height) {
    switch (instance.node->kind) {
      case NodeKind::image:
      case NodeKind::video:
        if (content.playing != nullptr) emit_film(content, frame, color);
        [[fallthrough]];
      case NodeKind::qr:
        if (content.run != nullptr) emit_glyphs(content.run->glyphs, frame, color);
        return;
      case NodeKind::stars:
        return emit_stars(instance, content, frame, width, height);
      case NodeKind::bar:
        return emit_bar(instance, content, frame, width, height);
      case NodeKind::ring:
        return emit_ring(instance, content, frame, width, height);
      case NodeKind::ticker:
        return emit_ticker(instance, content, frame, width, height, color);
      default:
        break;
    }
    if (content.run != nullptr) {
      emit_run(instance, *content.run, frame, width, height, color);
    } else if (content.timer) {
      emit_figures(instance, *content.figures, reading(*content.timer, time_ns_), frame, width, height, color);
    } else if (!content.counts.empty() && instance.node->roll && is_counting(content)) {
      emit_rolling(instance, content, frame, width, height, color);
    } else if (!content.counts.empty()) {
      emit_figures(instance, *content.figures, number(content), frame, width, height, color);
    }
  }

 private:
  /// In the middle of its place, on whole pixels.
  void emit_film(const Content& content, const Frame& frame, const Color& color) {
    const auto across = static_cast<float>(content.playing->width());
    const auto down = static_cast<float>(content.playing->height());
    const float left = std::floor((static_cast<float>(content.film->place.width) - across) / 2),
                top = std::floor((static_cast<float>(content.film->place.height) - down) / 2);
    Quad& quad = add_quad(list_, QuadKind::moving, frame);
    quad.page = content.moving;
    quad.number = content.playing->number_at(film_time_ns(content, item_.motion, time_ns_));
    quad.rect = {left, top, left + across, top + down};
    quad.texels = {0, 0, across, down};
    quad.color = {1, 1, 1, color.a};
  }

  // --- meters ---

  /// Of the greatest value, 0…1.
  float share_of(const Content& content) const {
    if (content.counts.empty()) return 0;
    return static_cast<float>(std::clamp(count_at(content.counts, time_ns_).first, 0.0, 1.0));
  }

  void emit_bar(const Instance& instance, const Content& content, const Frame& frame, float width, float height) {
    const float share = share_of(content);
    Rect rect{0, 0, width, height};
    switch (instance.node->meter.direction) {
      case BarDirection::right:
        rect.x1 = width * share;
        break;
      case BarDirection::left:
        rect.x0 = width * (1 - share);
        break;
      case BarDirection::up:
        rect.y0 = height * (1 - share);
        break;
      case BarDirection::down:
        rect.y1 = height * share;
        break;
    }
    add_box(content.fill, frame, rect, list_);
  }

  void emit_ring(const Instance& instance, const Content& content, const Frame& frame, float width, float height) {
    constexpr float kWhole = 2 * std::numbers::pi_v<float>;
    const auto part = [&](const Color& color, float share) {
      if (color.a <= 0 || share <= 0) return;
      Quad& quad = add_quad(list_, QuadKind::ring, frame);
      quad.rect = {0, 0, width, height};
      quad.border_width = instance.node->meter.thickness * item_.scale;
      quad.color = quad.color2 = color;
      quad.sweep = kWhole * share;
    };
    part(instance.tints.track, 1);
    part(instance.tints.meter, share_of(content));
  }

  /// Each star's share is lit from the left.
  void emit_stars(const Instance& instance, const Content& content, const Frame& frame, float width, float height) {
    if (content.run == nullptr || content.run->glyphs.empty() || content.counts.empty()) return;
    const double value = count_at(content.counts, time_ns_).first;
    const float gap = std::round(instance.node->meter.gap * item_.scale);
    const float cell = std::round(instance.node->text.size * item_.scale);
    const float whole = static_cast<float>(content.stars) * cell + static_cast<float>(content.stars - 1) * gap;
    const float begin = snapped(alignment(instance.node->text) * (width - whole), width);
    const Color &lit = instance.tints.meter, &unlit = instance.tints.track;
    for (int i = 0; i < content.stars; ++i) {
      Frame at = frame;
      const PlacedGlyph& star = content.run->glyphs.front();
      at.move(begin + static_cast<float>(i) * (cell + gap) + snapped((cell - content.run->width) / 2, width),
              baseline(height, content.run->size_px, 1, 0));
      const auto share = static_cast<float>(std::clamp(value - i, 0.0, 1.0));
      const float edge = at.x + at.scale_x * (star.rect.x0 + share * (star.rect.x1 - star.rect.x0));
      if (share > 0) {
        Frame left = at;
        if (share < 1) left.clip.x1 = std::min(left.clip.x1, edge);
        if (!is_empty(left.clip)) emit_glyph(star, left, lit);
      }
      if (share < 1 && unlit.a > 0) {
        if (share > 0) at.clip.x0 = std::max(at.clip.x0, edge);
        if (!is_empty(at.clip)) emit_glyph(star, at, unlit);
      }
    }
  }

  // --- tickers ---

  void emit_ticker(const Instance& instance, const Content& content, Frame frame, float width, float height,
                   const Color& color) {
    if (content.strip == nullptr) return;
    if (!frame.cut(width, height)) return;
    const Strip& strip = *content.strip;
    const GlyphRun& first = *strip.parts.front().run;
    frame.move(0, baseline(height, first.size_px, 1, 0));
    if (item_.motion == MotionLevel::reduced) return emit_still_ticker(instance, content, frame, color);
    const double x = strip_x(content, instance.node->ticker.speed * item_.scale, time_ns_);
    const double period = strip.width;
    const double first_copy = std::max(0.0, std::floor(-x / period));
    for (double copy = first_copy; x + copy * period < width; ++copy) {
      if (content.repeats > 0 && copy >= content.repeats) break;
      for (const Strip::Part& part : strip.parts) {
        const double left = x + copy * period + part.x;
        if (left >= width || left + part.run->width <= 0) continue;
        Frame at = frame;
        at.move(static_cast<float>(left), 0);
        emit_glyphs_within(*part.run, at, instance, color, static_cast<float>(-left), static_cast<float>(width - left));
      }
    }
  }

  /// One text after the other, each for a while.
  void emit_still_ticker(const Instance& instance, const Content& content, const Frame& frame, const Color& color) {
    const auto& parts = content.strip->parts;
    const std::size_t step = instance.node->ticker.separator.empty() ? 1 : 2;
    const std::int64_t turn = std::max<std::int64_t>(0, time_ns_ - content.scroll_start_ns) / kStillNs;
    const std::size_t texts = parts.size() / step;
    const std::size_t text = static_cast<std::size_t>(turn % static_cast<std::int64_t>(texts));
    emit_text(*parts[text * step].run, instance, frame, color);
  }

  void emit_glyphs_within(const GlyphRun& run, const Frame& frame, const Instance& instance, const Color& color,
                          float from, float to) {
    const auto within = [&](const std::vector<PlacedGlyph>& glyphs, const Frame& at, const Color& tint, float slack) {
      for (const PlacedGlyph& glyph : glyphs) {
        if (glyph.rect.x1 + slack > from && glyph.rect.x0 - slack < to) emit_glyph(glyph, at, tint);
      }
    };
    if (!run.shadow.empty()) {
      const Frame moved = shadow_frame(frame, instance.node->text);
      within(run.shadow, moved, instance.tints.shadow, std::abs(instance.node->text.shadow.x) * item_.scale);
    }
    within(run.outline, frame, instance.tints.outline, 0);
    within(run.glyphs, frame, color, 0);
  }

  // --- numbers ---

  /// The stretch of counting that holds now.
  const Count& count_now(const Content& content) const {
    std::size_t i = content.counts.size() - 1;
    while (i > 0 && time_ns_ < content.counts[i].start_ns) --i;
    return content.counts[i];
  }

  bool is_counting(const Content& content) const {
    const Count& count = count_now(content);
    return time_ns_ < count.start_ns + count.duration_ns;
  }

  /// Each figure goes on to the next while those to its right pass from 9 to 0, as a counter's wheels do.
  void emit_rolling(const Instance& instance, const Content& content, Frame frame, float width, float height,
                    const Color& color) {
    const FigureSet& figures = *content.figures;
    const auto [value, places] = count_at(content.counts, time_ns_);
    const Count& now = count_now(content);
    std::int64_t unit = 1;
    for (int i = 0; i < places; ++i) unit *= 10;
    const double scaled = std::abs(value) * static_cast<double>(unit);
    // On its way it may run past its end.
    const double greatest = std::max({std::abs(now.from), std::abs(now.to), std::abs(value)});
    int digits = places + 1;
    double rest = greatest;
    while (rest >= 10) {
      rest /= 10;
      ++digits;
    }
    const bool negative = value < 0;
    const float advance = figures.figures[static_cast<unsigned char>('0')].advance;
    const float point = figures.figures[static_cast<unsigned char>('.')].advance;
    const float sign = negative ? figures.figures[static_cast<unsigned char>('-')].advance : 0;
    const float whole = sign + static_cast<float>(digits) * advance + (places > 0 ? point : 0);
    if (!frame.cut(width, height)) return;
    frame.move(snapped(alignment(instance.node->text) * (width - whole), width),
               baseline(height, figures.size_px, 1, 0));
    if (negative) emit_figure(figures, '-', instance, frame, color);
    frame.move(sign, 0);
    for (int place = digits - 1; place >= 0; --place) {
      emit_wheel(figures, scaled, place, place > places, height, instance, frame, color);
      frame.move(advance, 0);
      if (place != places || places == 0) continue;
      emit_figure(figures, '.', instance, frame, color);
      frame.move(point, 0);
    }
  }

  /// `leading`: a zero with nothing but zeros before it is not written here.
  void emit_wheel(const FigureSet& figures, double scaled, int place, bool leading, float height,
                  const Instance& instance, const Frame& frame, const Color& color) {
    double unit = 1;
    for (int i = 0; i < place; ++i) unit *= 10;
    const double wheel = std::floor(scaled / unit);
    const double below = scaled - wheel * unit;
    const auto turned = static_cast<float>(std::clamp(below - (unit - 1), 0.0, 1.0));
    const auto digit = [](double number) { return static_cast<char>('0' + static_cast<int>(std::fmod(number, 10))); };
    const auto written = [&](double number) { return !leading || number >= 1; };
    if (written(wheel)) {
      Frame at = frame;
      at.move(0, -turned * height);
      emit_figure(figures, digit(wheel), instance, at, color);
    }
    if (turned > 0 && written(wheel + 1)) {
      Frame at = frame;
      at.move(0, (1 - turned) * height);
      emit_figure(figures, digit(wheel + 1), instance, at, color);
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

  void emit_run(const Instance& instance, const GlyphRun& run, Frame frame, float width, float height,
                const Color& color) {
    const TextPlace place = place_of(*instance.node, run, width, height);
    frame.move(place.x, place.y);
    emit_text(run, instance, frame, color);
  }

  void emit_text(const GlyphRun& run, const Instance& instance, const Frame& frame, const Color& color) {
    if (!run.shadow.empty()) emit_glyphs(run.shadow, shadow_frame(frame, instance.node->text), instance.tints.shadow);
    if (!run.outline.empty()) emit_glyphs(run.outline, frame, instance.tints.outline);
    emit_glyphs(run.glyphs, frame, color);
  }

  void emit_glyphs(const std::vector<PlacedGlyph>& glyphs, const Frame& frame, const Color& color) {
    add_glyphs(glyphs, frame, color, list_);
  }

  Frame shadow_frame(Frame frame, const TextSpec& spec) const {
    frame.move(std::round(spec.shadow.x * item_.scale), std::round(spec.shadow.y * item_.scale));
    return frame;
  }

  void emit_figures(const Instance& instance, const FigureSet& figures, const ShortText& text, Frame frame, float width,
                    float height, const Color& color) {
    const float share = alignment(instance.node->text);
    frame.move(snapped(share * (width - figures.width(text.view())), width), baseline(height, figures.size_px, 1, 0));
    for (const char c : text.view()) {
      emit_figure(figures, c, instance, frame, color);
      frame.move(figures.figures[static_cast<unsigned char>(c) & 127U].advance, 0);
    }
  }

  void emit_figure(const FigureSet& figures, char c, const Instance& instance, const Frame& frame, const Color& color) {
    const FigureSet::Figure& figure = figures.figures[static_cast<unsigned char>(c) & 127U];
    if (is_drawn(figure.shadow))
      emit_glyph(figure.shadow, shadow_frame(frame, instance.node->text), instance.tints.shadow);
    if (is_drawn(figure.outline)) emit_glyph(figure.outline, frame, instance.tints.outline);
    if (is_drawn(figure.glyph)) emit_glyph(figure.glyph, frame, color);
  }

  void emit_glyph(const PlacedGlyph& glyph, const Frame& frame, const Color& color) {
    add_glyph(glyph, frame, color, list_);
  }

  const ItemTimeline& item_;
  std::int64_t time_ns_;
  DisplayList& list_;
};

}  // namespace

TextPlace place_of(const Node& node, const GlyphRun& run, float width, float height) {
  if (node.kind == NodeKind::image || node.kind == NodeKind::qr) return {};
  return {snapped(alignment(node.text) * (width - run.width), width),
          baseline(height, run.size_px, run.lines, run.line_height)};
}

void add_glyphs(std::span<const PlacedGlyph> glyphs, const Frame& frame, const Color& color, DisplayList& list) {
  for (const PlacedGlyph& glyph : glyphs) add_glyph(glyph, frame, color, list);
}

void add_box(const BoxLook& look, const Frame& frame, const Rect& rect, DisplayList& list) {
  if (is_empty(rect)) return;
  if (look.shadow.a > 0) {
    Quad& quad = add_quad(list, QuadKind::shadow, frame);
    quad.rect = {rect.x0 + look.shadow_x - look.shadow_spread, rect.y0 + look.shadow_y - look.shadow_spread,
                 rect.x1 + look.shadow_x + look.shadow_spread, rect.y1 + look.shadow_y + look.shadow_spread};
    quad.color = look.shadow;
    quad.blur = look.shadow_blur;
    set_radius(quad, look);
  }
  if (look.fill.a <= 0 && look.fill_end.a <= 0 && look.border.a <= 0) return;
  Quad& quad = add_quad(list, QuadKind::box, frame);
  quad.rect = rect;
  quad.color = look.fill;
  quad.color2 = look.fill_end;
  quad.border = look.border_width > 0 ? look.border : look.fill;
  quad.border_width = look.border_width;
  quad.gradient_angle = look.gradient_angle;
  set_radius(quad, look);
}

void add_content(const ItemTimeline& item, std::int64_t time_ns, const Instance& instance, const Content& content,
                 const Color& color, const PosedFrame& posed, DisplayList& list) {
  ContentWriter(item, time_ns, list).emit(instance, content, color, posed.frame, posed.width, posed.height);
}

}  // namespace leitai::overlays
