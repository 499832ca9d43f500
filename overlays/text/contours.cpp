// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/contours.h"

#include <ft2build.h>
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>
#include <span>

namespace leitai::overlays {
namespace {

/// A polygon is at most so far from the curve that it stands for, pixels.
constexpr float kTolerancePx = 0.03F;
constexpr int kMaxLinesOfCurve = 128;
/// Points nearer to each other are one: the direction between them would mean nothing.
constexpr float kSamePx = 1.0F / 256;
/// No glyph has a point farther from its pen.
constexpr float kFarthestPx = 1 << 20;

OutlinePoint operator+(OutlinePoint a, OutlinePoint b) {
  return {a.x + b.x, a.y + b.y};
}
OutlinePoint operator-(OutlinePoint a, OutlinePoint b) {
  return {a.x - b.x, a.y - b.y};
}
OutlinePoint operator*(OutlinePoint a, float by) {
  return {a.x * by, a.y * by};
}
float dot(OutlinePoint a, OutlinePoint b) {
  return a.x * b.x + a.y * b.y;
}
float length(OutlinePoint a) {
  return std::sqrt(dot(a, a));
}

/// Takes an outline apart into lines.
class Flattener {
 public:
  Flattener(Contours& into, float shift_px) : into_(into), shift_px_(shift_px) {}

  OutlinePoint point_of(const FT_Vector& v) const {
    return {static_cast<float>(v.x) / 64 + shift_px_, -static_cast<float>(v.y) / 64};
  }

  void begin(OutlinePoint p) {
    end();
    into_.points.push_back(p);
  }

  void line_to(OutlinePoint p) { into_.points.push_back(p); }

  void conic_to(OutlinePoint control, OutlinePoint to) {
    const OutlinePoint from = into_.points.back();
    const int lines = lines_for(0.25F * length(from - control * 2 + to));
    for (int i = 1; i < lines; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(lines), u = 1 - t;
      line_to(from * (u * u) + control * (2 * u * t) + to * (t * t));
    }
    line_to(to);
  }

  void cubic_to(OutlinePoint first, OutlinePoint second, OutlinePoint to) {
    const OutlinePoint from = into_.points.back();
    const float bend = std::max(length(from - first * 2 + second), length(first - second * 2 + to));
    const int lines = lines_for(0.75F * bend);
    for (int i = 1; i < lines; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(lines), u = 1 - t;
      line_to(from * (u * u * u) + first * (3 * u * u * t) + second * (3 * u * t * t) + to * (t * t * t));
    }
    line_to(to);
  }

  void end() {
    const std::size_t begun = into_.ends.empty() ? 0 : into_.ends.back();
    if (into_.points.size() > begun) into_.ends.push_back(into_.points.size());
  }

 private:
  /// Wang's formula, for the degree's share of the second differences.
  static int lines_for(float bend) {
    return std::clamp(static_cast<int>(std::ceil(std::sqrt(bend / kTolerancePx))), 1, kMaxLinesOfCurve);
  }

  Contours& into_;
  float shift_px_;
};

Flattener& flattener(void* user) {
  return *static_cast<Flattener*>(user);
}

double area_of(std::span<const OutlinePoint> polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const OutlinePoint a = polygon[i], b = polygon[i + 1 == polygon.size() ? 0 : i + 1];
    twice += double{a.x} * b.y - double{b.x} * a.y;
  }
  return twice / 2;
}

std::span<const OutlinePoint> polygon_of(const Contours& contours, std::size_t i) {
  const std::size_t begin = i == 0 ? 0 : contours.ends[i - 1];
  return std::span(contours.points).subspan(begin, contours.ends[i] - begin);
}

/// A side of a polygon: where it begins, which way it goes, and which way is out.
struct Side {
  OutlinePoint from, along, out;
  float length = 0;
};

/// The sides moved outwards. Each with its rectangle, and each outer corner with its sector, lie over
/// the polygon's own area; nothing winds the other way, so that the whole is the union of them all.
class Grower {
 public:
  Grower(Contours& into, float radius_px)
      : into_(into),
        radius_px_(radius_px),
        arc_step_(2 * std::acos(1 - std::min(kTolerancePx / radius_px, 0.5F))),
        arc_cosine_(std::cos(arc_step_)) {}

  void grow(std::span<const OutlinePoint> polygon, float outwards) {
    find_sides(polygon, outwards);
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      corner(sides_[i == 0 ? sides_.size() - 1 : i - 1], sides_[i]);
    }
    if (!sides_.empty()) into_.ends.push_back(into_.points.size());
  }

