// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/theme.h"

#include <catch2/catch.hpp>

#include "overlays/template/node.h"
#include "overlays/template/picture_files.h"
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
  const auto with_media = b.load();
  CHECK((*with_media)->content_hash != first);
  CHECK(content_hash_now(**with_media) == (*with_media)->content_hash);
  b.write("media/logo.png", "y");
  CHECK((*b.load())->content_hash != (*with_media)->content_hash);
  CHECK(content_hash_now(**with_media) == (*b.load())->content_hash);
  std::filesystem::remove_all(b.path());
  CHECK(content_hash_now(**with_media).empty());
}

TEST_CASE("a theme extends one that lies beside it") {
  ThemeFolder folder;  // keeps both
  folder.write("base/theme.json",
               R"({"name": "base", "colors": {"ink": "#ffffff", "back": "#000000"}, "fonts": {"text": "Inter"},
                   "words": {"total": "总分"}, "text_styles": {"name": {"font": "text", "size": 64, "color": "ink"}}})");
  const auto graphic = [](const char* text) {
    return R"({"name": "A", "layer": 1, "fields": {}, "sample": {}, "root": {"type": "text", "text": ")" +
           std::string(text) + R"(", "style": "name"}})";
  };
  folder.write("base/templates/a.json", graphic("${words.total}"));
  folder.write("base/templates/b.json", graphic("b"));
  folder.write("base/media/logo.png", "x");
  folder.write("other/theme.json",
               R"({"name": "other", "extends": "base", "colors": {"ink": "#ff0000"}, "words": {"total": "Total"}})");
  folder.write("other/templates/b.json", graphic("mine"));
  const auto theme = load_theme(folder.path() / "other");
  if (!theme) FAIL(theme.error().front().to_string());
  CHECK((*theme)->name == "other");
  REQUIRE((*theme)->templates.size() == 2);
  // Its own words go into what it inherits.
  CHECK((*theme)->find("a")->root->text.color == Rgba{1, 0, 0, 1});
  CHECK((*theme)->words["words"]["total"] == "Total");
  CHECK((*theme)->find("b")->root->binding.fixed_text() == "mine");
  CHECK((*theme)->folders.size() == 2);
  CHECK((*load_theme(folder.path() / "base"))->find("a")->root->text.color == Rgba{1, 1, 1, 1});

  const std::string hash = (*theme)->content_hash;
  CHECK(content_hash_now(**theme) == hash);
  folder.write("base/media/logo.png", "y");
  CHECK(content_hash_now(**theme) == (*load_theme(folder.path() / "other"))->content_hash);
  CHECK((*load_theme(folder.path() / "other"))->content_hash != hash);

  folder.write("base/templates/a.json", graphic("${words.none}"));
  const auto broken = load_theme(folder.path() / "other");
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().front().to_string().find("../base/templates/a.json:1:") == 0);

  const std::pair<const char*, const char*> refused[] = {{"none", "no theme \"none\" lies beside this one"},
                                                         {"../base", "no theme \"../base\" lies beside this one"},
                                                         {"other", "\"other\" extends a theme itself"}};
  for (const auto& [name, message] : refused) {
    folder.write("other/theme.json", R"({"name": "other", "extends": ")" + std::string(name) + "\"}");
    const auto refusal = load_theme(folder.path() / "other");
    REQUIRE_FALSE(refusal.has_value());
    CHECK(refusal.error().front().to_string().find(std::string("theme.json:1:30: error: ") + message) == 0);
  }
}

TEST_CASE("a picture is found within a theme's folder and nowhere else") {
  ThemeFolder folder;
  folder.write("theme/media/in.png", "x");
  folder.write("secret.png", "x");
  const std::vector<std::filesystem::path> folders = {folder.path() / "theme"};
  std::filesystem::create_symlink(folder.path() / "secret.png", folder.path() / "theme/media/link.png");
  CHECK(find_picture(folders, "media/in.png").has_value());
  CHECK(find_picture(folders, "media/../media/in.png").has_value());
  const std::string absolute = (folder.path() / "theme/media/in.png").string();
  for (const std::string& name :
       {std::string(), std::string("media"), std::string("../secret.png"), std::string("media/link.png"),
        std::string("media/none.png"), absolute, std::string("media\\in.png"), std::string("media/in.png\0", 13),
        std::string(4000, 'a')}) {
    CAPTURE(name);
    CHECK_FALSE(find_picture(folders, name).has_value());
  }
}

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  Sha256 abc;
  abc.add("a");
  abc.add("bc");
  CHECK(abc.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256().finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the shipped themes have the contract's templates on their layers") {
  const std::pair<const char*, int> expected[] = {
      {"lower-third", 20},   {"timer", 30}, {"ranking", 40}, {"score-card", 41}, {"versus", 42},
      {"running-order", 43}, {"board", 44}, {"awards", 45},  {"vote", 46},       {"title", 50},
      {"ticker", 60},        {"bug", 70},   {"qr", 71}};
  for (const char* name : {"arena", "paper"}) {
    const auto theme = load_theme(std::string(LEITAI_SOURCE_DIR "/overlays/themes/") + name);
    if (!theme) {
      for (const ThemeProblem& problem : theme.error()) UNSCOPED_INFO(problem.to_string());
    }
    REQUIRE(theme.has_value());
    CHECK((*theme)->name == name);
    CHECK((*theme)->templates.size() == std::size(expected));
    for (const auto& [id, layer] : expected) {
      CAPTURE(name, id);
      const Template* found = (*theme)->find(id);
      REQUIRE(found != nullptr);
      CHECK(found->layer == layer);
      CHECK(found->fields.contains("properties"));
      CHECK_FALSE(found->sample.empty());
      CHECK(found->in_ms > 0);
      CHECK(found->out_ms > 0);
    }
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
