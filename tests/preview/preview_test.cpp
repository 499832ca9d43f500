// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/preview/preview.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <limits>
#include <thread>

#include "overlays/paint/cpu_painter.h"
#include "server/platform/platform.h"
#include "server/show/media.h"

using namespace leitai;

namespace {

constexpr std::int64_t kNow = 1'659'229'200'000;

std::shared_ptr<const overlays::Theme> arena() {
  static const auto theme = overlays::load_theme(std::string(LEITAI_SOURCE_DIR) + "/overlays/themes/arena").value();
  return theme;
}

/// A show of a test's own, with a clock that stands still.
class Stage {
 public:
  Stage() : folder_(std::filesystem::temp_directory_path() / ("leitai-preview-" + platform::random_hex(8))) {
    std::filesystem::create_directory(folder_);
    show::Options options;
    options.file = folder_ / "show.leitai";
    options.templates = preview::template_infos(*arena());
    options.clock_ms = [this] { return now_ms_.load(); };
    show_ = show::Show::open(std::move(options)).value();
  }
  ~Stage() {
    show_ = nullptr;
    std::filesystem::remove_all(folder_);
  }
  show::Show& show() { return *show_; }

  void take(const char* title) {
    const show::AirCommand command{show::AirVerb::take, {{"template", "lower-third"}, {"data", {{"title", title}}}}};
    REQUIRE(show_->submit({}, command));
  }

 private:
  std::filesystem::path folder_;
  std::atomic<std::int64_t> now_ms_ = kNow;
  std::unique_ptr<show::Show> show_;
};

}  // namespace

TEST_CASE("an unknown channel and a size that is not drawn are refused by kind") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  CHECK(preview.png("nowhere", 320, kNow).error().kind == contest::RefusalKind::not_found);
  for (const int width : {0, -1, preview::kMaxSide + 1}) {
    CHECK(preview.png("program", width, kNow).error().kind == contest::RefusalKind::invalid);
  }
}

TEST_CASE("at the ends of time there is a picture too") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  stage.take("1号选手");
  const auto long_after = preview.png("program", 320, kNow + 3'600'000);
  REQUIRE(long_after);
  for (const std::int64_t at : {std::int64_t{32'503'680'000'000}, std::numeric_limits<std::int64_t>::max()}) {
    const auto picture = preview.png("program", 320, at);
    REQUIRE(picture);
    CHECK((*picture == *long_after));
  }
  const auto long_before = preview.png("program", 320, kNow - 3'600'000);
  const auto at_the_beginning = preview.png("program", 320, std::numeric_limits<std::int64_t>::min());
  REQUIRE(long_before);
  REQUIRE(at_the_beginning);
  CHECK((*at_the_beginning == *long_before));
}

