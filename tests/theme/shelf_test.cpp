// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/theme/shelf.h"

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <set>

#include "tests/template/theme_folder.h"

using namespace leitai;

namespace {

std::string template_of(const std::string& name) {
  return R"({"name": ")" + name + R"(", "layer": 1, "fields": {}, "sample": {}, "root": {"type": "group"}})";
}

/// Names of the themes that were saved.
class Saved {
 public:
  theme::Shelf::Changed taker() {
    return [this](const std::string& name, const std::shared_ptr<const overlays::Theme>&) {
      const std::lock_guard lock(mutex_);
      names_.insert(name);
      changed_.notify_all();
    };
  }
  bool has(const std::string& name) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(2), [&] { return names_.contains(name); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> names_;
};

}  // namespace

TEST_CASE("a theme that is not there, is broken, or whose name leads elsewhere is the show's own") {
  ThemeFolder folder;
  folder.write("main/theme.json", R"({"name": "main"})");
  folder.write("broken/theme.json", R"({"name": )");
  folder.write("secret/theme.json", R"({"name": "secret"})");
  const auto main = overlays::load_theme(folder.path() / "main").value();
  theme::Shelf shelf(main, [&](const std::string& name) { return folder.path() / "main" / name; });
  CHECK(shelf.find("") == main);
  for (const char* name : {"nowhere", "../secret", "..", "/", "../broken", "a/b", ".hidden"}) {
    INFO(name);
    CHECK(shelf.find(name) == main);
  }
  CHECK(shelf.find(std::string(100, 'x')) == main);
}

TEST_CASE("themes are read once, and a save of any of them is taken") {
  ThemeFolder folder;
  folder.write("main/theme.json", R"({"name": "main"})");
  folder.write("other/theme.json", R"({"name": "other"})");
  folder.write("mended/theme.json", R"({"name": )");
  const auto main = overlays::load_theme(folder.path() / "main").value();
  Saved saved;
  theme::Shelf shelf(main, [&](const std::string& name) { return folder.path() / name; });
  const auto other = shelf.find("other");
  REQUIRE(other->name == "other");
  CHECK(shelf.find("other") == other);
  shelf.follow(saved.taker());
  CHECK(shelf.find("mended") == main);

  folder.write("other/templates/plate.json", template_of("Plate"));
  REQUIRE(saved.has("other"));
  CHECK(shelf.find("other")->find("plate") != nullptr);
  folder.write("mended/theme.json", R"({"name": "mended"})");
  REQUIRE(saved.has("mended"));
  CHECK(shelf.find("mended")->name == "mended");
  folder.write("main/templates/plate.json", template_of("Plate"));
  REQUIRE(saved.has(""));
  CHECK(shelf.find("")->find("plate") != nullptr);
  shelf.stop();
}
