// SPDX-License-Identifier: GPL-2.0-or-later
// Bad input: the right status, the pointer, and nothing changed.
#include <catch2/catch.hpp>

#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

using Pointers = std::vector<std::string>;

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

const std::string kEvents = "/api/v1/events";
const std::string kNdjson = "Content-Type: application/x-ndjson\r\n";

}  // namespace

TEST_CASE("what is not JSON is 400, with the place") {
  Rig rig;
  for (const std::string& body : {std::string("not JSON"), std::string(), std::string("{"), std::string("[1,]"),
                                  std::string("[] []"), std::string("[]\0[]", 5), std::string("{'a': 1}"),
                                  std::string("[NaN]"), std::string("[01]"), std::string("\xff")}) {
    INFO(body);
    const Reply reply = rig.refused(400, "POST", kEvents, body);
    CHECK(reply.json().at("errors").size() == 1);
  }
  CHECK(rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": {"a": tru}})").pointers() == Pointers{"/name/a"});
}

TEST_CASE("a key that stands twice is 400") {
  Rig rig;
  CHECK(rig.refused(400, "PUT", "/api/v1/groups/g", R"({"name": "A", "name": "B"})").json().at("errors").size() == 1);
  rig.refused(400, "POST", kEvents, R"([{"type": "groups", "id": "a", "id": "b", "data": {}}])");
}