 private:
  void find_sides(std::span<const OutlinePoint> polygon, float outwards) {
    apart_.clear();
    for (const OutlinePoint p : polygon) {
      if (apart_.empty() || length(p - apart_.back()) > kSamePx) apart_.push_back(p);
    }
    while (apart_.size() > 1 && length(apart_.front() - apart_.back()) <= kSamePx) apart_.pop_back();
    sides_.clear();
    for (std::size_t i = 0; apart_.size() > 1 && i < apart_.size(); ++i) {
      const OutlinePoint way = apart_[i + 1 == apart_.size() ? 0 : i + 1] - apart_[i];
      const float far = length(way);
      const OutlinePoint along = way * (1 / far);
      sides_.push_back({apart_[i], along, OutlinePoint{along.y, -along.x} * outwards, far});
    }
  }

  void corner(const Side& before, const Side& after) {
    const float cosine = std::clamp(dot(before.out, after.out), -1.0F, 1.0F);
    if (dot(after.along, before.out) <= 0 || cosine <= -1) {
      outer_corner(before, after, cosine);
      return;
    }
    // Where both sides are long enough they meet; else each goes back to the corner, and the one's
    // rectangle overlaps the other's.
    const float cut = radius_px_ * std::sqrt((1 - cosine) / (1 + cosine));
    if (2 * cut <= std::min(before.length, after.length)) {
      add(after.from + (before.out + after.out) * (radius_px_ / (1 + cosine)));
      return;
    }
    add(after.from + before.out * radius_px_);
    add(after.from);
    add(after.from + after.out * radius_px_);
  }

  void outer_corner(const Side& before, const Side& after, float cosine) {
    add(after.from + before.out * radius_px_);
    if (cosine < arc_cosine_) {
      const float turn = std::acos(cosine);
      const int steps = static_cast<int>(std::ceil(turn / arc_step_));
      const float step_x = std::cos(turn / static_cast<float>(steps)),
                  step_y = std::sin(turn / static_cast<float>(steps));
      OutlinePoint way{step_x, step_y};  // outwards, and along the side that ends here
      for (int i = 1; i < steps; ++i) {
        add(after.from + (before.out * way.x + before.along * way.y) * radius_px_);
        way = {way.x * step_x - way.y * step_y, way.x * step_y + way.y * step_x};
      }
    }
    add(after.from + after.out * radius_px_);
  }

  void add(OutlinePoint p) { into_.points.push_back(p); }

  Contours& into_;
  float radius_px_, arc_step_, arc_cosine_;
  std::vector<OutlinePoint> apart_;
  std::vector<Side> sides_;
};

/// How much each line of a polygon adds to the pixels of its rows; summed up from the left, that is
/// how often and how far each pixel is wound around. Rows have room for one pixel beyond the right.
class Accumulator {
 public:
  Accumulator(int left, int top, int width, int height)
      : left_(static_cast<float>(left)),
        top_(static_cast<float>(top)),
        width_(width),
        height_(height),
        sums_(static_cast<std::size_t>(width + 2) * static_cast<std::size_t>(height)) {}

  void line(OutlinePoint a, OutlinePoint b) {
    a = a - OutlinePoint{left_, top_};
    b = b - OutlinePoint{left_, top_};
    if (a.y == b.y) return;
    const float sign = a.y < b.y ? 1.0F : -1.0F;
    if (a.y > b.y) std::swap(a, b);
    const float slope = (b.x - a.x) / (b.y - a.y);
    const auto right = static_cast<float>(width_);
    const int last = std::min(height_, static_cast<int>(std::ceil(b.y)));
    for (int y = std::max(0, static_cast<int>(a.y)); y < last; ++y) {
      const float from = std::max(static_cast<float>(y), a.y), to = std::min(static_cast<float>(y + 1), b.y);
      row(y, sign * (to - from), std::clamp(a.x + (from - a.y) * slope, 0.0F, right),
          std::clamp(a.x + (to - a.y) * slope, 0.0F, right));
    }
  }

