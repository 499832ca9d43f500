// SPDX-License-Identifier: GPL-2.0-or-later
// A rehearsal says that it is one; a show does not, on the same file.
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

struct Opened {
  explicit Opened(Rig& rig, bool rehearsal) {
    rig.close();
    Options options = rig.options();
    options.rehearsal = rehearsal;
    auto opened = Show::open(std::move(options));
    REQUIRE(opened.has_value());
    show = std::move(*opened);
  }
  std::unique_ptr<Show> show;
};

InventMarks invent() {
  return {{{"round", "morning"}}, 5};
}

}  // namespace

TEST_CASE("outside of a rehearsal nothing is invented, and nothing says that it is one") {
  Rig rig;
  seed_contest(rig);
  CHECK(rig.refused(invent()).kind == RefusalKind::conflict);
  CHECK_FALSE(public_results(rig.show().snapshot()).contains("rehearsal"));
  for (const auto& [id, channel] : rig.show().snapshot()->air->channels) CHECK_FALSE(channel->rehearsal);
}

TEST_CASE("in a rehearsal every channel and the results say so, with what is on them or nothing") {
  Rig rig;
  seed_contest(rig);
  Opened opened(rig, true);
  const auto before = opened.show->snapshot();
  CHECK(public_results(before).at("rehearsal") == true);
  REQUIRE(opened.show->submit({}, PutResource{"channels", "hall", {{"audience", "operator"}}, {}}));
  REQUIRE(opened.show->submit({}, AirCommand{AirVerb::take, parsed(R"({"template": "lower-third", "data": {}})")}));
  REQUIRE(opened.show->submit({}, AirCommand{AirVerb::panic, Json::object()}));
  const auto now = opened.show->snapshot();
  CHECK(now->air->channels.size() == 2);
  for (const auto& [id, channel] : now->air->channels) CHECK(channel->rehearsal);
}

TEST_CASE("a rehearsal invents marks, which the audience sees as a rehearsal's") {
  Rig rig;
  seed_contest(rig);
  Opened opened(rig, true);
  const std::uint64_t revision = opened.show->snapshot()->public_revision;
  const auto answer = opened.show->submit({}, invent());
  REQUIRE(answer.has_value());
  const auto now = opened.show->snapshot();
  CHECK(now->public_revision > revision);
  CHECK(public_results(now).at("rehearsal") == true);
  CHECK_FALSE(now->store.all("scores").empty());
}

TEST_CASE("a show on a rehearsal's file is another document for the audience, and no rehearsal") {
  Rig rig;
  seed_contest(rig);
  std::uint64_t revision = 0;
  {
    Opened opened(rig, true);
    revision = opened.show->snapshot()->public_revision;
  }
  Opened opened(rig, false);
  CHECK(opened.show->snapshot()->public_revision == revision + 1);
  CHECK_FALSE(public_results(opened.show->snapshot()).contains("rehearsal"));
  CHECK_FALSE(opened.show->submit({}, invent()).has_value());
}
