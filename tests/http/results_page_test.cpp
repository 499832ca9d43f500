// SPDX-License-Identifier: GPL-2.0-or-later
// The results page's first picture, which the server draws.
#include "server/http/results_page.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

constexpr const char* kStyle = "body{color:red}";

std::string words() {
  std::ifstream file(LEITAI_SOURCE_DIR "/server/web/src/results/words.json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Hooks hooks() {
  Hooks hooks;
  hooks.pages["/results"] = {
      "text/html; charset=utf-8",
      "<!doctype html>\n<html lang=\"en\">\n<head><title>x</title><style>body{color:red}</style></head>\n"
      "<body>\n<div id=\"app\"></div>\n</body>\n</html>\n"};
  hooks.pages["/assets/results.words.json"] = {"application/json", words()};
  return hooks;
}

void mark(const Rig& rig, const std::string& contestant, const std::string& mark) {
  for (const char* judge : {"j1", "j2"}) {
    rig.ok("PUT", "/api/v1/scores/" + contestant + "-" + judge, score(contestant, judge, mark));
  }
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the language is the one that the address names, or else the browser's first that the page speaks") {
  CHECK(page_language("zh", "en") == "zh");
  CHECK(page_language("en", "zh-CN") == "en");
  CHECK(page_language("", "zh-CN,zh;q=0.9,en;q=0.8") == "zh");
  CHECK(page_language("", "fr-FR, en-GB;q=0.8, zh;q=0.5") == "en");
  CHECK(page_language("", "ZH") == "zh");
  CHECK(page_language("", "") == "en");
  CHECK(page_language("<script>", "de") == "en");
}

TEST_CASE("one request shows the ranking, in either language, without a script") {
  Rig rig({}, hooks());
  seed(rig);
  mark(rig, "c1", "8");
  mark(rig, "c2", "9");
  const Reply page = rig.stranger("GET", "/results", {}, "Accept-Language: zh-CN\r\n");
  CHECK(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.header("vary") == "Accept-Encoding, Accept-Language");
  CHECK(has(page.body, "<html lang=\"zh-CN\">"));
  CHECK(has(page.body, "data-row=\"c2\""));
  CHECK(has(page.body, "9.00"));
  CHECK(page.body.find("data-row=\"c2\"") < page.body.find("data-row=\"c1\""));
  CHECK_FALSE(has(page.body, "data-row=\"c3\""));
  CHECK(has(rig.stranger("GET", "/results").body, "<html lang=\"en\">"));
  CHECK(has(rig.stranger("GET", "/results?lang=zh", {}, "Accept-Language: en\r\n").body, "<html lang=\"zh-CN\">"));
  // The document stands in it, as it is sent.
  const std::string mark = "<script type=\"application/json\" id=\"first\">";
  const std::size_t begin = page.body.find(mark) + mark.size();
  const Json first = *json::parse(page.body.substr(begin, page.body.find("</script>", begin) - begin));
  CHECK(first == rig.stranger("GET", "/api/v1/public/results").json());
}

TEST_CASE("a contestant's page tells how the total comes about, and of a hidden one nothing") {
  Rig rig({}, hooks());
  seed(rig);
  mark(rig, "c1", "8");
  rig.ok("PUT", "/api/v1/scores/c3-j1", score("c3", "j1", "7.25"));
  const std::string shown = rig.stranger("GET", "/results?contestant=c1").body;
  CHECK(has(shown, "data-person=\"c1\""));
  CHECK(has(shown, "8.00"));
  CHECK(has(shown, "<table>"));
  const std::string hidden = rig.stranger("GET", "/results?contestant=c3").body;
  CHECK_FALSE(has(hidden, "7.25"));
  CHECK_FALSE(has(rig.stranger("GET", "/results?contestant=nobody").body, "data-person"));
}

TEST_CASE("there is a column of weights where something has one") {
  Rig rig({}, hooks());
  seed(rig);
  mark(rig, "c1", "8");
  const std::string header = "<th scope=\"col\">Weight</th>";
  const std::string plain = rig.stranger("GET", "/results?contestant=c1").body;
  CHECK_FALSE(has(plain, header));
  CHECK(has(plain, "<th scope=\"row\" colspan=\"2\">Total</th>"));
  rig.ok("PUT", "/api/v1/rounds/r", R"({"name": "Morning", "visibility": "live", "contestants": ["c1", "c2", "c3"],
    "scoring": {"method": "marks", "criteria": [{"id": "total", "min": "0", "max": "10", "weight": "2"}]}})");
  const std::string weighted = rig.stranger("GET", "/results?contestant=c1").body;
  CHECK(has(weighted, header));
  CHECK(has(weighted, "<td>× 2</td>"));
  CHECK(has(weighted, "<th scope=\"row\" colspan=\"3\">Total</th>"));
}