TEST_CASE("no more than a few wait; the others are told that it is busy, and nobody gets a wrong picture") {
  Stage stage;
  stage.take("甲");
  preview::Preview preview(arena(), stage.show());
  const auto expected = preview.png("program", 320, kNow + 5000).value();
  std::atomic<int> drawn = 0, refused = 0, wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3 * preview::Preview::kMaxWaiting; ++i) {
    threads.emplace_back([&] {
      const auto picture = preview.png("program", 320, kNow + 5000);
      if (picture && *picture == expected) {
        ++drawn;
      } else if (!picture && picture.error().kind == contest::RefusalKind::unavailable) {
        ++refused;
      } else {
        ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(drawn >= 1);
  CHECK(drawn + refused == 3 * preview::Preview::kMaxWaiting);
}

TEST_CASE("a picture that stands says that it stands, one in motion that it moves, one with a duration when it goes") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
  CHECK(preview.still("program", 320, kNow).value().changes_at_ms == kNever);
  const show::AirCommand command{show::AirVerb::take,
                                 {{"template", "lower-third"}, {"data", {{"title", "甲"}}}, {"duration_ms", 60'000}}};
  REQUIRE(stage.show().submit({}, command));
  CHECK(preview.still("program", 320, kNow + 100).value().changes_at_ms <= kNow + 101);
  CHECK(preview.still("program", 320, kNow + 5000).value().changes_at_ms == kNow + 60'000);
}

TEST_CASE("before a take the picture is that of after it, at rest, and nothing has changed") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  stage.take("甲");
  const auto on_air = preview.png("program", 320, kNow + 5000).value();
  const contest::Json take = {{"template", "lower-third"}, {"data", {{"title", "乙"}}}, {"duration_ms", 1000}};
  const auto would_be = preview.png("program", 320, kNow + 5000, take).value();
  CHECK((would_be != on_air));
  CHECK((preview.png("program", 320, kNow + 5000).value() == on_air));

  stage.take("乙");
  CHECK((preview.png("program", 320, kNow + 5000).value() == would_be));
}

TEST_CASE("a cue is shown as it would be; what a take would be refused for, its picture is refused for") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  const auto empty = preview.png("program", 320, kNow).value();
  const contest::Json cue = {{"template", "lower-third"}, {"data", {{"title", "甲"}}}};
  REQUIRE(stage.show().submit({}, show::PutResource{"cues", "c", cue, std::nullopt}));
  CHECK((preview.png("program", 320, kNow, {{"cue", "c"}}).value() != empty));
  CHECK(preview.png("program", 320, kNow, {{"cue", "nothing"}}).error().kind == contest::RefusalKind::invalid);
  CHECK(preview.png("program", 320, kNow, {{"template", "nothing"}}).error().kind == contest::RefusalKind::invalid);
  const contest::Json stage_bind = {{"template", "lower-third"}, {"bind", {{"contestant", "@stage"}}}};
  CHECK(preview.png("program", 320, kNow, stage_bind).error().kind == contest::RefusalKind::conflict);
  CHECK(preview.png("nowhere", 320, kNow, {{"cue", "c"}}).error().kind == contest::RefusalKind::not_found);
}

TEST_CASE("a preview follows what is on air, and is another before, in the middle of and after an in") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  const auto empty = preview.png("program", 320, kNow + 5000).value();
  stage.take("甲");
  const auto on = preview.png("program", 320, kNow + 5000).value();
  CHECK(on != empty);
  CHECK(preview.png("program", 320, kNow - 1000).value() == empty);
  CHECK(preview.png("program", 320, kNow + 250).value() != on);
  CHECK(preview.png("program", 320, kNow + 5000).value() == on);
  stage.take("乙");
  CHECK(preview.png("program", 320, kNow + 5000).value() != on);
}

TEST_CASE("a photo that is uploaded, replaced or taken away changes what is on air") {
  Stage stage;
  preview::Preview preview(arena(), stage.show());
  const auto set = [&](const contest::Json& data) { REQUIRE(stage.show().submit({}, show::SetMedia{"a.png", data})); };
  const auto upload = [&](std::uint8_t value) {
    const auto png = overlays::encode_png(std::vector<std::uint8_t>(16 * 16 * 4, value), 16, 16).value();
    const std::string_view bytes(reinterpret_cast<const char*>(png.data()), png.size());
    set({{"hash", show::keep_media(stage.show().options().media_folder, bytes).value()}, {"bytes", png.size()}});
  };
  const auto drawn = [&] { return preview.png("program", 320, kNow + 5000).value(); };
  const show::AirCommand take{show::AirVerb::take,
                              {{"template", "lower-third"}, {"data", {{"title", "甲"}, {"photo", "a.png"}}}}};
  REQUIRE(stage.show().submit({}, take));
  const auto without = drawn();
  upload(255);
  const auto first = drawn();
  CHECK(first != without);
  upload(128);
  CHECK(drawn() != first);
  CHECK(drawn() != without);
  upload(255);
  CHECK(drawn() == first);
  set(nullptr);
  CHECK(drawn() == without);
  // What a journal of foreign origin may say leads nowhere.
  for (const char* hash : {"../../etc/passwd", "/etc/passwd", "", "AAAA"}) {
    set({{"hash", hash}, {"bytes", 1}});
    CHECK(drawn() == without);
  }
}

TEST_CASE("a picture that stands still is drawn once") {
  Stage stage;
  stage.take("甲");
  const auto channel = stage.show().snapshot()->air->channels.find("program")->second;
  preview::StillPainter painter(arena());
  const auto at = [](std::int64_t after_ms) { return kNow + after_ms; };
  const auto first = painter.png(channel, 320, 180, at(5000)).value();
  CHECK(painter.png(channel, 320, 180, at(6000)).value() == first);
  CHECK(painter.png(channel, 320, 180, at(250)).value() != first);
  CHECK(painter.png(channel, 640, 360, at(6000)).value() != first);
}

TEST_CASE("the show is told what the theme's templates are") {
  const auto infos = preview::template_infos(*arena());
  REQUIRE(infos.size() == arena()->templates.size());
  for (const auto& info : infos) {
    const auto* its_template = arena()->find(info.id);
    REQUIRE(its_template != nullptr);
    CHECK(info.layer == its_template->layer);
    CHECK(info.out_ms == its_template->out_ms);
    CHECK(info.binds == its_template->binds);
  }
}

TEST_CASE("a preview is drawn with the theme that is in use") {
  Stage stage;
  stage.take("甲");
  preview::Preview preview(arena(), stage.show());
  const auto before = preview.png("program", 320, kNow + 5000).value();
  auto bare = std::make_shared<overlays::Theme>(*arena());
  bare->templates.clear();
  preview.use_theme(bare);
  CHECK(preview.png("program", 320, kNow + 5000).value() != before);
  preview.use_theme(arena());
  CHECK(preview.png("program", 320, kNow + 5000).value() == before);
}
