// SPDX-License-Identifier: GPL-2.0-or-later
// `leitai rerender`: what is wrong in a show's graphics is put right over its clean recording.
#include <catch2/catch.hpp>

#include <httplib.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "overlays/json/json.h"
#include "tests/cli/films.h"
#include "tests/cli/program.h"

using namespace leitai::test;
using leitai::json::Json;

namespace {

/// A show, as the lines of its file, drawn over six seconds of grey.
class Fixing {
 public:
  Fixing() { make_grey_film(folder_ / "clean.mkv", 6, "640x360", 5); }

  /// The film that comes of it with these corrections; empty: none.
  std::string over(const std::string& show, const std::string& fix, const char* out) const {
    write_file(folder_ / "show.ndjson", show);
    write_file(folder_ / "fix.ndjson", fix);
    const auto result = run({"rerender", folder_ / "show.ndjson", "--over", folder_ / "clean.mkv", "--start", "0",
                             "--codec", "ffv1", "--fix", folder_ / "fix.ndjson", "-o", folder_ / out});
    INFO(result.err);
    REQUIRE(result.status == 0);
    return folder_ / out;
  }

 private:
  TempFolder folder_;
};

/// How many of a row of pixels' channels differ, from the upper edge of a picture of 640 by 360 to the lower.
std::vector<int> rows_that_differ(const std::string& a, const std::string& b) {
  constexpr std::size_t kRow = 640 * 3;
  REQUIRE(a.size() == kRow * 360);
  REQUIRE(b.size() == a.size());
  std::vector<int> rows(360);
  for (std::size_t at = 0; at < a.size(); ++at) rows[at / kRow] += a[at] != b[at];
  return rows;
}

bool any(const std::vector<int>& rows, std::size_t from, std::size_t to) {
  return std::any_of(rows.begin() + from, rows.begin() + to, [](int row) { return row > 0; });
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

constexpr const char* kRanking =
    R"({"at_ms":0,"type":"contestants","id":"c1","data":{"name":"Anna","number":"1"}}
{"at_ms":0,"type":"contestants","id":"c2","data":{"name":"Berta","number":"2"}}
{"at_ms":0,"type":"contestants","id":"c3","data":{"name":"Clara","number":"3"}}
{"at_ms":0,"type":"people","id":"j1","data":{"name":"A judge","role":"judge"}}
{"at_ms":0,"type":"rounds","id":"r","data":{"name":"Final","contestants":["c1","c2","c3"],"visibility":"live"}}
{"at_ms":0,"type":"scores","id":"s1","data":{"round":"r","contestant":"c1","judge":"j1","marks":{"total":"9.5"}}}
{"at_ms":0,"type":"scores","id":"s2","data":{"round":"r","contestant":"c2","judge":"j1","marks":{"total":"9.0"}}}
{"at_ms":0,"type":"scores","id":"s3","data":{"round":"r","contestant":"c3","judge":"j1","marks":{"total":"6.9"}}}
{"at_ms":500,"call":"air/take","body":{"template":"ranking","bind":{"round":"r"}}}
)";

}  // namespace

TEST_CASE("corrections that are about nothing are refused, with their line") {
  TempFolder folder;
  const auto show = folder / "show.ndjson", film = folder / "clean.mkv", out = folder / "o.mkv";
  write_show(show);
  make_grey_film(film, 1, "320x180", 5);
  const auto told = [&](const std::string& correction) {
    write_file(folder / "fix.ndjson", "\n" + correction + "\n");
    const auto result =
        run({"rerender", show, "--over", film, "--start", "0", "--fix", folder / "fix.ndjson", "-o", out});
    CHECK(result.status == 2);
    CHECK(result.err.find("fix.ndjson:2: error: ") != std::string::npos);
    return result.err;
  };
  told("{");
  told("[]");
  told(R"({"type":"contestants","id":"c01"})");
  told(R"({"type":"nothing","id":"c01","data":{}})");
  told(R"({"type":"contestants","id":"c02","data":{"name":"A"}})");
  told(R"({"type":"contestants","id":"c01","data":{"name":5}})");
  told(R"({"at_ms":1001,"template":"lower-third","remove":true})");
  told(R"({"at_ms":1000,"template":"lower-third","remove":true,"data":{}})");
  CHECK_FALSE(std::filesystem::exists(out));
  const auto unknown = run({"rerender", show, "--over", film, "-o", out});
  CHECK(unknown.status == 2);
  CHECK(unknown.err.find("--start") != std::string::npos);
}

