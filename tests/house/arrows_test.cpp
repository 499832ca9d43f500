// SPDX-License-Identifier: GPL-2.0-or-later
// The arrows of docs/architecture.md: who may include whom.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// A room's folder, and the folders (or single headers) that it may include besides its own.
const std::map<std::string, std::set<std::string>>& arrows() {
  static const std::map<std::string, std::set<std::string>> kArrows = {
      {"overlays/json", {}},
      {"overlays/paint", {}},
      {"overlays/av", {}},
      {"overlays/media", {}},
      {"overlays/moving", {"overlays/media", "overlays/av", "overlays/json", "overlays/paint"}},
      {"overlays/film", {"overlays/paint", "overlays/av"}},
      {"overlays/text", {"overlays/paint", "overlays/media"}},
      {"overlays/template", {"overlays/json"}},
      {"overlays/scene",
       {"overlays/air.h", "overlays/json", "overlays/template", "overlays/text", "overlays/media", "overlays/moving",
        "overlays/paint"}},
      {"server/platform", {}},
      {"server/contest", {"overlays/json"}},
      {"server/tables", {"server/contest", "overlays/json"}},
      {"server/search", {"server/contest", "overlays/json"}},
      {"server/journal", {"server/platform"}},
      {"server/show", {"server/contest", "server/journal", "server/platform", "overlays/air.h", "overlays/json"}},
      {"server/http",
       {"server/show", "server/contest", "server/tables", "server/search", "server/journal", "server/platform",
        "overlays/air.h", "overlays/json"}},
      {"server/publish", {"server/http", "server/show", "server/contest", "overlays/json"}},
      {"server/preview",
       {"server/show", "server/contest", "overlays/air.h", "overlays/json", "overlays/template", "overlays/scene",
        "overlays/text", "overlays/paint"}},
      {"server/theme", {"server/platform", "overlays/template", "overlays/json"}},
      {"server/web", {}},
      {"server/cli", {"server", "overlays"}},
      {"plugin",
       {"server/show", "server/http", "server/publish", "server/preview", "server/theme", "server/web",
        "server/platform", "server/contest", "server/journal", "overlays"}},
  };
  return kArrows;
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

bool is_source(const fs::path& file) {
  return file.extension() == ".h" || file.extension() == ".cpp" || file.extension() == ".effect";
}

std::vector<fs::path> sources_under(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().string();
    if (entry.is_regular_file() && is_source(entry.path()) && path.find("node_modules") == std::string::npos) {
      files.push_back(entry.path());
    }
  }
  return files;
}

struct Include {
  std::string file;  ///< from the root
  std::string what;
};

std::vector<Include> includes_under(const fs::path& folder) {
  static const std::regex kInclude("^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]+)[>\"]", std::regex::multiline);
  std::vector<Include> includes;
  for (const fs::path& file : sources_under(folder)) {
    const std::string text = text_of(file);
    for (std::sregex_iterator it(text.begin(), text.end(), kInclude), end; it != end; ++it) {
      includes.push_back({fs::relative(file, LEITAI_SOURCE_DIR).string(), (*it)[1]});
    }
  }
  return includes;
}

bool lies_in(const std::string& path, const std::string& place) {
  return path == place || path.rfind(place + "/", 0) == 0;
}

bool is_ours(const std::string& include) {
  return lies_in(include, "overlays") || lies_in(include, "server") || lies_in(include, "plugin");
}

bool allowed(const std::string& room, const std::string& include) {
  if (lies_in(include, room)) {
    return true;
  }
  for (const std::string& target : arrows().at(room)) {
    if (lies_in(include, target)) {
      return true;
    }
  }
  return false;
}

const fs::path kRoot = LEITAI_SOURCE_DIR;

}  // namespace

TEST_CASE("every folder of sources is a room on the map") {
  for (const char* wing : {"overlays", "server", "plugin"}) {
    for (const fs::path& file : sources_under(kRoot / wing)) {
      const std::string path = fs::relative(file, kRoot).string();
      CAPTURE(path);
      bool known = path == "overlays/air.h";
      for (const auto& [room, targets] : arrows()) {
        known = known || lies_in(path, room);
      }
      CHECK(known);
    }
  }
}

TEST_CASE("no include goes against the arrows") {
  std::size_t seen = 0;
  for (const auto& [room, targets] : arrows()) {
    for (const Include& include : includes_under(kRoot / room)) {
      if (is_ours(include.what)) {
        ++seen;
        INFO(include.file << " includes " << include.what);
        CHECK(allowed(room, include.what));
      }
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("only the plugin knows libobs") {
  static const std::regex kLibobs(
      "(^|.*/)(obs[-_a-z0-9]*\\.h|obs-frontend-api\\.h|graphics/.*|util/(platform|bmem|dstr|threading)\\.h)$");
  for (const char* wing : {"overlays", "server"}) {
    for (const Include& include : includes_under(kRoot / wing)) {
      INFO(include.file << " includes " << include.what);
      CHECK_FALSE(std::regex_match(include.what, kLibobs));
    }
  }
}

TEST_CASE("contest/ does no I/O, reads no clock and starts no thread") {
  static const std::set<std::string> kForbidden = {"atomic",   "condition_variable", "ctime", "filesystem", "fstream",
                                                   "future",   "iostream",           "mutex", "thread",     "time.h",
                                                   "unistd.h", "sys/time.h",         "random"};
  static const std::regex kOutput("\\b(printf|fprintf|puts|fputs|fopen|fwrite|fread|getenv)\\s*\\(");
  for (const fs::path& file : sources_under(kRoot / "server/contest")) {
    CAPTURE(file.string());
    CHECK_FALSE(std::regex_search(text_of(file), kOutput));
  }
  for (const Include& include : includes_under(kRoot / "server/contest")) {
    INFO(include.file << " includes " << include.what);
    // What several readers keep there is under a lock, in one file.
    const bool keeps = include.what == "mutex" && include.file.ends_with("/row_keeper.h");
    CHECK((keeps || kForbidden.count(include.what) == 0));
  }
}

TEST_CASE("below the show and the plugin's tick nothing asks for the time") {
  static const std::regex kClock("_clock::now|clock_gettime|gettimeofday|\\btime\\((NULL|nullptr|0)\\)");
  for (const char* wing : {"overlays", "server/contest"}) {
    for (const fs::path& file : sources_under(kRoot / wing)) {
      CAPTURE(file.string());
      CHECK_FALSE(std::regex_search(text_of(file), kClock));
    }
  }
}

TEST_CASE("a room links only where its arrows go") {
  static const std::regex kRoom("leitai_room\\(([a-z]+)([^)]*)\\)");
  static const std::regex kLink("leitai::([a-z]+)");
  std::map<std::string, std::string> folder_of = {{"air", "overlays/air.h"}};
  for (const auto& [room, targets] : arrows()) {
    folder_of[fs::path(room).filename().string()] = room;
  }
  std::size_t rooms = 0;
  for (const auto& [room, targets] : arrows()) {
    const std::string text = text_of(kRoot / room / "CMakeLists.txt");
    std::smatch declaration;
    if (!std::regex_search(text, declaration, kRoom)) {
      continue;
    }
    ++rooms;
    const std::string links = declaration[2];
    for (std::sregex_iterator it(links.begin(), links.end(), kLink), end; it != end; ++it) {
      INFO(room << " links " << (*it)[1]);
      REQUIRE(folder_of.count((*it)[1]) == 1);
      CHECK(allowed(room, folder_of.at((*it)[1])));
    }
  }
  CHECK(rooms >= 10);
}
