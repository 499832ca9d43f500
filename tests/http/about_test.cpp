// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

/// Draws a picture that says what was asked for.
Hooks hooks_with_preview() {
  Hooks hooks;
  hooks.preview_png = [](const PreviewRequest& wish) {
    return tl::expected<std::string, leitai::contest::Refusal>(wish.channel + ' ' + std::to_string(wish.width) + ' ' +
                                                               std::to_string(wish.at_ms));
  };
  return hooks;
}

}  // namespace

TEST_CASE("health tells a stranger little and an operator where the show stands") {
  Rig rig;
  const Json stranger = rig.stranger("GET", "/api/v1/health").json();
  CHECK(stranger.at("status") == "ok");
  CHECK(stranger.at("version") == "1.2.3");
  CHECK(stranger.size() == 3);
  CHECK(stranger.at("now").get<std::string>().back() == 'Z');
  const Json health = rig.get("/api/v1/health").json();
  CHECK(health.at("token") == rig.head());
  CHECK(health.at("show") == rig.file().string());
  CHECK(health.at("show_id") == rig.show().show_id());
  CHECK(health.at("mode") == "show");
  CHECK(health.at("uptime_s").get<int>() >= 0);
}

TEST_CASE("templates say what they take") {
  Rig rig;
  const Json list = rig.get("/api/v1/templates").json();
  REQUIRE(list.size() == 1);
  CHECK(list[0].at("id") == "lower-third");
  CHECK(list[0].at("name") == "Lower third");
  CHECK(list[0].at("layer") == 20);
  CHECK(list[0].at("steps") == 1);
  CHECK(list[0].at("binds") == Json{"contestant", "person"});
  CHECK(list[0].at("fields").at("properties").contains("title"));
}

TEST_CASE("a preview that cannot be drawn is refused") {
  Rig rig({}, hooks_with_preview());
  for (const char* query : {"width=15", "width=1921", "width=x", "width=-1", "at=yesterday", "at=2022-13-01T00:00:00Z",
                            "cue=c&at=2022-07-31T01:00:00.250Z", "height=10", "width="}) {
    INFO(query);
    CHECK(rig.get(std::string("/api/v1/preview.png?") + query).status == 400);
  }
  CHECK(rig.get("/api/v1/preview.png?channel=nothing").status == 404);
  CHECK(rig.stranger("GET", "/api/v1/preview.png").status == 401);
  CHECK(Rig().get("/api/v1/preview.png").status == 404);
}

TEST_CASE("a preview is drawn for a channel, a width and a time, and known again by its ETag") {
  Rig rig({}, hooks_with_preview());
  const std::string target = "/api/v1/preview.png?channel=program&width=320&at=2022-07-31T01:00:00.250Z";
  const Reply reply = rig.get(target);
  CHECK(reply.status == 200);
  CHECK(reply.header("content-type") == "image/png");
  CHECK(reply.body == "program 320 1659229200250");
  CHECK(rig.get(target, "If-None-Match: " + reply.header("etag") + "\r\n").status == 304);
  CHECK(rig.get("/api/v1/preview.png?width=16").status == 200);
  CHECK(rig.get("/api/v1/preview.png?width=1920").status == 200);
}

TEST_CASE("a picture of what would be on air says which take it is of") {
  Hooks hooks;
  hooks.preview_png = [](const PreviewRequest& wish) {
    return tl::expected<std::string, leitai::contest::Refusal>(std::to_string(wish.width) + wish.take.dump());
  };
  Rig rig({}, hooks);
  CHECK(rig.get("/api/v1/preview.png?width=20").body == "20null");
  CHECK(rig.get("/api/v1/preview.png?width=20").header("leitai-changes-in").empty());
  CHECK(rig.get("/api/v1/preview.png?width=20&cue=c1").body == R"(20{"cue":"c1"})");
  CHECK(rig.call("POST", "/api/v1/preview.png?width=20", R"({"template":"x"})").body == R"(20{"template":"x"})");
  CHECK(rig.call("POST", "/api/v1/preview.png", "[]").status == 422);
  CHECK(rig.call("POST", "/api/v1/preview.png?at=2022-07-31T01:00:00.250Z", "{}").status == 400);
  CHECK(rig.stranger("POST", "/api/v1/preview.png", "{}").status == 401);
  const std::uint64_t head = rig.head();
  CHECK(rig.call("POST", "/api/v1/preview.png", R"({"template":"x"})").status == 200);
  CHECK(rig.head() == head);
}

TEST_CASE("a picture says when it will be another by the clock alone, also where it is known already") {
  Hooks hooks;
  hooks.preview_png = [](const PreviewRequest& wish) {
    return tl::expected<PreviewPicture, leitai::contest::Refusal>(PreviewPicture("png", wish.at_ms + 250));
  };
  Rig rig({}, hooks);
  const Reply reply = rig.get("/api/v1/preview.png");
  CHECK(reply.header("leitai-changes-in") == "250");
  const Reply known = rig.get("/api/v1/preview.png", "If-None-Match: " + reply.header("etag") + "\r\n");
  CHECK(known.status == 304);
  CHECK(known.header("leitai-changes-in") == "250");
}

