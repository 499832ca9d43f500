// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <util/bmem.h>

#include "server/journal/journal.h"
#include "tests/plugin/harness/module_runtime.h"

namespace {

namespace fs = std::filesystem;
using leitai::json::Json;
using leitai::test::ModuleRuntime;
using leitai::test::Pixels;
using leitai::test::properties_text;
using leitai::test::ScratchFolder;

std::size_t lit_pixels(const Pixels& pixels) {
  std::size_t count = 0;
  for (std::size_t i = 3; i < pixels.bytes.size(); i += 4) {
    count += pixels.bytes[i] > 0 ? 1 : 0;
  }
  return count;
}

bool is_lit(const Pixels& pixels) {
  return lit_pixels(pixels) > 500;
}
bool is_blank(const Pixels& pixels) {
  return lit_pixels(pixels) == 0;
}

Json lower_third(const char* title) {
  return {{"template", "lower-third"}, {"data", {{"title", title}}}};
}

/// Listens on a free port of loopback.
class Squatter {
 public:
  Squatter() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 1) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~Squatter() { ::close(socket_); }
  int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

/// A client that follows the feed until the server ends it.
class OpenFeed {
 public:
  ~OpenFeed() {
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  /// True once the feed's first bytes are here.
  bool open(const std::string& url) {
    thread_ = std::thread([this, url] {
      httplib::Client client(url);
      const httplib::Headers headers = {{"Authorization", std::string("Bearer ") + leitai::test::kToken}};
      client.Get("/api/v1/event-feed?since_token=0", headers, [this](const char* /*bytes*/, std::size_t /*size*/) {
        flowing_ = true;
        return true;
      });
    });
    return leitai::test::until([this] { return flowing_.load(); });
  }

 private:
  std::atomic<bool> flowing_{false};
  std::thread thread_;
};

}  // namespace

TEST_CASE("a rehearsal says so on a program with nothing else on it, to clients and to the operator in OBS") {
  const ScratchFolder folder;
  Json settings = ModuleRuntime::settings(folder.path());
  {
    ModuleRuntime show(folder.path(), settings);
    CHECK(show.get("/api/v1/health").json().at("mode") == "show");
    obs_source_t* source = show.show_source();
    CHECK(show.wait_for_frame(is_blank));
    CHECK(properties_text(source).find("rehearsal") == std::string::npos);
    show.drop_source();
  }
  settings["rehearsal"] = true;
  ModuleRuntime rehearsal(folder.path(), settings);
  CHECK(rehearsal.get("/api/v1/health").json().at("mode") == "rehearsal");
  obs_source_t* source = rehearsal.show_source();
  CHECK(rehearsal.wait_for_frame(is_lit));
  CHECK(properties_text(source).find("A rehearsal:") != std::string::npos);
  REQUIRE(rehearsal.post("/api/v1/air/panic", Json::object()).status == 200);
  CHECK(rehearsal.wait_for_frames(3));
  CHECK(rehearsal.wait_for_frame(is_lit));
  rehearsal.drop_source();
}

TEST_CASE("the module exports its entry points only") {
  FILE* nm = popen("nm -D --defined-only " LEITAI_PLUGIN_FILE, "r");
  REQUIRE(nm != nullptr);
  std::string text;
  for (char part[512]; std::fgets(part, sizeof(part), nm) != nullptr;) {
    text += part;
  }
  REQUIRE(pclose(nm) == 0);
  std::set<std::string> names;
  std::istringstream lines(text);
  for (std::string address, kind, name; lines >> address >> kind >> name;) {
    names.insert(name);
  }
  CHECK(names == std::set<std::string>{"obs_module_load", "obs_module_unload", "obs_module_post_load", "obs_module_ver",
                                       "obs_module_set_pointer", "obs_module_set_locale", "obs_module_free_locale",
                                       "obs_module_get_string", "obs_module_name", "obs_module_description"});
}

TEST_CASE("where the port is taken OBS runs on, and log and properties say why") {
  const Squatter squatter;
  const ScratchFolder folder;
  Json settings = ModuleRuntime::settings(folder.path());
  settings["port"] = squatter.port();
  ModuleRuntime module(folder.path(), settings);
  CHECK(module.url().empty());
  const std::string port = std::to_string(squatter.port());
  CHECK(module.log().find("[leitai] nobody listens: port " + port) != std::string::npos);
  const std::string told = properties_text(module.show_source());
  CHECK(told.find(port) != std::string::npos);
  CHECK(told.find("taken") != std::string::npos);
  CHECK(module.wait_for_frame(is_blank).has_value());
}

TEST_CASE("where another program writes the show OBS runs on, and log and properties say why") {
  const ScratchFolder folder;
  const auto journal = leitai::journal::Journal::open(folder.path() / "show.leitai");
  REQUIRE(journal.has_value());
  ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
  CHECK(module.url().empty());
  CHECK(module.log().find("[leitai] the show ") != std::string::npos);
  CHECK(properties_text(module.show_source()).find("show.leitai cannot be opened") != std::string::npos);
  CHECK(module.wait_for_frame(is_blank).has_value());
}

TEST_CASE("where the theme is broken OBS runs on, and log and properties name file and line") {
  const ScratchFolder folder;
  fs::create_directories(folder.path() / "broken" / "templates");
  std::ofstream(folder.path() / "broken" / "theme.json") << "{\n  \"name\": \n}";
  Json settings = ModuleRuntime::settings(folder.path());
  settings["theme"] = (folder.path() / "broken").string();
  ModuleRuntime module(folder.path(), settings);
  CHECK_FALSE(module.url().empty());
  CHECK(module.log().find("theme.json:3:1") != std::string::npos);
  CHECK(properties_text(module.show_source()).find("theme.json:3:1") != std::string::npos);
  CHECK(module.post("/api/v1/air/take", lower_third("1号选手")).status == 422);
  CHECK(module.wait_for_frame(is_blank).has_value());
}

TEST_CASE("where the settings are wrong OBS runs on, and log and properties name line and setting") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), {{"port", "many"}});
  CHECK(module.url().empty());
  CHECK(module.log().find("config.json:1:") != std::string::npos);
  CHECK(properties_text(module.show_source()).find("/port must be") != std::string::npos);
  CHECK(module.wait_for_frame(is_blank).has_value());
}

