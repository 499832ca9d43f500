// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "overlays/text/contours.h"

namespace leitai::overlays {
namespace {

Contours contours_of(const std::vector<std::vector<OutlinePoint>>& polygons) {
  Contours contours;
  for (const auto& polygon : polygons) {
    contours.points.insert(contours.points.end(), polygon.begin(), polygon.end());
    contours.ends.push_back(contours.points.size());
  }
  return contours;
}

std::vector<OutlinePoint> box(float x0, float y0, float x1, float y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

std::vector<OutlinePoint> reversed(std::vector<OutlinePoint> polygon) {
  std::reverse(polygon.begin(), polygon.end());
  return polygon;
}

std::vector<OutlinePoint> circle(OutlinePoint middle, float radius, int corners) {
  std::vector<OutlinePoint> polygon;
  for (int i = 0; i < corners; ++i) {
    const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(corners);
    polygon.push_back({middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)});
  }
  return polygon;
}

double ink_of(const Coverage& coverage) {
  return std::accumulate(coverage.values.begin(), coverage.values.end(), 0.0);
}

float at(const Coverage& coverage, int x, int y) {
  const int column = x - coverage.left, row = y - coverage.top;
  const bool there = column >= 0 && row >= 0 && column < coverage.width && row < coverage.height;
  return there ? coverage.values[std::size_t(row) * coverage.width + column] : 0;
}

/// Whether a point is filled, or no farther than the radius from a side; both from their definitions.
bool is_covered(const Contours& contours, OutlinePoint p, float radius) {
  int winding = 0;
  float nearest = std::numeric_limits<float>::max();
  std::size_t begin = 0;
  for (const std::size_t end : contours.ends) {
    for (std::size_t i = begin; i < end; ++i) {
      const OutlinePoint a = contours.points[i], b = contours.points[i + 1 == end ? begin : i + 1];
      const float dx = b.x - a.x, dy = b.y - a.y;
      const float t =
          std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / std::max(dx * dx + dy * dy, 1e-12F), 0.0F, 1.0F);
      nearest = std::min(nearest, std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
      if ((a.y <= p.y) != (b.y <= p.y) && a.x + (p.y - a.y) / dy * dx > p.x) {
        winding += dy > 0 ? 1 : -1;
      }
    }
    begin = end;
  }
  return winding != 0 || nearest <= radius;
}

struct Apart {
  double most = 0, mean = 0;
};

/// How far `coverage` is from what a grid of points in each pixel says.
Apart apart_from_truth(const Coverage& coverage, const Contours& contours, float radius) {
  constexpr int kGrid = 16;
  Apart apart;
  for (int y = coverage.top - 2; y < coverage.top + coverage.height + 2; ++y) {
    for (int x = coverage.left - 2; x < coverage.left + coverage.width + 2; ++x) {
      int hits = 0;
      for (int i = 0; i < kGrid * kGrid; ++i) {
        const float sub_x = (static_cast<float>(i % kGrid) + 0.5F) / kGrid,
                    sub_y = (static_cast<float>(i / kGrid) + 0.5F) / kGrid;
        hits += is_covered(contours, {static_cast<float>(x) + sub_x, static_cast<float>(y) + sub_y}, radius) ? 1 : 0;
      }
      const double difference = std::fabs(at(coverage, x, y) - hits / double{kGrid * kGrid});
      apart.most = std::max(apart.most, difference);
      apart.mean += difference / (coverage.width + 4) / (coverage.height + 4);
    }
  }
  return apart;
}

}  // namespace

TEST_CASE("Contours without area, without points, or far too large are filled with nothing") {
  CHECK(filled({}).values.empty());
  CHECK(grown({}, 3).points.empty());
  CHECK(grown(contours_of({{{5, 5}}}), 3).points.empty());
  CHECK(grown(contours_of({{{5, 5}, {5, 5}, {5, 5}}}), 3).points.empty());
  CHECK(ink_of(filled(contours_of({{{5, 5}, {9, 9}}}))) == Approx(0).margin(1e-5));
  CHECK(filled(contours_of({box(0, 0, 1e9F, 2)})).values.empty());
  CHECK(filled(contours_of({box(0, 0, NAN, 2)})).values.empty());
  CHECK(filled(contours_of({box(NAN, 0, 3, 2)})).values.empty());
  CHECK(grown(contours_of({box(0, 0, 4, 4)}), -1).points.size() == 4);
  CHECK(grown(contours_of({box(0, 0, 4, 4)}), NAN).points.size() == 4);
}

TEST_CASE("A box covers the share of each pixel that lies in it") {
  const Coverage coverage = filled(contours_of({box(1.25F, -2.5F, 3.5F, 0.25F)}));
  CHECK(coverage.left == 1);
  CHECK(coverage.top == -3);
  REQUIRE(coverage.width == 3);
  REQUIRE(coverage.height == 4);
  CHECK(at(coverage, 1, -3) == Approx(0.75 * 0.5));
  CHECK(at(coverage, 2, -3) == Approx(0.5));
  CHECK(at(coverage, 2, -2) == Approx(1));
  CHECK(at(coverage, 3, -1) == Approx(0.5));
  CHECK(at(coverage, 1, 0) == Approx(0.75 * 0.25));
}

TEST_CASE("Slanted lines cover what geometry says, whichever way they run") {
  const std::vector<OutlinePoint> triangle{{0.3F, 0.2F}, {19.7F, 5.1F}, {4.4F, 13.9F}};
  const double area = std::fabs((19.7 - 0.3) * (13.9 - 0.2) - (4.4 - 0.3) * (5.1 - 0.2)) / 2;
  for (const auto& polygon : {triangle, reversed(triangle)}) {
    const Contours contours = contours_of({polygon});
    const Coverage coverage = filled(contours);
    CHECK(ink_of(coverage) == Approx(area).epsilon(1e-4));
    CHECK(apart_from_truth(coverage, contours, 0).most < 0.04);  // the truth is a grid itself
  }
}

TEST_CASE("A hole is left out, and what is wound around twice is no more than covered") {
  CHECK(ink_of(filled(contours_of({box(0, 0, 10, 10), reversed(box(3, 3, 7, 7))}))) == Approx(84));
  CHECK(ink_of(filled(contours_of({box(0, 0, 10, 10), box(3, 3, 7, 7)}))) == Approx(100));
}

TEST_CASE("A round pen adds its width along the sides and a sector at each corner") {
  for (const float radius : {0.4F, 1.0F, 3.0F, 25.0F}) {
    for (const auto& polygon : {box(2, 2, 12, 12), reversed(box(2, 2, 12, 12))}) {
      const double expected = 100 + 40 * radius + std::numbers::pi * radius * radius;
      CHECK(ink_of(filled(grown(contours_of({polygon}), radius))) == Approx(expected).epsilon(0.004));
    }
  }
}

TEST_CASE("What a pen covers is what lies within its radius") {
  const std::vector<OutlinePoint> corner{{2, 2}, {22, 2}, {22, 8}, {9, 8}, {9, 24}, {2, 24}};
  const std::vector<OutlinePoint> star{{15, 1},  {18, 11}, {29, 11}, {20, 17}, {24, 28},
                                       {15, 21}, {6, 28},  {10, 17}, {1, 11},  {12, 11}};
  for (const float radius : {0.6F, 2.0F, 3.0F, 7.5F}) {
    for (const Contours& contours :
         {contours_of({corner}), contours_of({reversed(corner)}), contours_of({star}),
          contours_of({circle({15, 15}, 12, 40), reversed(circle({15, 15}, 8, 30))}),
          contours_of({box(0, 0, 30, 3), box(0, 9.3F, 30, 12), box(12.1F, -5, 14.7F, 20)})}) {
      const Coverage coverage = filled(grown(contours, radius));
      const Apart apart = apart_from_truth(coverage, contours, radius);
      // Where two outer edges cross in one pixel, what both cover is counted twice.
      CHECK(apart.most < 0.3);
      CHECK(apart.mean < 0.004);
    }
  }
}

TEST_CASE("Where strokes that grow meet there is no gap, and no hole is left or made") {
  // Between two bars, in a ring, and in a small round hole, whose middle the pen goes far beyond.
  for (const float radius : {2.0F, 2.6F, 3.0F, 9.0F, 20.0F}) {
    const Coverage bars = filled(grown(contours_of({box(0, 0, 20, 4), box(0, 8, 20, 12)}), radius));
    for (int y = 0; y < 12; ++y) {
      for (int x = 0; x < 20; ++x) REQUIRE(at(bars, x, y) > 0.995F);
    }
    for (const auto& hole : {box(8, 8, 12, 12), circle({10, 10}, 2, 24)}) {
      const Coverage ring = filled(grown(contours_of({box(0, 0, 20, 20), reversed(hole)}), radius));
      for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 20; ++x) REQUIRE(at(ring, x, y) > 0.995F);
      }
    }
  }
}

TEST_CASE("A side that turns back on itself gets a round end") {
  const Contours needle = contours_of({{{5, 5}, {25, 5}, {25, 5.001F}}});
  const double expected = 20 * 2 * 3 + std::numbers::pi * 9;
  CHECK(ink_of(filled(grown(needle, 3))) == Approx(expected).epsilon(0.01));
}

}  // namespace leitai::overlays