TEST_CASE("the search answers with who they are, best first, and refuses what it does not understand") {
  Rig rig;
  const Json people = Json::array({
      {{"type", "contestants"}, {"id", "c1"}, {"data", {{"name", "张三"}, {"number", "1"}, {"organization", "甲"}}}},
      {{"type", "people"}, {"id", "p1"}, {"data", {{"name", "张四"}, {"role", "judge"}}}},
  });
  REQUIRE(rig.call("POST", "/api/v1/events", people.dump()).status == 200);
  const Json expected = Json::array({
      {{"type", "contestants"}, {"id", "c1"}, {"name", "张三"}, {"number", "1"}, {"organization", "甲"}},
      {{"type", "people"}, {"id", "p1"}, {"name", "张四"}, {"role", "judge"}},
  });
  CHECK(rig.get("/api/v1/search?q=zs").json() == expected);
  CHECK(rig.get("/api/v1/search?q=%E5%BC%A0&limit=1").json().size() == 1);
  CHECK(rig.get("/api/v1/search?q=nobody").json() == Json::array());
  for (const char* query : {"", "?q=", "?q=z&limit=0", "?q=z&limit=101", "?q=z&limit=x", "?q=z&type=people"}) {
    INFO(query);
    CHECK(rig.get(std::string("/api/v1/search") + query).status == 400);
  }
  CHECK(rig.get("/api/v1/search?q=" + std::string(257, 'z')).status == 400);
  CHECK(rig.stranger("GET", "/api/v1/search?q=zs").status == 401);
}

TEST_CASE("more previews at once than can be drawn are told to come back") {
  std::mutex mutex;
  std::condition_variable changed;
  int drawing = 0;
  bool go_on = false;
  Hooks hooks;
  hooks.preview_png = [&](const PreviewRequest&) {
    std::unique_lock lock(mutex);
    ++drawing;
    changed.notify_all();
    changed.wait(lock, [&] { return go_on; });
    return tl::expected<std::string, leitai::contest::Refusal>("png");
  };
  Limits limits;
  limits.previews = 1;
  Rig rig(limits, hooks);
  int first_status = 0;
  std::thread first([&] {
    Client client = rig.connect();
    client.send(request("GET", "/api/v1/preview.png", {}, bearer()));
    first_status = client.read_reply()->status;
  });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return drawing == 1; });
  }
  const Reply second = rig.get("/api/v1/preview.png");
  CHECK(second.status == 503);
  CHECK(second.header("retry-after") == "1");
  {
    const std::lock_guard lock(mutex);
    go_on = true;
  }
  changed.notify_all();
  first.join();
  CHECK(first_status == 200);
  CHECK(rig.get("/api/v1/preview.png").status == 200);
}

TEST_CASE("what a hook throws is a 500 without its words, and the server goes on") {
  Hooks hooks;
  hooks.preview_png = [](const PreviewRequest&) -> tl::expected<std::string, leitai::contest::Refusal> {
    throw std::runtime_error("a secret path");
  };
  Rig rig({}, hooks);
  const Reply reply = rig.get("/api/v1/preview.png");
  CHECK(reply.status == 500);
  CHECK(reply.body.find("secret") == std::string::npos);
  CHECK(reply.count("exception_what") == 0);
  CHECK(rig.get("/api/v1/health").status == 200);
}

TEST_CASE("metrics count answers, connections and streams") {
  Rig rig;
  rig.get("/nothing");
  Client feed = rig.connect();
  feed.send(request("GET", "/api/v1/event-feed", {}, bearer()));
  REQUIRE(feed.read_head()->status == 200);
  const Reply reply = rig.get("/metrics");
  CHECK(reply.header("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const std::string& sample : {std::string("leitai_http_answers_total{status=\"404\"} 1\n"),
                                    std::string("leitai_http_streams{audience=\"operator\"} 1\n"),
                                    std::string("leitai_http_streams{audience=\"public\"} 0\n"),
                                    "leitai_show_token " + std::to_string(rig.head()) + "\n",
                                    std::string("# TYPE leitai_http_connections gauge\n")}) {
    INFO(reply.body);
    CHECK(reply.body.find(sample) != std::string::npos);
  }
}

TEST_CASE("pages are sent with a policy, known again by their ETag, compressed where that helps") {
  Hooks hooks;
  hooks.pages["/control"] = {"text/html; charset=utf-8", "<!doctype html>" + std::string(3'000, ' ')};
  hooks.pages["/assets/a.js"] = {"text/javascript", "1"};
  Rig rig({}, hooks);
  const Reply page = rig.stranger("GET", "/control?anything=goes");
  CHECK(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.header("cache-control") == "no-cache");
  CHECK(page.header("x-content-type-options") == "nosniff");
  CHECK(page.header("referrer-policy") == "no-referrer");
  CHECK(page.header("content-security-policy").find("default-src 'none'") == 0);
  CHECK(page.header("content-security-policy").find("script-src 'self';") != std::string::npos);
  CHECK(rig.stranger("GET", "/control", {}, "If-None-Match: " + page.header("etag") + "\r\n").status == 304);
  const Reply packed = rig.stranger("GET", "/control", {}, "Accept-Encoding: gzip\r\n");
  CHECK(packed.header("content-encoding") == "gzip");
  CHECK(packed.body.size() < page.body.size());
  CHECK(rig.stranger("GET", "/assets/a.js").body == "1");
  CHECK(rig.stranger("GET", "/results").status == 404);
  CHECK(rig.stranger("POST", "/control", "{}").status == 405);
  const Reply root = rig.stranger("GET", "/");
  CHECK(root.status == 307);
  CHECK(root.header("location") == "/control");
}
