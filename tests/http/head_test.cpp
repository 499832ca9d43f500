// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/head.h"

#include <catch2/catch.hpp>
#include <string>

using namespace leitai::http;

namespace {

int status_of(const std::string& text) {
  const auto head = parse_head(text);
  return head ? 200 : head.error().status;
}

std::string with(const std::string& line) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
}
std::string post_with(const std::string& line) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a request line that is not METHOD TARGET VERSION is refused") {
  CHECK(status_of("GET /\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET  / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET / x HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("G(T / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET /\xe4 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET / SPDY/3\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
  CHECK(status_of("GET /" + std::string(8'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 414);
}

TEST_CASE("a header line that a lenient reader would guess at is refused") {
  CHECK(status_of(with("no colon")) == 400);
  CHECK(status_of(with("Name : value")) == 400);
  CHECK(status_of(with(" folded: value")) == 400);
  CHECK(status_of(with(": value")) == 400);
  CHECK(status_of(with("Name: a\nSmuggled: b")) == 400);
  CHECK(status_of(with("Name: a\rSmuggled: b")) == 400);
  CHECK(status_of(with(std::string("Name: a\0b", 9))) == 400);
  CHECK(status_of("GET / HTTP/1.1\nHost: a\r\n\r\n") == 400);
}

TEST_CASE("two answers to one question are refused") {
  CHECK(status_of(with("Host: b")) == 400);
  CHECK(status_of(with("Authorization: x\r\nauthorization: y")) == 400);
  CHECK(status_of(with("Origin: http://a\r\nOrigin: http://b")) == 400);
  CHECK(status_of(post_with("Content-Length: 1\r\nContent-Length: 1")) == 400);
  CHECK(status_of(post_with("Content-Length: 1\r\nTransfer-Encoding: chunked")) == 400);
  CHECK(status_of(post_with("Content-Length: 1\r\nContent-Type: a\r\nContent-Type: b")) == 400);
  CHECK(status_of("GET / HTTP/1.1\r\n\r\n") == 400);
}

TEST_CASE("a body's length must be certain") {
  CHECK(status_of(post_with("X: y")) == 411);
  CHECK(status_of(post_with("Transfer-Encoding: chunked")) == 411);
  for (const char* length : {"", "+1", "-1", "1,1", "0x1", "1 1", "one", "1234567890123456789"}) {
    INFO(length);
    CHECK(status_of(post_with(std::string("Content-Length: ") + length)) == 400);
  }
  CHECK(status_of(with("Content-Length: 1")) == 400);
  CHECK(status_of(post_with("Content-Length: 1\r\nContent-Encoding: gzip")) == 415);
  CHECK(status_of(with("Expect: a miracle")) == 417);
}

TEST_CASE("more than a hundred header lines are refused, a hundred are not") {
  std::string lines;
  for (int i = 0; i < 98; ++i) {
    lines += "X: y\r\n";
  }
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "X: y\r\n\r\n") == 200);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "X: y\r\nX: y\r\n\r\n") == 431);
}

TEST_CASE("a head is read as it came, nothing in it decoded") {
  const auto head = parse_head(
      "POST /a%2Fb?x=%0d%0a HTTP/1.1\r\nhOST: localhost:1\r\nContent-Length: 12\r\nX-Odd: \t a%0d%0aSet-Cookie: b "
      "\t\r\n"
      "Connection: keep-alive, Close\r\nExpect: 100-Continue\r\n\r\n");
  REQUIRE(head.has_value());
  CHECK(head->method == "POST");
  CHECK(head->target == "/a%2Fb?x=%0d%0a");
  CHECK(head->content_length == 12);
  CHECK(head->find("Host") == "localhost:1");
  CHECK(head->find("x-odd") == "a%0d%0aSet-Cookie: b");
  CHECK(head->wants_close);
  CHECK(head->waits_for_100);
  CHECK_FALSE(head->http_1_0);
}

TEST_CASE("a client of HTTP/1.0 is answered and then left") {
  const auto head = parse_head("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
  REQUIRE(head.has_value());
  CHECK(head->http_1_0);
  CHECK(head->wants_close);
}
