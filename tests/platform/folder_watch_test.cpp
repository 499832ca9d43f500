// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <fstream>
#include <system_error>

#include "server/platform/platform.h"

using namespace leitai::platform;
namespace fs = std::filesystem;

namespace {

/// A folder with another in it, gone once the test is over.
class WatchedFolder {
 public:
  WatchedFolder() : path_(fs::temp_directory_path() / ("leitai-watch-" + random_hex(8))) {
    fs::create_directories(path_ / "sub");
  }
  ~WatchedFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  void write(const char* name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  FolderWatch::Folders folders() const {
    return [path = path_] { return std::vector{path}; };
  }
  std::string signature() const { return signature_of({path_}); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// What a watch has called with.
class Calls {
 public:
  std::function<void(const std::string&)> take() {
    return [this](const std::string& signature) {
      const std::lock_guard lock(mutex_);
      signatures_.push_back(signature);
      called_.notify_all();
    };
  }
  /// Whether the newest call was with this signature, within two minutes.
  bool newest_is(const std::string& signature) {
    std::unique_lock lock(mutex_);
    return called_.wait_for(lock, std::chrono::minutes(2),
                            [&] { return !signatures_.empty() && signatures_.back() == signature; });
  }
  std::vector<std::string> all() {
    const std::lock_guard lock(mutex_);
    return signatures_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable called_;
  std::vector<std::string> signatures_;
};

}  // namespace

TEST_CASE("a folder's signature changes with names, sizes and times") {
  const WatchedFolder folder;
  const fs::path file = folder.path() / "sub/a.json";
  const auto empty = folder.signature();
  CHECK(empty != signature_of({folder.path() / "nowhere"}));
  folder.write("sub/a.json", "1");
  const auto one = folder.signature();
  CHECK(one != empty);
  CHECK(one == folder.signature());
  folder.write("sub/a.json", "12");
  const auto longer = folder.signature();
  CHECK(longer != one);
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(10));
  const auto later = folder.signature();
  CHECK(later != longer);
  fs::rename(file, folder.path() / "sub/b.json");
  CHECK(folder.signature() != later);
}

TEST_CASE("hidden files are not looked at") {
  const WatchedFolder folder;
  folder.write("sub/a.json", "1");
  const auto before = folder.signature();
  folder.write("sub/.a.json.swp", "1");
  fs::create_directories(folder.path() / ".git");
  folder.write(".git/index", "1");
  CHECK(folder.signature() == before);
}

TEST_CASE("a watch calls at first, and then once a change stands, never twice for the same") {
  const WatchedFolder folder;
  Calls calls;
  const FolderWatch watch(folder.folders(), calls.take(), std::chrono::milliseconds(5));
  REQUIRE(calls.newest_is(folder.signature()));
  for (std::size_t change = 1; change <= 5; ++change) {
    folder.write("sub/a.json", std::string(change, 'x'));
    REQUIRE(calls.newest_is(folder.signature()));
  }
  fs::remove_all(folder.path());
  REQUIRE(calls.newest_is(folder.signature()));
  const auto all = calls.all();
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i] != all[i - 1]);
}

TEST_CASE("a watch ends at once, however long its interval is") {
  const WatchedFolder folder;
  Calls calls;
  { const FolderWatch watch(folder.folders(), calls.take(), std::chrono::hours(24)); }
  CHECK(calls.all().empty());
}