TEST_CASE("a corrected show over a clean recording is the show that was right from the beginning") {
  TempFolder folder;
  const auto film = folder / "clean.mkv";
  make_grey_film(film, 6, "320x180", 5);
  write_show(folder / "wrong.ndjson");
  auto right = read_file(folder / "wrong.ndjson");
  right.replace(right.find("Wrong Name"), 10, "Right Name");
  right.replace(right.find("Final"), 5, "Awards");
  write_file(folder / "right.ndjson", right);
  const auto over = [&](const char* show, const std::string& fix, const char* out) {
    write_file(folder / "fix.ndjson", fix);
    const auto result = run({"rerender", folder / show, "--over", film, "--start", "0", "--codec", "ffv1", "--fix",
                             folder / "fix.ndjson", "-o", folder / out});
    INFO(result.err);
    REQUIRE(result.status == 0);
    return pictures_of(folder / out);
  };
  const std::string fix =
      "{\"type\":\"contestants\",\"id\":\"c01\",\"data\":{\"name\":\"Right Name\"}}\n"
      "{\"at_ms\":4000,\"template\":\"title\",\"data\":{\"title\":\"Awards\"}}\n";
  const auto wanted = over("right.ndjson", "", "a.mkv");
  CHECK(over("wrong.ndjson", "", "b.mkv") != wanted);
  CHECK(over("wrong.ndjson", fix, "c.mkv") == wanted);
  // Without its takes the show is its clean recording.
  write_file(folder / "nothing.ndjson", right.substr(0, right.find('\n') + 1));
  const auto removed = over("wrong.ndjson",
                            "{\"at_ms\":1000,\"template\":\"lower-third\",\"remove\":true}\n"
                            "{\"at_ms\":4000,\"template\":\"title\",\"remove\":true}\n",
                            "d.mkv");
  CHECK(removed == over("nothing.ndjson", "", "e.mkv"));
}

TEST_CASE("a corrected mark moves its row and its total, and nothing above the ranking") {
  const Fixing fixing;
  const std::string right = replaced(kRanking, "6.9", "9.6");
  const auto wrong_film = fixing.over(kRanking, "", "wrong.mkv");
  const auto right_film = fixing.over(right, "", "right.mkv");
  const auto fixed_film =
      fixing.over(kRanking, R"({"type":"scores","id":"s3","data":{"marks":{"total":"9.6"}}})", "fixed.mkv");
  CHECK(pictures_of(fixed_film) == pictures_of(right_film));
  const auto rows = rows_that_differ(pixels_at(wrong_film, 4), pixels_at(fixed_film, 4));
  CHECK(any(rows, 60, 300));
  CHECK_FALSE(any(rows, 0, 20));
}

