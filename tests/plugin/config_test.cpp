// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "overlays/json/json.h"
#include "plugin/config.h"
#include "tests/plugin/harness/module_runtime.h"

namespace {

namespace fs = std::filesystem;
using leitai::plugin::load_config;
using leitai::plugin::parse_config;
using leitai::test::ScratchFolder;

std::string refusal(const std::string& text) {
  const auto config = parse_config(text, "/folder");
  REQUIRE_FALSE(config.has_value());
  return config.error();
}

std::string content(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("settings that are wrong are refused with their place") {
  CHECK(refusal("{\n \"port\": }").starts_with("2:"));
  CHECK(refusal("[]").find("must be an object") != std::string::npos);
  CHECK(refusal(R"({"port": 70000})").find("/port must be") != std::string::npos);
  CHECK(refusal(R"({"port": -1})").find("/port must be") != std::string::npos);
  CHECK(refusal(R"({"port": "5757"})").find("/port must be") != std::string::npos);
  CHECK(refusal(R"({"bind": ""})").find("/bind must be") != std::string::npos);
  CHECK(refusal(R"({"hosts": "a"})").find("/hosts must be") != std::string::npos);
  CHECK(refusal(R"({"hosts": [1]})").find("/hosts must be") != std::string::npos);
  CHECK(refusal(R"({"proxies": [""]})").find("/proxies must be") != std::string::npos);
  CHECK(refusal(R"({"ballots_at": 1})").find("/ballots_at must be") != std::string::npos);
  CHECK(refusal(R"({"show": 1})").find("/show must be") != std::string::npos);
  CHECK(refusal(R"({"theme": []})").find("/theme must be") != std::string::npos);
  CHECK(refusal(R"({"token": null})").find("/token must be") != std::string::npos);
  for (const char* url :
       {"1", "\"hall\"", "\"ftp://hall\"", "\"http://\"", "\"http://hall/air\"", "\"http://a@hall\""}) {
    INFO(url);
    CHECK(refusal(std::string(R"({"follow_url": )") + url + "}").find("/follow_url must be") != std::string::npos);
  }
  CHECK(refusal(R"({"clean_scene": true})").find("/clean_scene must be") != std::string::npos);
  CHECK(refusal(R"({"rehearsal": 1})").find("/rehearsal must be") != std::string::npos);
  CHECK(refusal(R"({"global_overlay": "yes"})").find("/global_overlay must be") != std::string::npos);
  CHECK(refusal("{\n  \"prot\": 5757\n}").starts_with("2:"));
  CHECK(refusal(R"({"prot": 5757})").find("/prot is not a setting") != std::string::npos);
}

TEST_CASE("settings that are not given have the contract's defaults") {
  const auto config = parse_config("{}", "/folder");
  REQUIRE(config.has_value());
  CHECK(config->port == 5757);
  CHECK(config->bind == "127.0.0.1");
  CHECK(config->hosts.empty());
  CHECK(config->show == fs::path("/folder/show.leitai"));
  CHECK(config->theme.empty());
  CHECK(config->token.empty());
  CHECK(config->clean_scene.empty());
  CHECK_FALSE(config->rehearsal);
  CHECK_FALSE(config->global_overlay);
}

TEST_CASE("settings that are given are taken, relative paths from the settings' folder") {
  const auto config = parse_config(
      R"({"port": 0, "bind": "::1", "hosts": ["hall"], "show": "a/b.leitai", "theme": "arena", "token": "t",
          "follow_url": "", "publish": "https://hall:5781", "publish_secret": "s", "publish_ca": "ca.pem",
          "proxies": ["10.0.0.7"], "ballots_at": "https://hall", "rehearsal": true, "global_overlay": true,
          "clean_scene": "Clean"})",
      "/folder");
  REQUIRE(config.has_value());
  CHECK(config->port == 0);
  CHECK(config->bind == "::1");
  CHECK(config->hosts == std::vector<std::string>{"hall"});
  CHECK(config->show == fs::path("/folder/a/b.leitai"));
  CHECK(config->theme == "arena");
  CHECK(config->token == "t");
  CHECK(config->publish == "https://hall:5781");
  CHECK(config->proxies == std::vector<std::string>{"10.0.0.7"});
  CHECK(config->ballots_at == "https://hall");
  CHECK(config->publish_secret == "s");
  CHECK(config->publish_ca == fs::path("/folder/ca.pem"));
  CHECK(config->rehearsal);
  CHECK(config->global_overlay);
  CHECK(config->clean_scene == "Clean");
  CHECK(parse_config(R"({"follow_url": "http://hall:5757/"})", "/folder")->follow_url == "http://hall:5757");
  CHECK(parse_config(R"({"show": "/else/c.leitai"})", "/folder")->show == fs::path("/else/c.leitai"));
}

TEST_CASE("missing settings are made with a secret token that only their owner can read, and kept") {
  const ScratchFolder folder;
  const fs::path file = folder.path() / "new" / "config.json";
  const auto made = load_config(file);
  REQUIRE(made.has_value());
  CHECK(made->token.size() >= 32);
  CHECK((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(load_config(file)->token == made->token);
  fs::remove(file);
  CHECK(load_config(file)->token != made->token);
}

TEST_CASE("settings without a token get one, and keep what else they said") {
  const ScratchFolder folder;
  const fs::path file = folder.path() / "config.json";
  std::ofstream(file) << R"({"port": 6001, "hosts": ["hall"]})";
  const auto config = load_config(file);
  REQUIRE(config.has_value());
  CHECK(config->token.size() >= 32);
  const auto kept = leitai::json::parse(content(file));
  REQUIRE(kept.has_value());
  CHECK((*kept)["token"] == config->token);
  CHECK((*kept)["port"] == 6001);
  CHECK((*kept)["hosts"][0] == "hall");
}

TEST_CASE("settings that cannot be read are told with the file's name") {
  const ScratchFolder folder;
  const fs::path file = folder.path() / "config.json";
  std::ofstream(file) << "{";
  const auto config = load_config(file);
  REQUIRE_FALSE(config.has_value());
  CHECK(config.error().find("config.json:1:") != std::string::npos);
}
