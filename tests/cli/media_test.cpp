// SPDX-License-Identifier: GPL-2.0-or-later
// Uploaded pictures through the program: on air, in a backup, and in what is drawn of the past.
#include <catch2/catch.hpp>
#include <utility>

#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

std::string picture(const char* name) {
  return read_file(std::string(LEITAI_SOURCE_DIR) + "/docs/pictures/" + name);
}

bool upload(Serving& serving, const std::string& bytes) {
  const auto result = serving.client().Put("/api/v1/media/a.png", bytes, "image/png");
  return result && result->status == 200;
}

std::string preview(Serving& serving, const std::string& at) {
  const auto result = serving.client().Get(("/api/v1/preview.png?width=480&at=" + at).c_str());
  return result && result->status == 200 ? result->body : std::string();
}

}  // namespace

TEST_CASE("an uploaded photo is on air, in a backup, and in what is drawn of the time before it was replaced") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  REQUIRE(upload(serving, picture("ranking.png")));
  const auto nothing = preview(serving, serving.get("air")["now"]);
  REQUIRE(serving.post("air/take", {{"template", "lower-third"}, {"data", {{"title", "甲"}, {"photo", "a.png"}}}}) ==
          200);
  // It stands: two moments look the same, and there is something.
  std::string then, first;
  REQUIRE(eventually([&] {
    const auto before = std::exchange(first, preview(serving, then = serving.get("air")["now"]));
    return first != nothing && first == before;
  }));
  REQUIRE_FALSE(first.empty());
  // Until the clock has moved on, the replacement would count at the same time.
  REQUIRE(eventually([&] { return serving.get("air")["now"] != then; }));
  REQUIRE(upload(serving, picture("score-card.png")));
  CHECK(preview(serving, then) != first);

  const auto draw = [&](const char* show, const char* out) {
    const auto result = run({"render", folder / show, "--at", then, "--size", "480x270", "-o", folder / out});
    INFO(result.err);
    CHECK(result.status == 0);
    return read_file(folder / out);
  };
  CHECK(draw("show.leitai", "a.png") == first);

  REQUIRE(run({"backup", folder / "show.leitai", folder / "copy.leitai"}).status == 0);
  CHECK(draw("copy.leitai", "b.png") == first);
  Serving copy(folder / "copy.leitai");
  REQUIRE(copy.is_ready());
  const auto got = copy.client().Get("/api/v1/media/a.png");
  REQUIRE(got);
  CHECK(got->body == picture("score-card.png"));
}
