// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/publish.h"

#include <catch2/catch.hpp>

using namespace leitai::publish;

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
