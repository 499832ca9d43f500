// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/buckets.h"

#include <catch2/catch.hpp>

using leitai::http::Buckets;

TEST_CASE("who has taken all waits for one at a time, and a full rest gives all back") {
  Buckets buckets(3, 100, 10);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(buckets.take("a", 1'000).has_value());
  CHECK(buckets.take("a", 1'000) == 100);
  CHECK(buckets.take("a", 1'099) == 1);
  CHECK_FALSE(buckets.take("a", 1'100).has_value());
  CHECK(buckets.take("a", 1'100) == 100);
  CHECK_FALSE(buckets.take("b", 1'100).has_value());
  for (int i = 0; i < 3; ++i) CHECK_FALSE(buckets.take("a", 2'000).has_value());
  CHECK(buckets.take("a", 2'000).has_value());
}

TEST_CASE("what is given back can be taken again, and never more than there was") {
  Buckets buckets(1, 100, 10);
  CHECK_FALSE(buckets.take("a", 0).has_value());
  buckets.give_back("a");
  buckets.give_back("a");
  buckets.give_back("nobody");
  CHECK_FALSE(buckets.take("a", 0).has_value());
  CHECK(buckets.take("a", 0).has_value());
}

TEST_CASE("a crowd takes no more room than there is, and pushes out who has waited longest") {
  Buckets buckets(2, 100, 2);
  CHECK_FALSE(buckets.take("old", 0).has_value());
  for (int i = 0; i < 2; ++i) CHECK_FALSE(buckets.take("busy", 10).has_value());
  CHECK_FALSE(buckets.take("new", 20).has_value());
  CHECK(buckets.take("busy", 20).has_value());
}
