// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "overlays/paint/ring_shape.h"
#include "plugin/piece_writer.h"
#include "plugin/quad_cutter.h"

namespace leitai::plugin {
namespace {

using overlays::Quad;
using overlays::RingShape;
using Point = PieceWriter::Point;

/// A belt of quadrangles around the centre that holds all of a ring, its soft edges too. Their
/// number depends on the ring's size only: one that closes asks for no memory on its way.
class Belt {
 public:
  Belt(const RingShape& ring, double aa) : ring_(ring) {
    const double reach = ring.half_width + aa / 2;
    // Seen from the centre, the round ends reach that much beyond the sweep.
    const double beyond = reach < ring.middle ? std::asin(reach / ring.middle) : M_PI;
    is_closed_ = ring.half_sweep + beyond >= M_PI;
    half_angle_ = is_closed_ ? M_PI : ring.half_sweep + beyond;
    // So many that straight sides fill little more than a pixel for nothing on either side.
    count_ = static_cast<int>(std::clamp(std::ceil(2 * std::sqrt((ring.middle + reach) / aa)), 8.0, 64.0));
    inner_ = std::max(ring.middle - reach, 0.0);
    outer_ = (ring.middle + reach) / std::cos(half_angle_ / count_);
  }

  int count() const { return count_; }

  /// Where two quadrangles meet.
  struct Rung {
    Point inner, outer;
  };

  /// 0 … count(); the last one of a closed belt is the first.
  Rung rung(int i) const {
    const double angle = is_closed_ && i == count_ ? -M_PI : half_angle_ * (2.0 * i / count_ - 1);
    const double sine = std::sin(angle), cosine = std::cos(angle);
    const double x = cosine * ring_.axis_x - sine * ring_.axis_y;
    const double y = cosine * ring_.axis_y + sine * ring_.axis_x;
    return {point(x * inner_, y * inner_), point(x * outer_, y * outer_)};
  }

 private:
  Point point(double x, double y) const {
    return {static_cast<float>(ring_.centre_x + x), static_cast<float>(ring_.centre_y + y)};
  }

  const RingShape& ring_;
  bool is_closed_ = false;
  double half_angle_ = 0;
  int count_ = 0;
  double inner_ = 0, outer_ = 0;
};

}  // namespace

void cut_ring(const Quad& quad, const CutQuad& cut, VertexStore& edges) {
  const auto ring = overlays::ring_shape(quad);
  if (!ring) {
    return;
  }
  const Float4 tint = scaled(quad.color, cut.opacity);
  const auto place = [&](float x, float y) -> Float4 {
    const double ux = x - ring->centre_x, uy = y - ring->centre_y;
    return {static_cast<float>((uy * ring->axis_x - ux * ring->axis_y) / cut.aa),
            static_cast<float>((ux * ring->axis_x + uy * ring->axis_y) / cut.aa),
            static_cast<float>(ring->middle / cut.aa), static_cast<float>(-ring->half_width / cut.aa)};
  };
  const Float4 sweep{static_cast<float>(ring->sin_half), static_cast<float>(ring->cos_half), 0, 0};
  const Belt belt(*ring, cut.aa);
  PieceWriter writer(quad, cut, edges);
  Belt::Rung rung = belt.rung(0);
  for (int i = 1; i <= belt.count(); ++i) {
    const Belt::Rung next = belt.rung(i);
    writer.add(std::array{rung.outer, next.outer, next.inner, rung.inner}, [&](std::size_t vertex, float x, float y) {
      edges.stream(0, vertex) = tint;
      edges.stream(1, vertex) = place(x, y);
      edges.stream(2, vertex) = sweep;
    });
    rung = next;
  }
}

}  // namespace leitai::plugin
