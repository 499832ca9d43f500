// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/http/lease.h"
#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

const std::string kAnna = R"({"id": "a1", "name": "1号台"})";
const std::string kBela = R"({"id": "b2", "name": "2号台"})";
const std::string kOver = R"({"id": "b2", "name": "2号台", "take_over": true})";

std::string holding(const std::string& id) {
  return "Leitai-Lease: " + id + "\r\n";
}

/// A rig whose clock the test moves.
struct Hall {
  std::shared_ptr<std::int64_t> now_ms = std::make_shared<std::int64_t>(1'659'229'200'000);
  Rig rig{{}, {}, {}, options()};

  leitai::show::Options options() const {
    leitai::show::Options options;
    options.clock_ms = [now = now_ms] { return *now; };
    return options;
  }
};

Json lease_of(const Reply& reply, int status = 200) {
  INFO(reply.body);
  REQUIRE(reply.status == status);
  return status == 200 ? reply.json().at("lease") : reply.json().at("holder");
}

}  // namespace

TEST_CASE("a lease is its holder's until it ends, is given back or is taken over") {
  std::int64_t now = 1'000;
  Lease lease([&now] { return now; });
  CHECK_FALSE(lease.holder());
  CHECK(lease.take("a", "A", Lease::Take::if_free).until_ms == 16'000);
  CHECK(lease.take("b", "B", Lease::Take::if_free).id == "a");
  lease.release("b");
  CHECK(lease.holder()->id == "a");
  now = 11'000;
  CHECK(lease.take("a", "A again", Lease::Take::if_free).until_ms == 26'000);
  CHECK(lease.holder()->name == "A again");
  now = 25'999;
  CHECK(lease.holder()->id == "a");
  CHECK(lease.take("b", "B", Lease::Take::over).id == "b");
  CHECK(lease.take("a", "A", Lease::Take::if_free).id == "b");
  now = 40'999;
  CHECK_FALSE(lease.holder());
  CHECK(lease.take("a", "A", Lease::Take::if_free).id == "a");
  lease.release("a");
  CHECK_FALSE(lease.holder());
}

TEST_CASE("a lease needs an id and a name, and the token") {
  const Hall hall;
  for (const char* body :
       {"{}", R"({"id": "a"})", R"({"name": "A"})", R"({"id": "", "name": "A"})", R"({"id": "a b", "name": "A"})",
        R"({"id": 1, "name": "A"})", R"({"id": "a", "name": ""})", R"({"id": "a", "name": "A", "take_over": 1})",
        R"({"name": "A", "release": true})", R"({"id": "a", "name": "A", "release": "yes"})"}) {
    INFO(body);
    hall.rig.refused(422, "POST", "/api/v1/lease", body);
  }
  hall.rig.refused(422, "POST", "/api/v1/lease", json::dump(Json{{"id", "a"}, {"name", std::string(257, 'x')}}));
  hall.rig.refused(422, "DELETE", "/api/v1/lease", "{}");
  hall.rig.refused(400, "POST", "/api/v1/lease", "[");
  CHECK(hall.rig.stranger("GET", "/api/v1/lease").status == 401);
  CHECK(hall.rig.stranger("POST", "/api/v1/lease", kAnna).status == 401);
  CHECK(lease_of(hall.rig.get("/api/v1/lease")).is_null());
}

TEST_CASE("one of two pages has the controls, and the other is told who") {
  const Hall hall;
  const Rig& rig = hall.rig;
  const Json mine = lease_of(rig.call("POST", "/api/v1/lease", kAnna));
  CHECK(mine == Json{{"name", "1号台"}, {"mine", true}, {"until", "2022-07-31T01:00:15.000Z"}});
  Json theirs = mine;
  theirs["mine"] = false;
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", kBela), 409) == theirs);
  CHECK(lease_of(rig.get("/api/v1/lease")) == theirs);
  CHECK(lease_of(rig.get("/api/v1/lease", holding("a1"))) == mine);
  CHECK(lease_of(rig.call("DELETE", "/api/v1/lease", R"({"id": "b2"})")) == theirs);

  *hall.now_ms += 10'000;
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", kAnna)).at("until") == "2022-07-31T01:00:25.000Z");
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", kOver)).at("mine") == true);
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", kAnna), 409).at("name") == "2号台");
  *hall.now_ms += 15'000;
  CHECK(lease_of(rig.get("/api/v1/lease")).is_null());
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", kAnna)).at("mine") == true);
  CHECK(lease_of(rig.call("DELETE", "/api/v1/lease", R"({"id": "a1"})")).is_null());
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", kBela)).at("mine") == true);
  CHECK(lease_of(rig.call("POST", "/api/v1/lease", R"({"id": "b2", "release": true})")).is_null());
}

TEST_CASE("commands that carry another lease are refused, naming the holder; a cut is anybody's") {
  const Hall hall;
  const Rig& rig = hall.rig;
  seed(rig);
  const std::vector<std::pair<const char*, const char*>> commands = {
      {"/api/v1/air/take", R"({"template": "lower-third", "data": {}})"},
      {"/api/v1/air/update", R"({"layer": 20, "data": {}})"},
      {"/api/v1/air/next", R"({"layer": 20})"},
      {"/api/v1/air/out", "{}"},
      {"/api/v1/air/hold", "{}"},
      {"/api/v1/air/release", "{}"},
      {"/api/v1/stage", R"({"round": "r", "contestant": "c1"})"},
      {"/api/v1/timers/clock/start", "{}"},
      {"/api/v1/rounds/r/reveal", R"({"next": true})"},
      {"/api/v1/rounds/r/confirm", R"({"all": true})"},
      {"/api/v1/undo", "{}"},
      {"/api/v1/redo", "{}"}};
  CHECK(rig.call("POST", "/api/v1/air/hold", "{}", holding("b2")).status == 200);  // nobody holds it
  lease_of(rig.call("POST", "/api/v1/lease", kAnna));
  for (const auto& [target, body] : commands) {
    INFO(target);
    const Reply refused = rig.refused(409, "POST", target, body, holding("b2"));
    CHECK(refused.json().at("holder").at("name") == "1号台");
    CHECK(refused.body.find("a1") == std::string::npos);
  }
  rig.refused(409, "POST", "/api/v1/air/release", "{}", holding("no id !"));
  CHECK(rig.call("POST", "/api/v1/air/release", "{}", holding("a1")).status == 200);
  CHECK(rig.call("POST", "/api/v1/timers/clock/start", "{}").status == 200);
  for (const char* target : {"/api/v1/air/panic", "/api/v1/air/clear"}) {
    CHECK(rig.call("POST", target, "{}", holding("b2")).status == 200);
  }
  CHECK(rig.call("PUT", "/api/v1/scores/s", score("c1", "j1", "9"), holding("b2")).status == 200);
  *hall.now_ms += 15'000;
  CHECK(rig.call("POST", "/api/v1/timers/clock/pause", "{}", holding("b2")).status == 200);
}

TEST_CASE("a command that was taken gets its answer again, whoever holds the lease by then") {
  const Hall hall;
  const Rig& rig = hall.rig;
  seed(rig);
  lease_of(rig.call("POST", "/api/v1/lease", kAnna));
  const std::string headers = holding("a1") + "Idempotency-Key: k\r\n";
  const Reply first = rig.call("POST", "/api/v1/timers/clock/start", "{}", headers);
  lease_of(rig.call("POST", "/api/v1/lease", kOver));
  CHECK(rig.call("POST", "/api/v1/timers/clock/start", "{}", headers).body == first.body);
  rig.refused(409, "POST", "/api/v1/timers/clock/start", "{}", holding("a1") + "Idempotency-Key: l\r\n");
}

TEST_CASE("undo and redo name the command, also after a restart, and are refused where there is none") {
  Rig rig;
  seed(rig);
  rig.refused(409, "POST", "/api/v1/undo", "{}");
  rig.refused(409, "POST", "/api/v1/redo", {});
  rig.refused(422, "POST", "/api/v1/undo", "[]");
  CHECK(rig.stranger("POST", "/api/v1/undo", "{}").status == 401);
  const std::uint64_t token =
      rig.ok("POST", "/api/v1/air/take", R"({"template": "lower-third", "data": {"title": "T"}})");
  const Json name = {{"token", token}, {"actor", "operator"}, {"what", "air/take"}};
  const auto layers = [&] { return rig.get("/api/v1/air").json().at("channels").at("program").at("layers"); };
  for (int i = 0; i < 2; ++i) {
    const Reply undone = rig.call("POST", "/api/v1/undo", "{}");
    REQUIRE(undone.status == 200);
    CHECK(undone.json() == Json{{"token", rig.head()}, {"undone", name}});
    CHECK(layers().at("20").at("state") == "out");
    rig.restart();
    const Reply redone = rig.call("POST", "/api/v1/redo");
    REQUIRE(redone.status == 200);
    CHECK(redone.json() == Json{{"token", rig.head()}, {"redone", name}});
    CHECK(layers().at("20").at("data").at("title") == "T");
  }
}
