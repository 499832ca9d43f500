// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/curve.h"

#include <catch2/catch.hpp>

using namespace leitai::overlays;

TEST_CASE("a curve keeps its value until it is moved, and after") {
  Curve curve(3);
  CHECK(curve.at(0) == 3);
  curve.animate(100, 100, 5, Easing::linear);
  CHECK(curve.at(100) == 3);
  CHECK(curve.at(150) == 4);
  CHECK(curve.at(200) == 5);
  CHECK(curve.at(kForever) == 5);
  CHECK(curve.target() == 5);
}

TEST_CASE("an interrupted motion continues from where it is") {
  Curve curve(0);
  curve.animate(0, 100, 10, Easing::linear);
  curve.animate(50, 100, 0, Easing::linear);
  CHECK(curve.at(50) == 5);
  CHECK(curve.at(100) == 2.5F);
  CHECK(curve.at(150) == 0);
}

TEST_CASE("what is added at a time changes nothing before it") {
  Curve curve(0);
  curve.animate(0, 100, 10, Easing::ease_out_cubic);
  const float before = curve.at(40);
  curve.animate(60, 100, -4, Easing::linear);
  curve.set(80, 7);
  CHECK(curve.at(40) == before);
  CHECK(curve.at(79) != 7);
  CHECK(curve.at(80) == 7);
}

TEST_CASE("a motion that had not begun is dropped by a later decision") {
  Curve curve(0);
  curve.animate(200, 100, 10, Easing::linear);
  curve.animate(150, 100, 4, Easing::linear);
  CHECK(curve.at(1000) == 4);
}

TEST_CASE("a motion starts from a jump at the same time") {
  Curve curve(1);
  curve.set(100, 0);
  curve.animate(100, 100, 1, Easing::linear);
  CHECK(curve.at(99) == 1);
  CHECK(curve.at(100) == 0);
  CHECK(curve.at(150) == 0.5F);
}

TEST_CASE("a motion of no length is a jump") {
  Curve curve(1);
  curve.animate(100, 0, 2, Easing::ease_in_cubic);
  CHECK(curve.at(99) == 1);
  CHECK(curve.at(100) == 2);
}