TEST_CASE("bad UTF-8 is 400") {
  Rig rig;
  for (const char* text : {"\xff", "\xc3\x28", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xbd"}) {
    rig.refused(400, "PUT", "/api/v1/groups/g", std::string(R"({"name": ")") + text + "\"}");
  }
}

TEST_CASE("deep nesting is 422, a hundred thousand levels too") {
  Rig rig;
  rig.refused(422, "POST", kEvents, nested(65));
  rig.refused(422, "POST", kEvents, nested(100'000));
  rig.refused(422, "POST", kEvents, std::string(100'000, '['));
  rig.refused(422, "PUT", "/api/v1/boards/b", R"({"name": "B", "more": )" + nested(64) + "}");
  CHECK(rig.call("PUT", "/api/v1/boards/b", R"({"name": "B", "more": )" + nested(63) + "}").status == 200);
}

TEST_CASE("numbers past 64 bits are 422, with the pointer") {
  Rig rig;
  CHECK(rig.refused(422, "PUT", "/api/v1/groups/g", R"({"name": "G", "order": 18446744073709551616})").pointers() ==
        Pointers{"/order"});
  rig.refused(422, "PUT", "/api/v1/groups/g", R"({"order": -9223372036854775809})");
  rig.refused(422, "PUT", "/api/v1/groups/g", R"({"order": 1e999})");
  rig.refused(422, "POST", kEvents, R"([{"type": "groups", "id": "g", "data": {"order": 99999999999999999999}}])");
}

TEST_CASE("wrong types are 422, with the pointer") {
  Rig rig;
  seed(rig);
  CHECK(rig.refused(422, "PUT", "/api/v1/groups/g", R"({"name": 5})").pointers() == Pointers{"/name"});
  CHECK(rig.refused(422, "PUT", "/api/v1/groups/g", "[]").pointers() == Pointers{""});
  CHECK(rig.refused(422, "PUT", "/api/v1/groups/g", "null").pointers() == Pointers{""});
  CHECK(rig.refused(422, "PATCH", "/api/v1/groups/heads", "7").pointers() == Pointers{""});
  CHECK(rig.refused(422, "PATCH", "/api/v1/groups/heads", R"({"order": "first"})").pointers() == Pointers{"/order"});
  CHECK(rig.refused(422, "POST", "/api/v1/air/take", "[]").pointers() == Pointers{""});
  CHECK(rig.refused(422, "POST", kEvents, "{}").pointers() == Pointers{""});
  CHECK(rig.refused(422, "POST", kEvents, "[1]").pointers() == Pointers{"/0"});
  CHECK(rig.refused(422, "POST", kEvents, R"([{"type": 1, "data": []}])").pointers() ==
        Pointers{"/0/type", "/0/id", "/0/data"});
  CHECK(rig.refused(422, "POST", kEvents, R"([{"type": "groups", "id": "g"}])").pointers() == Pointers{"/0/data"});
}

TEST_CASE("unknown types, ids and references are refused, with the pointer") {
  Rig rig;
  seed(rig);
  rig.refused(404, "PUT", "/api/v1/planets/p", "{}");
  rig.refused(404, "PATCH", "/api/v1/groups/nobody", "{}");
  rig.refused(404, "DELETE", "/api/v1/groups/nobody", {});
  rig.refused(404, "POST", "/api/v1/timers/nobody/start", "{}");
  rig.refused(404, "POST", "/api/v1/timers/clock/explode", "{}");
  rig.refused(422, "PUT", "/api/v1/groups/bad%20id", "{}");
  rig.refused(422, "PUT", "/api/v1/groups/" + std::string(65, 'a'), "{}");
  CHECK(rig.refused(422, "POST", kEvents, R"([{"type": "planets", "id": "p", "data": {}}])").pointers() ==
        Pointers{"/0/type"});
  CHECK(rig.refused(422, "POST", kEvents, R"([{"type": "groups", "id": "../x", "data": {}}])").pointers() ==
        Pointers{"/0/id"});
  CHECK(rig.refused(422, "PUT", "/api/v1/contestants/c9", R"({"name": "X", "group": "nobody"})").pointers() ==
        Pointers{"/group"});
  CHECK(rig.refused(422, "PUT", "/api/v1/scores/s", score("nobody", "j1", "5")).pointers() == Pointers{"/contestant"});
}

TEST_CASE("marks out of range are 422, with the pointer") {
  Rig rig;
  seed(rig);
  CHECK(rig.refused(422, "PUT", "/api/v1/scores/s", score("c1", "j1", "10.5")).pointers() == Pointers{"/marks/total"});
  CHECK(rig.refused(422, "PUT", "/api/v1/scores/s", score("c1", "j1", "-1")).pointers() == Pointers{"/marks/total"});
  CHECK(rig.refused(422, "PUT", "/api/v1/scores/s", score("c1", "j1", "9.1234567891")).pointers() ==
        Pointers{"/marks/total"});
}

TEST_CASE("a batch whose last event is wrong changes nothing, and names that event") {
  Rig rig;
  seed(rig);
  std::string batch = "[";
  for (int i = 0; i < 50; ++i) {
    batch += R"({"type": "groups", "id": "new)" + std::to_string(i) + R"(", "data": {"name": "New"}},)";
  }
  const std::string last = R"({"type": "scores", "id": "s", "data": )" + score("c1", "j1", "11") + "}";
  CHECK(rig.refused(422, "POST", kEvents, batch + last + "]").pointers() == Pointers{"/50/data/marks/total"});
  CHECK(rig.refused(422, "POST", kEvents, batch + "{}]").pointers() == Pointers{"/50/type", "/50/id", "/50/data"});
  rig.refused(400, "POST", kEvents, batch);
  CHECK(rig.get("/api/v1/groups").json().size() == 2);
}

TEST_CASE("NDJSON whose last line is wrong changes nothing, and names that event") {
  Rig rig;
  const std::string line = R"({"type": "groups", "id": "g", "data": {"name": "G"}})";
  CHECK(rig.refused(400, "POST", kEvents, line + "\n\nnothing\n", kNdjson).pointers() == Pointers{"/1"});
  CHECK(rig.refused(422, "POST", kEvents, line + "\n" + nested(65) + "\n", kNdjson).json().at("errors").size() == 1);
  CHECK(rig.refused(422, "POST", kEvents, line + "\n[]", kNdjson).pointers() == Pointers{"/1"});
  CHECK(rig.get("/api/v1/groups").json().empty());
  CHECK(rig.call("POST", kEvents, "\r\n" + line + "\r\n", kNdjson).status == 200);
  CHECK(rig.get("/api/v1/groups").json().size() == 1);
}

TEST_CASE("a batch of ten thousand is taken, one more is refused") {
  Rig rig;
  std::string lines;
  for (int i = 0; i < 10'000; ++i) {
    lines += R"({"type":"groups","id":"g","data":null})"
             "\n";
  }
  CHECK(rig.call("POST", kEvents, lines, kNdjson).status == 200);
  CHECK(rig.refused(422, "POST", kEvents, lines + R"({"type":"groups","id":"g","data":null})", kNdjson).pointers() ==
        Pointers{"/10000"});
}

TEST_CASE("addresses that are none are 404, wrong methods 405 with what is allowed") {
  Rig rig;
  for (const char* target : {"/nothing", "/api", "/api/v1", "/api/v1/", "/api/v2/health", "/api/v1/planets",
                             "/api/v1/groups/", "/api/v1/groups/a/b", "/api/v1/health/", "//api/v1/health",
                             "/api/v1/undo/1", "/api/v1/media/x.png", "/control/../metrics", "/%2e%2e/etc/passwd"}) {
    INFO(target);
    const Reply reply = rig.get(target);
    CHECK(reply.status == 404);
    CHECK(reply.header("content-type") == "application/problem+json");
  }
  rig.refused(404, "POST", "/api/v1/undo/1", "{}");
  CHECK(rig.refused(405, "POST", "/api/v1/health", "{}").header("allow") == "GET, HEAD, OPTIONS");
  CHECK(rig.refused(405, "PUT", "/api/v1/reveals/r", "{}").header("allow") == "GET, HEAD, OPTIONS");
  CHECK(rig.refused(405, "DELETE", "/api/v1/groups", {}).header("allow") == "GET, HEAD, OPTIONS");
  CHECK(rig.refused(405, "POST", "/api/v1/groups/g", "{}").header("allow") == "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
  CHECK(rig.refused(405, "TRACE", "/api/v1/health", {}).header("allow") == "GET, HEAD, OPTIONS");
}

TEST_CASE("OPTIONS names the methods, HEAD answers like GET without the body") {
  Rig rig;
  const Reply options = rig.call("OPTIONS", "/api/v1/timers/clock/start");
  CHECK(options.status == 204);
  CHECK(options.header("allow") == "POST, OPTIONS");
  const Reply head = rig.call("HEAD", "/api/v1/templates");
  const Reply get = rig.get("/api/v1/templates");
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == get.header("content-length"));
  CHECK(head.header("content-type") == get.header("content-type"));
}

TEST_CASE("a query that is not understood is 400") {
  Rig rig;
  seed(rig);
  for (const char* target :
       {"/api/v1/event-feed?since_token=x", "/api/v1/event-feed?since_token=-1", "/api/v1/event-feed?since=1",
        "/api/v1/event-feed?since_token=99999999999999999999", "/api/v1/event-feed?stream=maybe",
        "/api/v1/event-feed?since_token=1&since_token=2", "/api/v1/rounds/r/standings?audience=jury",
        "/api/v1/rounds/r/standings?audience=", "/api/v1/groups?x=1", "/api/v1/groups?x=%zz", "/api/v1/groups/%4"}) {
    INFO(target);
    CHECK(rig.get(target).status == 400);
  }
  rig.refused(400, "DELETE", "/api/v1/groups/heads?force=please", {});
  rig.refused(400, "POST", "/api/v1/events?force=1", "[]");
}