TEST_CASE("nothing in a name is markup, neither in the picture nor in the document beside it") {
  Rig rig({}, hooks());
  seed(rig);
  rig.ok("PATCH", "/api/v1/contest/contest",
         R"({"name": "</title><script>alert(1)</script>", "subtitle": "\"'><img src=x onerror=y>"})");
  rig.ok("PATCH", "/api/v1/contestants/c1", R"({"name": "<b>&amp;</script><!--", "organization": "\" onclick=\"z"})");
  mark(rig, "c1", "8");
  for (const char* target : {"/results", "/results?contestant=c1", "/results?round=%22%3E%3Cscript%3E&lang=%3Cb%3E"}) {
    const std::string body = rig.stranger("GET", target).body;
    INFO(body);
    CHECK_FALSE(has(body, "<script>"));
    CHECK_FALSE(has(body, "<img"));
    CHECK_FALSE(has(body, "<b>&"));
    CHECK_FALSE(has(body, "<!--"));
    // In the document beside it, JSON's own quotes end nothing.
    CHECK_FALSE(has(body.substr(0, body.find("<script")), "\" onclick"));
    CHECK_FALSE(has(body, "%22"));
    // The picture's and the document's end, and nothing else's.
    const auto count = [&body](const std::string& part) {
      int found = 0;
      for (std::size_t at = body.find(part); at != std::string::npos; at = body.find(part, at + 1)) ++found;
      return found;
    };
    CHECK(count("</script>") == 1);
    CHECK(count("</title>") == 1);
  }
}

TEST_CASE("the page's policy lets its own style in by hash, and no other") {
  Rig rig({}, hooks());
  const Reply page = rig.stranger("GET", "/results");
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(kStyle), std::string(kStyle).size(), digest.data());
  std::array<unsigned char, 64> base64{};
  ::EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  const std::string policy = page.header("content-security-policy");
  CHECK(has(policy, std::string("style-src 'sha256-") + reinterpret_cast<const char*>(base64.data()) + "';"));
  CHECK(has(policy, "default-src 'none'"));
  CHECK(has(policy, "script-src 'self';"));
  CHECK_FALSE(has(policy, "unsafe"));
  CHECK(page.count("set-cookie") == 0);
}

TEST_CASE("who has the page gets 304 until something public changes") {
  Rig rig({}, hooks());
  seed(rig);
  const Reply first = rig.stranger("GET", "/results");
  rig.ok("PUT", "/api/v1/scores/c1-j1", score("c1", "j1", "8"));
  const std::string known = "If-None-Match: " + first.header("etag") + "\r\n";
  const Reply same = rig.stranger("GET", "/results", {}, known);
  // The minute may have passed meanwhile, and stands in the page.
  CHECK((same.status == 304 || same.header("etag") != first.header("etag")));
  mark(rig, "c1", "8");
  CHECK(rig.stranger("GET", "/results", {}, known).status == 200);
  CHECK(gunzipped(rig.stranger("GET", "/results", {}, "Accept-Encoding: gzip\r\n").body).find("data-row=\"c1\"") !=
        std::string::npos);
}
