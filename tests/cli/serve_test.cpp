// SPDX-License-Identifier: GPL-2.0-or-later
// How a server starts, refuses to start, and ends.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

/// It ended with 2, said nothing on stdout, and one line on stderr that holds `part`.
void check_cannot_start(const Run& result, const std::string& part) {
  INFO(result.err);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK(result.err.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("a folder that is missing, a file that is no show: one line, 2") {
  TempFolder folder;
  check_cannot_start(run({"serve", "--show", folder / "missing/show.leitai", "--port", "0"}), "missing/show.leitai");
  write_file(folder / "text.leitai", std::string(5000, 'x'));
  check_cannot_start(run({"serve", "--show", folder / "text.leitai", "--port", "0"}), "text.leitai");
}

TEST_CASE("a theme that is missing or broken: one line, 2") {
  TempFolder folder;
  check_cannot_start(run({"serve", "--show", folder / "s.leitai", "--port", "0", "--theme", folder / "none"}), "none");
  std::filesystem::create_directory(folder / "broken");
  write_file(folder / "broken/theme.json", "{");
  check_cannot_start(run({"serve", "--show", folder / "s.leitai", "--port", "0", "--theme", folder / "broken"}),
                     "theme.json");
}

TEST_CASE("a token file that is missing or empty: one line, 2") {
  TempFolder folder;
  check_cannot_start(run({"serve", "--show", folder / "s.leitai", "--port", "0", "--token-file", folder / "none"}),
                     "none");
  write_file(folder / "empty", "\n");
  check_cannot_start(run({"serve", "--show", folder / "s.leitai", "--port", "0", "--token-file", folder / "empty"}),
                     "token");
}

TEST_CASE("a port that is taken: one line that names it, 2") {
  TempFolder folder;
  Serving first(folder / "first.leitai");
  REQUIRE(first.is_ready());
  const auto port = std::to_string(first.port());
  check_cannot_start(run({"serve", "--show", folder / "second.leitai", "--port", port}), port);
  CHECK(first.get("health").value("status", "") == "ok");
}

TEST_CASE("a show that another server writes: one line, 2, and that server goes on") {
  TempFolder folder;
  Serving first(folder / "show.leitai");
  REQUIRE(first.is_ready());
  check_cannot_start(run({"serve", "--show", folder / "show.leitai", "--port", "0"}), "in use");
  CHECK(first.post("events", json::Json::array({{{"type", "people"}, {"id", "p"}, {"data", {{"name", "A"}}}}})) == 200);
}

TEST_CASE("ready is one line; the token is told only where serve made it") {
  TempFolder folder;
  Program made({"serve", "--show", folder / "a.leitai", "--port", "0"});
  const auto ready = parse_ready(made.first_line());
  REQUIRE(ready.port != 0);
  CHECK(ready.show == folder / "a.leitai");
  CHECK(ready.token.size() >= 32);
  httplib::Client client("127.0.0.1", ready.port);
  CHECK(client.Get("/api/v1/air")->status == 401);
  client.set_bearer_token_auth(ready.token.c_str());
  CHECK(client.Get("/api/v1/air")->status == 200);

  write_file(folder / "token", "from-a-file\n");
  Program given({"serve", "--show", folder / "b.leitai", "--port", "0", "--token-file", folder / "token"});
  const auto line = given.first_line();
  const auto other = parse_ready(line);
  REQUIRE(other.port != 0);
  CHECK(other.token.empty());
  CHECK(line.find("token") == line.find("token=", line.find("show=") + 1));
  httplib::Client reader("127.0.0.1", other.port);
  reader.set_bearer_token_auth("from-a-file");
  CHECK(reader.Get("/api/v1/air")->status == 200);
}

TEST_CASE("SIGINT and SIGTERM end it with 0, with a client and a stream open, and nothing on stderr is an error") {
  for (const int number : {SIGINT, SIGTERM}) {
    TempFolder folder;
    Serving serving(folder / "show.leitai");
    REQUIRE(serving.is_ready());
    REQUIRE(serving.get("air").is_object());
    std::atomic<bool> streaming = false;
    std::thread stream([&] {
      auto client = serving.make_client();
      client->Get("/api/v1/event-feed?since_token=0", [&](const char*, std::size_t) {
        streaming = true;
        return true;
      });
    });
    CHECK(eventually([&] { return streaming.load(); }));
    serving.program().signal(number);
    CHECK(serving.program().status() == 0);
    stream.join();
    CHECK(serving.program().out().find('\n') == serving.program().out().size() - 1);
    CHECK(serving.program().err().find("error") == std::string::npos);
  }
}

TEST_CASE("the mode is told, and the show goes on after a restart") {
  TempFolder folder;
  json::Json first;
  {
    Serving serving(folder / "show.leitai", 0, {"--rehearsal"});
    REQUIRE(serving.is_ready());
    first = serving.get("health");
    CHECK(first["mode"] == "rehearsal");
    CHECK(serving.post("events", json::Json::array({{{"type", "people"}, {"id", "p"}, {"data", {{"name", "甲"}}}}})) ==
          200);
    serving.program().signal(SIGTERM);
    CHECK(serving.program().status() == 0);
  }
  Serving again(folder / "show.leitai");
  REQUIRE(again.is_ready());
  CHECK(again.get("health")["mode"] == "show");
  CHECK(again.get("health")["show_id"] == first["show_id"]);
  CHECK(again.get("people/p")["name"] == "甲");
}

TEST_CASE("a name given by --host is answered, any other is refused") {
  TempFolder folder;
  Serving serving(folder / "show.leitai", 0, {"--host", "hall.example"});
  REQUIRE(serving.is_ready());
  const auto port = ":" + std::to_string(serving.port());
  CHECK(serving.client().Get("/api/v1/health", {{"Host", "hall.example" + port}})->status == 200);
  CHECK(serving.client().Get("/api/v1/health", {{"Host", "evil.example" + port}})->status == 403);
}

TEST_CASE("a theme that is saved while it is on air changes previews and templates; a broken save changes the log") {
  TempFolder folder;
  const std::filesystem::path theme = folder / "theme";
  std::filesystem::copy(std::string(LEITAI_SOURCE_DIR) + "/overlays/themes/arena", theme,
                        std::filesystem::copy_options::recursive);
  Serving serving(folder / "show.leitai", 0, {"--theme", theme.string()});
  REQUIRE(serving.is_ready());
  REQUIRE(serving.post("air/take", {{"template", "lower-third"}, {"data", {{"title", "1号选手"}}}}) == 200);
  const auto picture = [&] {
    const auto result = serving.client().Get("/api/v1/preview.png?width=320&at=2100-01-01T00:00:00.000Z");
    return result && result->status == 200 ? result->body : std::string();
  };
  const auto name = [&] {
    for (const auto& each : serving.get("templates")) {
      if (each["id"] == "lower-third") return each["name"].get<std::string>();
    }
    return std::string();
  };
  const auto before = picture();
  REQUIRE_FALSE(before.empty());
  const auto file = (theme / "templates/lower-third.json").string();
  const auto whole = read_file(file);
  const auto taken_at = serving.get("air")["channels"]["program"]["layers"]["20"]["taken_at"];

  write_file(file, "{\"name\": 7}");
  CHECK(
      eventually([&] { return serving.program().err().find("lower-third.json:1:10: error: ") != std::string::npos; }));
  CHECK(picture() == before);
  CHECK(name() == "Lower third");

  auto changed = json::parse(whole).value();
  changed["name"] = "Another";
  changed["root"]["children"][0]["y"] = 300;
  write_file(file + ".new", json::dump(changed));
  std::filesystem::rename(file + ".new", file);
  CHECK(eventually([&] {
    const auto now = picture();
    return !now.empty() && now != before && name() == "Another";
  }));
  CHECK(serving.get("air")["channels"]["program"]["layers"]["20"]["taken_at"] == taken_at);
}