TEST_CASE("a take over HTTP is drawn by the source, its first frame is told, and a clear empties the picture") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
  obs_source_t* source = module.show_source();
  CHECK(obs_source_get_width(source) == 640);
  CHECK(obs_source_get_height(source) == 360);
  REQUIRE(module.wait_for_frame(is_blank).has_value());
  REQUIRE(module.post("/api/v1/air/take", lower_third("1号选手 Anna 🎤")).status == 200);
  CHECK(module.wait_for_frame(is_lit).has_value());
  CHECK(leitai::test::until([&] {
    const Json air = module.get("/api/v1/air").json();
    return air["channels"]["program"]["layers"]["20"].contains("first_frame");
  }));
  REQUIRE(module.post("/api/v1/air/clear", {{"channel", "program"}}).status == 200);
  CHECK(module.wait_for_frame(is_blank).has_value());
}

TEST_CASE("a source follows the channel that its settings name") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
  const Json wall = {
      {"type", "channels"}, {"id", "wall"}, {"data", {{"audience", "public"}, {"width", 400}, {"height", 300}}}};
  REQUIRE(module.post("/api/v1/events", Json::array({wall})).status == 200);
  Json take = lower_third("1号选手");
  take["channel"] = "wall";
  REQUIRE(module.post("/api/v1/air/take", take).status == 200);
  obs_source_t* source = module.show_source();
  REQUIRE(module.wait_for_frame(is_blank).has_value());
  obs_data_t* settings = obs_source_get_settings(source);
  obs_data_set_string(settings, "channel", "wall");
  obs_source_update(source, settings);
  obs_data_release(settings);
  CHECK(module.wait_for_frame(is_lit).has_value());
  CHECK(obs_source_get_width(source) == 400);
  CHECK(obs_source_get_height(source) == 300);
}

