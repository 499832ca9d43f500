// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/json/json.h"

#include <catch2/catch.hpp>
#include <string>

using namespace leitai::json;

namespace {

ParseError refusal(const std::string& text) {
  const auto result = parse(text);
  REQUIRE_FALSE(result.has_value());
  return result.error();
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

TEST_CASE("what is not one JSON value is refused with its place") {
  struct Bad {
    std::string text;
    std::size_t line, column;
  };
  const Bad bads[] = {{"", 1, 1},        {"{", 1, 2},     {"[1,]", 1, 4},        {"{\"a\" 1}", 1, 6},
                      {"nul", 1, 4},     {"[1] x", 1, 5}, {"[\n 1,\n x]", 3, 2}, {"'a'", 1, 1},
                      {"[1] [2]", 1, 5}, {"01", 1, 2},    {"[NaN]", 1, 2}};
  for (const Bad& bad : bads) {
    CAPTURE(bad.text);
    const ParseError error = refusal(bad.text);
    CHECK(error.fault == Fault::syntax);
    CHECK(error.position.line == bad.line);
    CHECK(error.position.column == bad.column);
    CHECK_FALSE(error.detail.empty());
  }
}

TEST_CASE("bytes behind a NUL are not ignored") {
  CHECK(refusal(std::string("{}\0garbage", 10)).fault == Fault::syntax);
}

TEST_CASE("bad UTF-8 is refused") {
  CHECK(refusal("\"\xff\"").fault == Fault::syntax);
  CHECK(refusal("\"\xc0\x80\"").fault == Fault::syntax);
  CHECK(refusal("\"\\ud800\"").fault == Fault::syntax);
}

TEST_CASE("a key that stands twice is refused, and named") {
  const ParseError error = refusal(R"({"a": {"b/c": 1, "b/c": 2}})");
  CHECK(error.fault == Fault::duplicate_key);
  CHECK(error.pointer == "/a/b~1c");
}

TEST_CASE("nesting ends at the limit, whatever the depth") {
  CHECK(parse(nested(64)).has_value());
  CHECK(refusal(nested(65)).fault == Fault::nesting);
  CHECK(refusal(nested(100'000)).fault == Fault::nesting);
  CHECK(refusal(std::string(100'000, '[')).fault == Fault::nesting);
}

TEST_CASE("numbers past their range are refused, and named") {
  CHECK(parse("[18446744073709551615, -9223372036854775808]").has_value());
  const ParseError error = refusal(R"({"a": [1, 18446744073709551616]})");
  CHECK(error.fault == Fault::number_range);
  CHECK(error.pointer == "/a/1");
  CHECK(refusal("-9223372036854775809").fault == Fault::number_range);
  CHECK(refusal("1e999").fault == Fault::number_range);
}

TEST_CASE("a decimal is never rounded on its way in") {
  CHECK(parse("9.1")->is_number_float());
  CHECK(dump(*parse("9.1")) == "9.1");
  CHECK(dump(*parse("1.50")) == "1.5");
  CHECK(*parse("123456789012.123456789") == Json("123456789012.123456789"));
  CHECK(*parse("0.1000000000000000055") == Json("0.1000000000000000055"));
}

TEST_CASE("positions name the start of each value") {
  const auto located = parse_located("{\n  \"a\": [1, 22 ,\n   \"x\"],\n  \"b\": {\"c\" : -1.5}\n}");
  REQUIRE(located.has_value());
  const auto at = [&](const char* pointer) {
    const Position position = located->positions.at(pointer);
    return std::pair(position.line, position.column);
  };
  CHECK(at("") == std::pair<std::size_t, std::size_t>(1, 1));
  CHECK(at("/a") == std::pair<std::size_t, std::size_t>(2, 8));
  CHECK(at("/a/0") == std::pair<std::size_t, std::size_t>(2, 9));
  CHECK(at("/a/1") == std::pair<std::size_t, std::size_t>(2, 12));
  CHECK(at("/a/2") == std::pair<std::size_t, std::size_t>(3, 4));
  CHECK(at("/b") == std::pair<std::size_t, std::size_t>(4, 8));
  CHECK(at("/b/c") == std::pair<std::size_t, std::size_t>(4, 15));
}

TEST_CASE("writing never throws") {
  CHECK(dump(Json("\xff")) == "\"\xEF\xBF\xBD\"");
  CHECK(escape_token("a/b~c") == "a~1b~0c");
}
