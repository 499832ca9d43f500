// SPDX-License-Identifier: GPL-2.0-or-later
// What codes and judges' tokens do not open, and where they are not to be found.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

std::string file_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("no read, no feed and no file of the show holds a code, and none tells a hash") {
  Rig rig;
  seed(rig);
  const Code code = code_for(rig, "j1");
  const Voter judge = entered(rig, code.digits, kPhone);
  const Json kept = rig.show().snapshot()->store.find("ballot_codes", code.id)->data;
  const std::string link_secret = code.link.substr(code.link.find('.') + 1);
  const std::string bearer_secret = judge.token.substr(judge.token.find('.') + 1);
  std::string told = rig.get("/api/v1/event-feed?stream=false").body + rig.get("/api/v1/ballots").body +
                     rig.get("/api/v1/ballots/codes").body + as(rig, judge, "GET", "/api/v1/ballot").body +
                     rig.stranger("GET", "/api/v1/public/results").body;
  for (const char* name : {"salt", "code", "link", "device", "bearer"}) {
    INFO(name);
    REQUIRE(kept.contains(name));
    CHECK(told.find(kept.at(name).get<std::string>()) == std::string::npos);
  }
  told += file_text(rig.file()) + file_text(rig.file().string() + "-wal");
  for (const std::string& secret : {link_secret, bearer_secret, std::string(kPhone), "\"" + code.digits + "\""}) {
    CHECK(told.find(secret) == std::string::npos);
  }
  // Without the key beside the file nobody comes from what is kept to the six digits.
  const auto key = std::filesystem::path(rig.file()).replace_extension(".ballot-key");
  CHECK((std::filesystem::status(key).permissions() & std::filesystem::perms(0077)) == std::filesystem::perms::none);
  CHECK(told.find(file_text(key).substr(0, 64)) == std::string::npos);
}

TEST_CASE("a judge may call the ballot and what is everybody's, and nothing with operators' eyes") {
  Rig rig;
  seed(rig);
  const Voter judge = entered(rig, code_for(rig, "j1").digits, kPhone);
  for (const char* target :
       {"/api/v1/scores", "/api/v1/rounds/r", "/api/v1/tokens", "/api/v1/ballots", "/api/v1/ballots/codes",
        "/api/v1/air", "/api/v1/event-feed", "/api/v1/stream", "/api/v1/rounds/r/standings?audience=operator",
        "/api/v1/rounds/r/results.json?audience=operator", "/api/v1/rounds/r/results.csv?audience=operator"}) {
    INFO(target);
    CHECK(as(rig, judge, "GET", target).status == 403);
  }
  CHECK(as(rig, judge, "PUT", "/api/v1/scores/s1", score("c1", "j1", "9")).status == 403);
  CHECK(as(rig, judge, "POST", "/api/v1/ballots/reopen", R"({"round": "r"})").status == 403);
  CHECK(as(rig, judge, "GET", "/api/v1/public/results").status == 200);
  const Json health = as(rig, judge, "GET", "/api/v1/health").json();
  CHECK(health.at("role") == "judge");
  CHECK_FALSE(health.contains("token"));
  // And operators have no ballot.
  CHECK(rig.get("/api/v1/ballot").status == 403);
  rig.refused(422, "POST", "/api/v1/tokens", R"({"name": "A", "role": "judge"})");
  rig.refused(422, "POST", "/api/v1/tokens", R"({"name": "judge/j1", "role": "scorer"})");
}
