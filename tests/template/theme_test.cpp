// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/theme.h"

#include <catch2/catch.hpp>

#include "overlays/template/node.h"
#include "overlays/template/sha256.h"
#include "tests/template/theme_folder.h"

using namespace leitai::overlays;

namespace {

const char* const kSmall = R"({
  "name": "Small", "layer": 7, "steps": 2, "binds": ["person"],
  "fields": {"properties": {"title": {}, "rows": {"items": {"properties": {"id": {}}}}}},
  "sample": {"title": "1号选手"},
  "root": {"type": "group", "children": [
    {"type": "box", "x": "edge", "fill": "gold 50%",
     "in": [{"property": "scale", "from": 0, "delay_ms": 100, "duration_ms": "quick"}],
     "out": [{"property": "opacity", "to": 0, "duration_ms": 150}]},
    {"type": "text", "text": "${title}", "style": "name", "size": 40},
    {"type": "list", "items": "rows", "key": "id", "max_rows": 5, "in_stagger_ms": 50, "out_stagger_ms": 10,
     "row": {"type": "box", "in": [{"property": "x", "from": 9, "duration_ms": 400}],
             "out": [{"property": "x", "to": 9, "duration_ms": 300}]}}
  ]}
})";

}  // namespace

TEST_CASE("words of the theme stand for their values") {
  ThemeFolder folder;
  folder.write("templates/small.json", kSmall);
  const auto theme = folder.load();
  REQUIRE(theme.has_value());
  const Template* small = (*theme)->find("small");
  REQUIRE(small != nullptr);
  CHECK((*theme)->find("large") == nullptr);
  CHECK(small->layer == 7);
  CHECK(small->steps == 2);
  CHECK(small->binds == std::vector<std::string>{"person"});
  const Node& box = *small->root->children[0];
  CHECK(box.layout.x == 96);
  CHECK(box.box.fill == Rgba{245 / 255.0F, 196 / 255.0F, 81 / 255.0F, 0.5F});
  REQUIRE(box.motion.in.size() == 2);  // both directions of the scale
  CHECK(box.motion.in[0].duration_ms == 200);
  const Node& text = *small->root->children[1];
  CHECK(text.text.size == 40);
  CHECK(text.text.family == "Inter, Noto Sans CJK SC");
}

TEST_CASE("the length of in and out counts delays and the stagger of all rows") {
  ThemeFolder folder;
  folder.write("templates/small.json", kSmall);
  const auto theme = folder.load();
  REQUIRE(theme.has_value());
  CHECK((*theme)->find("small")->in_ms == 4 * 50 + 400);
  CHECK((*theme)->find("small")->out_ms == 4 * 10 + 300);
}

TEST_CASE("the content hash follows every file of the theme and not its place") {
  ThemeFolder a, b;
  a.write("templates/small.json", kSmall);
  b.write("templates/small.json", kSmall);
  const std::string first = (*a.load())->content_hash;
  CHECK(first.size() == 64);
  CHECK((*b.load())->content_hash == first);
  b.write("media/logo.png", "x");
  const std::string with_media = (*b.load())->content_hash;
  CHECK(with_media != first);
  b.write("media/logo.png", "y");
  CHECK((*b.load())->content_hash != with_media);
}

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  Sha256 abc;
  abc.add("a");
  abc.add("bc");
  CHECK(abc.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256().finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the shipped theme has the contract's first templates on their layers") {
  const auto theme = load_theme(LEITAI_SOURCE_DIR "/overlays/themes/arena");
  if (!theme) {
    for (const ThemeProblem& problem : theme.error()) UNSCOPED_INFO(problem.to_string());
  }
  REQUIRE(theme.has_value());
  const std::pair<const char*, int> expected[] = {{"lower-third", 20}, {"timer", 30}, {"ranking", 40}};
  for (const auto& [id, layer] : expected) {
    const Template* found = (*theme)->find(id);
    REQUIRE(found != nullptr);
    CHECK(found->layer == layer);
    CHECK(found->fields.contains("properties"));
    CHECK_FALSE(found->sample.empty());
    CHECK(found->in_ms > 0);
    CHECK(found->out_ms > 0);
  }
}

TEST_CASE("every easing starts at 0 and ends at 1") {
  CHECK(easing_from_name("easeOutCubic") == Easing::ease_out_cubic);
  CHECK_FALSE(easing_from_name("ease_out").has_value());
  for (int i = 0; i <= static_cast<int>(Easing::ease_out_back); ++i) {
    const auto easing = static_cast<Easing>(i);
    CHECK(ease(easing, -1) == 0);
    CHECK(ease(easing, 0) == 0);
    CHECK(ease(easing, 1) == 1);
    CHECK(ease(easing, 2) == 1);
  }
  CHECK(ease(Easing::ease_out_cubic, 0.5) == Approx(0.875));
  CHECK(ease(Easing::ease_in_out_quad, 0.25) == Approx(0.125));
  CHECK(ease(Easing::ease_in_out_quint, 0.5) == Approx(0.5));
}