  std::vector<float> covered() const {
    std::vector<float> values(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
    float* value = values.data();
    for (int y = 0; y < height_; ++y) {
      const float* add = sums_.data() + static_cast<std::size_t>(width_ + 2) * static_cast<std::size_t>(y);
      float sum = 0;
      for (int x = 0; x < width_; ++x) {
        sum += add[x];
        *value++ = std::min(std::fabs(sum), 1.0F);
      }
    }
    return values;
  }

 private:
  /// A line that crosses `tall` of a row on its way between two places.
  void row(int y, float tall, float x0, float x1) {
    if (x0 > x1) std::swap(x0, x1);
    float* sums = sums_.data() + static_cast<std::size_t>(width_ + 2) * static_cast<std::size_t>(y);
    const int first = static_cast<int>(x0), last = static_cast<int>(x1);
    if (first == last) {
      const float right_of_it = (x0 + x1) / 2 - static_cast<float>(first);
      sums[first] += tall * (1 - right_of_it);
      sums[first + 1] += tall * right_of_it;
      return;
    }
    // Of each pixel, what lies right of the line.
    const float per_pixel = tall / (x1 - x0);
    const float in_first = static_cast<float>(first + 1) - x0, in_last = x1 - static_cast<float>(last);
    float before = per_pixel * in_first * in_first / 2;
    sums[first] += before;
    for (int x = first + 1; x < last; ++x) {
      const float now = per_pixel * (static_cast<float>(x) + 0.5F - x0);
      sums[x] += now - before;
      before = now;
    }
    const float now = tall - per_pixel * in_last * in_last / 2;
    sums[last] += now - before;
    sums[last + 1] += tall - now;
  }

  float left_, top_;
  int width_, height_;
  std::vector<float> sums_;
};

}  // namespace

Contours flattened(const FT_Outline_& outline, float shift_px) {
  Contours contours;
  Flattener flattener_of_it(contours, shift_px);
  FT_Outline_Funcs calls{};
  calls.move_to = [](const FT_Vector* to, void* user) {
    flattener(user).begin(flattener(user).point_of(*to));
    return 0;
  };
  calls.line_to = [](const FT_Vector* to, void* user) {
    flattener(user).line_to(flattener(user).point_of(*to));
    return 0;
  };
  calls.conic_to = [](const FT_Vector* control, const FT_Vector* to, void* user) {
    Flattener& to_lines = flattener(user);
    to_lines.conic_to(to_lines.point_of(*control), to_lines.point_of(*to));
    return 0;
  };
  calls.cubic_to = [](const FT_Vector* first, const FT_Vector* second, const FT_Vector* to, void* user) {
    Flattener& to_lines = flattener(user);
    to_lines.cubic_to(to_lines.point_of(*first), to_lines.point_of(*second), to_lines.point_of(*to));
    return 0;
  };
  // Takes what it does not change as something it might.
  if (FT_Outline_Decompose(const_cast<FT_Outline_*>(&outline), &calls, &flattener_of_it) != 0) return {};
  flattener_of_it.end();
  return contours;
}

Contours grown(const Contours& contours, float radius_px) {
  if (!(radius_px > 0)) return contours;
  double area = 0;
  for (std::size_t i = 0; i < contours.ends.size(); ++i) area += area_of(polygon_of(contours, i));
  Contours whole;
  whole.points.reserve(contours.points.size() * 4);
  Grower grower(whole, radius_px);
  for (std::size_t i = 0; i < contours.ends.size(); ++i) {
    grower.grow(polygon_of(contours, i), area < 0 ? -1.0F : 1.0F);
  }
  return whole;
}

Coverage filled(const Contours& contours) {
  const auto is_somewhere = [](OutlinePoint p) { return std::fabs(p.x) < kFarthestPx && std::fabs(p.y) < kFarthestPx; };
  if (contours.points.empty() || !std::all_of(contours.points.begin(), contours.points.end(), is_somewhere)) return {};
  OutlinePoint least = contours.points.front(), most = least;
  for (const OutlinePoint p : contours.points) {
    least = {std::min(least.x, p.x), std::min(least.y, p.y)};
    most = {std::max(most.x, p.x), std::max(most.y, p.y)};
  }
  constexpr float kMost = kMaxCoverageSide - 2;
  if (most.x - least.x > kMost || most.y - least.y > kMost) return {};
  Coverage coverage;
  coverage.left = static_cast<int>(std::floor(least.x));
  coverage.top = static_cast<int>(std::floor(least.y));
  coverage.width = static_cast<int>(std::ceil(most.x)) - coverage.left;
  coverage.height = static_cast<int>(std::ceil(most.y)) - coverage.top;
  Accumulator accumulator(coverage.left, coverage.top, coverage.width, coverage.height);
  for (std::size_t i = 0; i < contours.ends.size(); ++i) {
    const std::span<const OutlinePoint> polygon = polygon_of(contours, i);
    for (std::size_t k = 0; k < polygon.size(); ++k) {
      accumulator.line(polygon[k], polygon[k + 1 == polygon.size() ? 0 : k + 1]);
    }
  }
  coverage.values = accumulator.covered();
  return coverage;
}

}  // namespace leitai::overlays