TEST_CASE("a source has its channel's theme, or one of its own") {
  const ScratchFolder folder;
  const auto write = [&](const std::string& theme, const std::string& fill) {
    fs::create_directories(folder.path() / theme / "templates");
    std::ofstream(folder.path() / theme / "theme.json") << Json{{"name", theme}}.dump();
    const Json plate = {{"name", "Plate"},
                        {"layer", 20},
                        {"fields", Json::object()},
                        {"sample", Json::object()},
                        {"root", {{"type", "box"}, {"width", 200}, {"height", 200}, {"fill", fill}}}};
    std::ofstream(folder.path() / theme / "templates" / "plate.json") << plate.dump();
  };
  const auto shows = [](int r, int g, int b) {
    return [=](const Pixels& pixels) {
      const std::uint8_t* pixel = pixels.at(20, 20);
      return std::abs(pixel[0] - r) <= 2 && std::abs(pixel[1] - g) <= 2 && std::abs(pixel[2] - b) <= 2;
    };
  };
  write("red", "#ff0000");
  write("green", "#00ff00");
  write("blue", "#0000ff");
  Json settings = ModuleRuntime::settings(folder.path());
  settings["theme"] = "red";
  ModuleRuntime module(folder.path(), settings);
  obs_source_t* source = module.show_source();
  REQUIRE(module.post("/api/v1/air/take", {{"template", "plate"}}).status == 200);
  REQUIRE(module.wait_for_frame(shows(255, 0, 0)).has_value());
  const Json channel = {{"audience", "public"}, {"width", 640}, {"height", 360}, {"theme", "green"}};
  const Json events = Json::array({{{"type", "channels"}, {"id", "program"}, {"data", channel}}});
  REQUIRE(module.post("/api/v1/events", events).status == 200);
  CHECK(module.wait_for_frame(shows(0, 255, 0)).has_value());

  obs_data_t* chosen = obs_source_get_settings(source);
  obs_data_set_string(chosen, "theme", "blue");
  obs_source_update(source, chosen);
  obs_data_release(chosen);
  CHECK(module.wait_for_frame(shows(0, 0, 255)).has_value());
  const std::string told = properties_text(source);
  CHECK(told.find("640 × 360") != std::string::npos);
  write("blue", "#ffffff");
  CHECK(module.wait_for_frame(shows(255, 255, 255)).has_value());
}

TEST_CASE("the global overlay needs no source, and leaves nothing behind") {
  const ScratchFolder folder;
  const long before = bnum_allocs();
  for (int round = 0; round < 3; ++round) {
    Json settings = ModuleRuntime::settings(folder.path());
    settings["global_overlay"] = true;
    ModuleRuntime module(folder.path(), settings);
    REQUIRE(module.post("/api/v1/air/take", lower_third("1号选手")).status == 200);
    CHECK(module.wait_for_frame(is_lit).has_value());
  }
  CHECK(bnum_allocs() == before);
}

TEST_CASE("what was on air is on air again after OBS was ended") {
  const ScratchFolder folder;
  {
    ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
    REQUIRE(module.post("/api/v1/air/take", lower_third("1号选手")).status == 200);
  }
  ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
  module.show_source();
  CHECK(module.wait_for_frame(is_lit).has_value());
}

TEST_CASE("a theme that is saved changes the picture on air; a broken save only the log") {
  const ScratchFolder folder;
  const fs::path theme = folder.path() / "theme";
  fs::create_directories(theme / "templates");
  const auto save = [&](const std::string& fill) {
    const Json plate = {{"name", "Plate"},
                        {"layer", 20},
                        {"fields", Json::object()},
                        {"sample", Json::object()},
                        {"root", {{"type", "box"}, {"width", 200}, {"height", 200}, {"fill", fill}}}};
    std::ofstream(theme / "templates" / "plate.json") << plate.dump();
  };
  const auto shows = [](int r, int g, int b) {
    return [=](const Pixels& pixels) {
      const std::uint8_t* pixel = pixels.at(20, 20);
      return std::abs(pixel[0] - r) <= 2 && std::abs(pixel[1] - g) <= 2 && std::abs(pixel[2] - b) <= 2 &&
             pixel[3] == 255;
    };
  };
  std::ofstream(theme / "theme.json") << R"({"name": "plates"})";
  save("#ff0000");
  Json settings = ModuleRuntime::settings(folder.path());
  settings["theme"] = theme.string();
  ModuleRuntime module(folder.path(), settings);
  module.show_source();
  REQUIRE(module.post("/api/v1/air/take", {{"template", "plate"}}).status == 200);
  REQUIRE(module.wait_for_frame(shows(255, 0, 0)).has_value());

  save("reddish");
  CHECK(leitai::test::until([&] { return module.log().find("unknown colour \"reddish\"") != std::string::npos; }));
  REQUIRE(module.wait_for_frames(3));
  const auto after = module.wait_for_frame([](const Pixels&) { return true; });
  REQUIRE(after.has_value());
  CHECK(shows(255, 0, 0)(*after));

  save("#0000ff");
  CHECK(module.wait_for_frame(shows(0, 0, 255)).has_value());
  CHECK(module.log().find("was saved and is in use") != std::string::npos);
}

TEST_CASE("twenty loads and unloads, with pictures on air and a feed open, leave nothing behind") {
  const ScratchFolder folder;
  const long before = bnum_allocs();
  for (int round = 0; round < 20; ++round) {
    OpenFeed feed;
    ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
    module.show_source();
    REQUIRE(module.post("/api/v1/air/take", lower_third(round % 2 == 0 ? "1号选手" : "2号选手")).status == 200);
    REQUIRE(module.wait_for_frame(is_lit).has_value());
    REQUIRE(feed.open(module.url()));
  }
  CHECK(bnum_allocs() == before);
}
