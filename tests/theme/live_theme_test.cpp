// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

#include "server/theme/theme.h"
#include "tests/template/theme_folder.h"

using namespace leitai;

namespace {

std::string template_of(const std::string& name) {
  return R"({"name": ")" + name + R"(", "layer": 1, "fields": {}, "sample": {}, "root": {"type": "group"}})";
}

/// The program's log while it lives.
class Log {
 public:
  Log() : sink_(std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(1000)), before_(spdlog::default_logger()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink_));
  }
  ~Log() { spdlog::set_default_logger(before_); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Waits for these words, at most two minutes.
  bool tells(const std::string& words) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (count(words) == 0 && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return count(words) > 0;
  }

  std::size_t count(const std::string& words) const {
    const auto lines = sink_->last_formatted();
    return static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [&](const std::string& line) { return line.find(words) != std::string::npos; }));
  }

 private:
  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> sink_;
  std::shared_ptr<spdlog::logger> before_;
};

/// What a live theme has handed on.
class Used {
 public:
  theme::LiveTheme::Use use() {
    return [this](const std::shared_ptr<const overlays::Theme>& theme) {
      const std::lock_guard lock(mutex_);
      themes_.push_back(theme);
      changed_.notify_all();
    };
  }
  /// The theme that was handed on as the `number`th; null where there is none within two minutes.
  std::shared_ptr<const overlays::Theme> wait_for(std::size_t number) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::minutes(2), [&] { return themes_.size() >= number; });
    return themes_.size() < number ? nullptr : themes_[number - 1];
  }
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return themes_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<const overlays::Theme>> themes_;
};

}  // namespace

TEST_CASE("a save with mistakes is handed to nobody, and the log names all of them once; the next good one is used") {
  ThemeFolder folder;
  folder.write("templates/t.json", template_of("first"));
  const Log log;
  Used used;
  const theme::LiveTheme live(folder.load().value(), used.use());
  folder.write("templates/t.json", template_of("second"));
  REQUIRE(used.wait_for(1) != nullptr);
  CHECK(used.wait_for(1)->find("t")->name == "second");

  folder.write("templates/t.json", R"({"name": 7, "layer": "x", "fields": {}, "sample": {}, "root": {"type": "box"}})");
  REQUIRE(log.tells("with mistakes (2)"));
  folder.write("templates/t.json", template_of("third"));
  REQUIRE(used.wait_for(2) != nullptr);
  CHECK(used.wait_for(2)->find("t")->name == "third");
  CHECK(used.count() == 2);
  CHECK(log.count("with mistakes") == 1);
  CHECK(log.count("templates/t.json:1:") == 2);
}

TEST_CASE("a theme that was saved between its loading and the watch is used; one that is as it was is not") {
  ThemeFolder folder;
  folder.write("templates/t.json", template_of("first"));
  const auto loaded = folder.load().value();
  folder.write("templates/t.json", template_of("second"));
  Used used;
  const theme::LiveTheme live(loaded, used.use());
  REQUIRE(used.wait_for(1) != nullptr);
  CHECK(used.wait_for(1)->find("t")->name == "second");
  // The same bytes, saved by renaming.
  folder.write("templates/t.json.new", template_of("second"));
  std::filesystem::rename(folder.path() / "templates/t.json.new", folder.path() / "templates/t.json");
  folder.write("templates/u.json", template_of("other"));
  REQUIRE(used.wait_for(2) != nullptr);
  CHECK(used.wait_for(2)->templates.size() == 2);
  CHECK(used.count() == 2);
}

TEST_CASE("a save of the theme that another extends changes that one too") {
  ThemeFolder folder;  // keeps both
  folder.write("base/theme.json", R"({"name": "base"})");
  folder.write("base/templates/t.json", template_of("first"));
  folder.write("other/theme.json", R"({"name": "other", "extends": "base"})");
  Used used;
  const theme::LiveTheme live(overlays::load_theme(folder.path() / "other").value(), used.use());
  folder.write("base/templates/t.json", template_of("second"));
  REQUIRE(used.wait_for(1) != nullptr);
  CHECK(used.wait_for(1)->name == "other");
  CHECK(used.wait_for(1)->find("t")->name == "second");
}

TEST_CASE("a theme that was broken at the start is used once it is mended") {
  ThemeFolder folder;
  folder.write("templates/t.json", "{");
  auto empty = std::make_shared<overlays::Theme>();
  empty->folder = folder.path();
  const Log log;
  Used used;
  const theme::LiveTheme live(empty, used.use());
  folder.write("templates/t.json", template_of("mended"));
  REQUIRE(used.wait_for(1) != nullptr);
  CHECK(used.wait_for(1)->find("t")->name == "mended");
}

TEST_CASE("a live theme ends at once, a hundred times, also while its folder goes away") {
  const Log log;
  for (int i = 0; i < 100; ++i) {
    Used used;
    ThemeFolder folder;
    const theme::LiveTheme live(folder.load().value(), used.use());
    CHECK(used.count() == 0);
  }
}
