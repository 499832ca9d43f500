// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/publish.h"

#include <catch2/catch.hpp>

#include "server/publish/news.h"

using namespace leitai::publish;
using leitai::json::Json;

namespace {

Edition edition(std::uint64_t revision, Json document) {
  document["revision"] = revision;
  return {revision, std::make_shared<const std::string>(leitai::json::dump(document)), document};
}

}  // namespace

TEST_CASE("addresses that are none, and secrets over an open network, are refused") {
  for (const char* url : {"", "results.example", "ftp://results.example", "https://", "https://a b", "https://a/?x=1",
                          "https://user@a", "https://a:123456", "https://a/../b c"}) {
    INFO(url);
    CHECK_FALSE(parse_target(url, "secret"));
  }
  for (const char* url :
       {"http://results.example", "http://10.0.0.5:5781", "http://127.0.0.1.example", "http://0.0.0.0"}) {
    INFO(url);
    const auto target = parse_target(url, "secret");
    REQUIRE_FALSE(target);
    CHECK(target.error() == "publishing to another machine needs https://");
  }
  CHECK_FALSE(parse_target("https://results.example", ""));
  CHECK_FALSE(parse_target("https://results.example", "two words"));
  CHECK_FALSE(parse_target("https://results.example", "a\r\nb"));
  CHECK_FALSE(parse_target("https://results.example", std::string(513, 'x')));
}

TEST_CASE("an address is taken apart") {
  const auto target = parse_target("https://results.example:5781/hall/", "secret", "/ca.pem");
  REQUIRE(target);
  CHECK(target->origin == "https://results.example:5781");
  CHECK(target->path == "/hall");
  CHECK(target->secret == "secret");
  CHECK(target->authorities == "/ca.pem");
  CHECK(parse_target("http://127.0.0.1:5781", "s")->path.empty());
  CHECK(parse_target("http://localhost", "s"));
  CHECK(parse_target("http://[::1]:80", "s")->origin == "http://[::1]:80");
}

TEST_CASE("a change names what it follows, and is the whole document where that is shorter") {
  const Json filler(std::string(2'000, 'x'));
  const Edition before = edition(3, {{"show", "s"}, {"filler", filler}, {"awards", Json::array()}});
  const Edition after = edition(7, {{"show", "s"}, {"filler", filler}, {"awards", Json::array({{{"id", "first"}}})}});
  const Json told = Json::parse(change_text(before, after));
  CHECK(told["show"] == "s");
  CHECK(told["revision"] == 7);
  CHECK(told["previous"] == 3);
  CHECK(before.document.patch(told["patch"]) == after.document);
  const Edition short_one = edition(8, {{"show", "s"}});
  CHECK(change_text(edition(7, {{"show", "s"}, {"name", "a"}}), short_one) == *short_one.text);
}

TEST_CASE("a heartbeat says which document is the newest") {
  const Json told = Json::parse(heartbeat_text(edition(9, {{"show", "s"}}), 0));
  CHECK(told == Json{{"now", "1970-01-01T00:00:00.000Z"}, {"show", "s"}, {"revision", 9}});
}
