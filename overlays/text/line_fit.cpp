// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/line_fit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "overlays/text/clean_text.h"

namespace leitai::overlays {
namespace {

constexpr std::string_view kEllipsis = "…";

/// A fitted size is a multiple of this, so that names of about one length share their glyphs.
constexpr float kSizeStepPx = 0.25F;

/// Pango's own unit is 1/1024 of a pixel; sums of them may be off by a few.
constexpr float kSlackPx = 1.0F / 128;

/// What must not start a line even where a word is cut apart.
constexpr std::string_view kClosing[] = {"，", "。", "！", "？", "；", "：", "、", "」", "』", "）", "】",
                                         "》", "〉", "”",  "’",  "…",  "·",  "～", "〕", "％", "℃",  "!",
                                         "?",  ",",  ".",  ";",  ":",  ")",  "]",  "}",  "%"};

/// What must not end one.
constexpr std::string_view kOpening[] = {"「", "『", "（", "【", "《", "〈", "“", "‘", "〔", "(", "[", "{"};

/// Whether a word that is too wide for a line may be parted into `before` and `after`.
bool may_part(std::string_view before, std::string_view after) {
  return std::none_of(std::begin(kClosing), std::end(kClosing),
                      [&](std::string_view mark) { return after.starts_with(mark); }) &&
         std::none_of(std::begin(kOpening), std::end(kOpening),
                      [&](std::string_view mark) { return before.ends_with(mark); });
}

bool fits(const ShapedLine& line, float max_width) {
  return line.width <= max_width + kSlackPx;
}

TextStyle at_size(TextStyle style, float size_px) {
  style.letter_spacing_px *= size_px / style.size_px;
  style.size_px = size_px;
  return style;
}

/// A line of nothing, with the style's metrics.
ShapedLine empty_line(Shaper& shaper, const TextStyle& style) {
  ShapedLine line = shaper.shape("", style).line;
  line.truncated = true;
  return line;
}

/// How far the pen has come at a byte of a shaped text, for text that runs one way.
class Advances {
 public:
  Advances(const ShapedText& shaped, std::size_t bytes) : at_(bytes + 1) {
    for (std::size_t i = 0; i < shaped.offsets.size(); ++i) {
      at_[std::min(shaped.offsets[i] + 1, bytes)] += shaped.line.glyphs[i].advance;
    }
    for (std::size_t i = 1; i < at_.size(); ++i) {
      at_[i] += at_[i - 1];
    }
  }
  /// Of the clusters that start in [from, to).
  float between(std::size_t from, std::size_t to) const { return at_[to] - at_[from]; }

 private:
  std::vector<float> at_;
};

/// As many clusters of `clean` as have room before "…".
ShapedLine cut_with_ellipsis(Shaper& shaper, std::string_view clean, const TextStyle& style, float max_width) {
  const Advances advances(shaper.shape(clean, style), clean.size());
  const float room = max_width - shaper.shape(kEllipsis, style).line.width;
  const std::vector<BreakPoint> points = Shaper::break_points(clean);
  auto point = std::find_if(points.rbegin(), points.rend(),
                            [&](const BreakPoint& p) { return advances.between(0, p.offset) <= room + kSlackPx; });
  // Shaped apart from what follows, the rest may be a little wider than it was within the whole.
  for (;; ++point) {
    const std::size_t kept = point == points.rend() ? 0 : point->offset;
    std::string text(trim_end(clean.substr(0, kept)));
    text += kEllipsis;
    ShapedLine line = shaper.shape(text, style).line;
    if (fits(line, max_width)) {
      line.truncated = true;
      return line;
    }
    if (point == points.rend()) {
      return empty_line(shaper, style);
    }
  }
}

/// The whole of `clean`, or what of it fits and "…".
ShapedLine whole_or_cut(Shaper& shaper, std::string_view clean, const TextStyle& style, float max_width) {
  ShapedLine line = shaper.shape(clean, style).line;
  return fits(line, max_width) ? line : cut_with_ellipsis(shaper, clean, style, max_width);
}

/// Where lines may end, best first, for the line that starts at `start`.
std::vector<std::size_t> line_ends(std::string_view clean, const std::vector<BreakPoint>& points,
                                   const Advances& advances, std::size_t start, float max_width) {
  std::vector<std::size_t> between_words;
  std::vector<std::size_t> within_words;
  std::size_t first = clean.size();
  for (const BreakPoint& point : points) {
    if (point.offset <= start) {
      continue;
    }
    first = std::min(first, point.offset);
    const std::string_view line = trim_end(clean.substr(start, point.offset - start));
    if (advances.between(start, start + line.size()) > max_width + kSlackPx) {
      break;
    }
    if (point.forced || point.offset == clean.size()) {
      return {point.offset};
    }
    if (point.line) {
      between_words.push_back(point.offset);
    } else if (may_part(clean.substr(0, point.offset), clean.substr(point.offset))) {
      within_words.push_back(point.offset);
    }
  }
  std::vector<std::size_t> ends(between_words.rbegin(), between_words.rend());
  ends.insert(ends.end(), within_words.rbegin(), within_words.rend());
  ends.push_back(first);
  return ends;
}

std::string without_line_feeds(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace

ShapedLine fit_line(Shaper& shaper, std::string_view clean, const TextStyle& style, float max_width,
                    float least_size_px) {
  if (!(max_width > 0)) {
    return empty_line(shaper, style);
  }
  ShapedLine line = shaper.shape(clean, style).line;
  if (fits(line, max_width)) {
    return line;
  }
  const float least = std::min(least_size_px, style.size_px);
  const float guess = std::min(style.size_px * max_width / line.width, style.size_px);
  for (auto steps = static_cast<int>(guess / kSizeStepPx); static_cast<float>(steps) * kSizeStepPx > least; --steps) {
    line = shaper.shape(clean, at_size(style, static_cast<float>(steps) * kSizeStepPx)).line;
    if (fits(line, max_width)) {
      return line;
    }
  }
  return whole_or_cut(shaper, clean, at_size(style, least), max_width);
}

std::vector<ShapedLine> wrap_lines(Shaper& shaper, std::string_view clean, const TextStyle& style, float max_width,
                                   int max_lines) {
  std::vector<ShapedLine> lines;
  if (!(max_width > 0) || max_lines <= 0) {
    return lines;
  }
  const std::vector<BreakPoint> points = Shaper::break_points(clean);
  const Advances advances(shaper.shape(without_line_feeds(clean), style), clean.size());
  const auto shape_part = [&](std::size_t start, std::size_t end) {
    return shaper.shape(trim_end(clean.substr(start, end - start)), style).line;
  };
  std::size_t start = 0;
  while (start < clean.size()) {
    if (lines.size() + 1 == static_cast<std::size_t>(max_lines)) {
      const std::string rest = without_line_feeds(trim_end(clean.substr(start)));
      lines.push_back(whole_or_cut(shaper, rest, style, max_width));
      break;
    }
    std::size_t end = clean.size();
    ShapedLine line;
    for (const std::size_t candidate : line_ends(clean, points, advances, start, max_width)) {
      end = candidate;
      line = shape_part(start, end);
      if (fits(line, max_width)) {
        break;
      }
    }
    lines.push_back(std::move(line));
    const bool fed = clean[end - 1] == '\n';
    start = end;
    // Spaces at a break that the width made belong to neither line.
    while (!fed && start < clean.size() && clean[start] == ' ') {
      ++start;
    }
  }
  return lines;
}

}  // namespace leitai::overlays