TEST_CASE("a take that should not have been shows what it covered, until that was taken off") {
  const Fixing fixing;
  const std::string first =
      R"({"at_ms":0,"type":"contestants","id":"c1","data":{"name":"Anna"}})"
      "\n"
      R"({"at_ms":1000,"call":"air/take","body":{"template":"lower-third","data":{"title":"Anna"}}})"
      "\n";
  const std::string second =
      R"({"at_ms":2400,"call":"air/take","body":{"template":"lower-third","data":{"title":"Berta"}}})"
      "\n";
  const std::string out = R"({"at_ms":4000,"call":"air/out","body":{"channel":"program","layer":20}})"
                          "\n";
  const auto covered = fixing.over(first + second + out, "", "covered.mkv");
  const auto wanted = fixing.over(first + out, "", "wanted.mkv");
  const auto removed =
      fixing.over(first + second + out, R"({"at_ms":2400,"template":"lower-third","remove":true})", "removed.mkv");
  CHECK(pictures_of(removed) == pictures_of(wanted));
  const auto clean = pixels_at(removed, 0.4);
  // The name that was covered stands; the other one is nowhere; after the out there is neither.
  CHECK(pixels_at(removed, 3.6) == pixels_at(removed, 2.2));
  CHECK(any(rows_that_differ(pixels_at(removed, 3.6), clean), 200, 360));
  CHECK(any(rows_that_differ(pixels_at(removed, 3.6), pixels_at(covered, 3.6)), 200, 360));
  CHECK(pixels_at(covered, 2.2) == pixels_at(removed, 2.2));
  CHECK(pixels_at(removed, 5.4) == clean);
}

TEST_CASE("a clean recording that the show was told of begins with its first frame") {
  TempFolder folder;
  const auto show = folder / "show.leitai", film = folder / "clean.mkv";
  make_grey_film(film, 4, "640x360", 5);
  std::string frame_at;
  {
    Program serving({"serve", "--show", show, "--port", "0"});
    const auto ready = parse_ready(serving.first_line());
    httplib::Client client("127.0.0.1", ready.port);
    client.set_bearer_token_auth(ready.token.c_str());
    const auto post = [&](const char* where, const Json& body) {
      const auto answer = client.Post(std::string("/api/v1/") + where, body.dump(), "application/json");
      REQUIRE(answer);
      INFO(answer->body);
      REQUIRE(answer->status == 200);
    };
    const auto now = [&] { return Json::parse(client.Get("/api/v1/health")->body).at("now").get<std::string>(); };
    // Its own recording begins at another time than the clean one, and is told first.
    post("automation/recording", {{"state", "started"}, {"file", "/films/program.mkv"}, {"frame_at", now()}});
    post("automation/clean-recording", {{"state", "started"}, {"file", "/films/clean.mkv"}});
    frame_at = now();
    REQUIRE(eventually([&] { return now() != frame_at; }));
    post("automation/clean-recording", {{"state", "started"}, {"file", "/films/clean.mkv"}, {"frame_at", frame_at}});
    post("air/take", {{"template", "lower-third"}, {"data", {{"title", "Anna"}}}});
    serving.signal(SIGINT);
    REQUIRE(serving.status() == 0);
  }
  const auto told = run({"rerender", show, "--over", film, "--codec", "ffv1", "-o", folder / "told.mkv"});
  INFO(told.err);
  REQUIRE(told.status == 0);
  REQUIRE(run({"rerender", show, "--over", film, "--start", frame_at, "--codec", "ffv1", "-o", folder / "said.mkv"})
              .status == 0);
  CHECK(pictures_of(folder / "told.mkv") == pictures_of(folder / "said.mkv"));
  CHECK(any(rows_that_differ(pixels_at(folder / "told.mkv", 3.6), pixels_at(film, 3.6)), 200, 360));
}

TEST_CASE("a correction that is interrupted leaves no film") {
  TempFolder folder;
  const auto show = folder / "show.ndjson", film = folder / "clean.mkv";
  write_show(show);
  make_grey_film(film, 600, "640x360", 60);
  Program program({"rerender", show, "--over", film, "--start", "0", "-o", folder / "fixed.mp4"});
  REQUIRE(eventually([&] { return std::filesystem::exists(folder / "fixed.mp4.part"); }));
  program.signal(SIGINT);
  CHECK(program.status() == 1);
  CHECK(program.err().find("interrupted") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "fixed.mp4"));
  CHECK_FALSE(std::filesystem::exists(folder / "fixed.mp4.part"));
}
