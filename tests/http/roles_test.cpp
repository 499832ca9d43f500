// SPDX-License-Identifier: GPL-2.0-or-later
// What each role may do, and that a token's secret is told once.
#include <catch2/catch.hpp>
#include <set>

#include "server/http/routes.h"
#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

struct Made {
  std::string id;
  std::string token;
};

Made make(const Rig& rig, const std::string& name, const std::string& role) {
  const Reply reply = rig.call("POST", "/api/v1/tokens", json::dump(Json{{"name", name}, {"role", role}}));
  INFO(reply.body);
  REQUIRE(reply.status == 200);
  return {reply.json().at("id"), reply.json().at("token")};
}

Reply as(const Rig& rig, const Made& made, const std::string& method, const std::string& target,
         const std::string& body = {}, const std::string& headers = {}) {
  return rig.stranger(method, target, body, bearer(made.token) + headers);
}

std::string address_of(const Route& route) {
  std::string address(route.pattern);
  const auto fill = [&](const std::string& name, const std::string& value) {
    if (const auto at = address.find(name); at != std::string::npos) address.replace(at, name.size(), value);
  };
  fill("{type}", "groups");
  fill("{id}", "heads");
  fill("{name}", "nothing.png");
  return address;
}

std::string content_type_of(const Route& route) {
  return route.takes == Takes::csv ? "Content-Type: text/csv\r\n" : "";
}

}  // namespace

TEST_CASE("a token that is not one is refused, and changes nothing") {
  Rig rig;
  for (const char* body :
       {"{}", R"({"name": "A"})", R"({"role": "scorer"})", R"({"name": "A", "role": "owner"})",
        R"({"name": "A", "role": null})", R"({"name": "", "role": "scorer"})", R"({"name": " A", "role": "scorer"})",
        R"({"name": "A\u0000", "role": "scorer"})", R"({"name": "A\n", "role": "scorer"})",
        R"({"name": "operator", "role": "operator"})", R"({"name": "automation", "role": "operator"})",
        R"({"name": "A", "role": "scorer", "token": "mine"})", "[]"}) {
    rig.refused(422, "POST", "/api/v1/tokens", body);
  }
  rig.refused(422, "POST", "/api/v1/tokens", json::dump(Json{{"name", std::string(65, 'a')}, {"role", "scorer"}}));
  rig.refused(400, "POST", "/api/v1/tokens", R"({"name": "A", "role": "scorer"})", "Idempotency-Key: k\r\n");
  rig.refused(404, "DELETE", "/api/v1/tokens/nobody", "");
  make(rig, "A", "scorer");
  rig.refused(409, "POST", "/api/v1/tokens", R"({"name": "A", "role": "backstage"})");
}

TEST_CASE("tokens are no resources: nobody writes them as such") {
  Rig rig;
  const Made made = make(rig, "A", "scorer");
  rig.refused(405, "PUT", "/api/v1/tokens/" + made.id, R"({"name": "A", "role": "operator"})");
  rig.refused(405, "PATCH", "/api/v1/tokens/" + made.id, R"({"role": "operator"})");
  rig.refused(422, "POST", "/api/v1/events",
              json::dump(Json::array({{{"type", "tokens"}, {"id", made.id}, {"data", {{"role", "operator"}}}}})));
  CHECK(rig.get("/api/v1/tokens/" + made.id).status == 405);
}

TEST_CASE("each role may call what the table says, and nothing else") {
  Rig rig;
  seed(rig);
  const std::map<std::string, std::set<Access>> may = {
      {"scorer", {Access::everyone, Access::readers, Access::scorers}},
      {"backstage", {Access::everyone, Access::readers, Access::backstage}}};
  for (const auto& [role, allowed] : may) {
    const Made made = make(rig, "the " + role, role);
    for (const Route& route : routes()) {
      const std::string method(route.method);
      // A stream that is let in does not end.
      const std::set<std::string_view> streams = {"event-feed", "air-feed", "stream", "public-stream", "ballot-stream"};
      if (streams.contains(route.name)) continue;
      INFO(role << ' ' << method << ' ' << route.pattern);
      const std::uint64_t before = rig.show().journal().head();
      const Reply reply =
          as(rig, made, method, address_of(route), route.takes == Takes::nothing ? "" : "{}", content_type_of(route));
      CHECK(reply.status != 401);
      if (allowed.count(route.access) == 0) {
        CHECK(reply.status == 403);
        CHECK(reply.json().at("detail").get<std::string>().find(role) != std::string::npos);
      } else if (route.access != Access::scorers) {
        CHECK(reply.status != 403);
      }
      CHECK(rig.show().journal().head() == before);
    }
  }
}

TEST_CASE("a scorer writes scores and totals, under the token's name, and no other type") {
  Rig rig;
  seed(rig);
  const Made scorer = make(rig, "1号记分员", "scorer");
  REQUIRE(as(rig, scorer, "PUT", "/api/v1/scores/s1", score("c1", "j1", "9")).status == 200);
  REQUIRE(as(rig, scorer, "PATCH", "/api/v1/scores/s1", R"({"marks": {"total": "8"}})").status == 200);
  REQUIRE(as(rig, scorer, "POST", "/api/v1/events",
             R"([{"type": "scores", "id": "s2", "data": )" + score("c2", "j1", "7") + "}]")
              .status == 200);
  REQUIRE(as(rig, scorer, "DELETE", "/api/v1/scores/s2").status == 200);
  const auto records = rig.show().journal().read(rig.head() - 1, 1);
  REQUIRE(records.has_value());
  CHECK(records->front().actor == "1号记分员");

  const std::uint64_t before = rig.show().journal().head();
  for (const auto& [method, target, body] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"PUT", "/api/v1/groups/g", R"({"name": "G"})"},
           {"PATCH", "/api/v1/rounds/r", R"({"visibility": "sealed"})"},
           {"DELETE", "/api/v1/contestants/c3", ""},
           {"POST", "/api/v1/events",
            R"([{"type": "scores", "id": "s3", "data": )" + score("c2", "j1", "7") +
                R"(}, {"type": "groups", "id": "g", "data": {"name": "G"}}])"}}) {
    INFO(method << ' ' << target);
    CHECK(as(rig, scorer, method, target, body).status == 403);
  }
  CHECK(rig.show().journal().head() == before);
}

TEST_CASE("operators' eyes are for every token") {
  Rig rig;
  seed(rig);
  for (const char* role : {"scorer", "backstage", "operator"}) {
    const Made made = make(rig, std::string("a ") + role, role);
    CHECK(as(rig, made, "GET", "/api/v1/rounds/r/standings?audience=operator").status == 200);
    const Json health = as(rig, made, "GET", "/api/v1/health").json();
    CHECK(health.at("name") == std::string("a ") + role);
    CHECK(health.at("role") == role);
    CHECK(health.contains("show") == (std::string(role) == "operator"));
  }
}

TEST_CASE("the secret is told once: no read, no feed and no file of the show holds it, and none tells the hash") {
  Rig rig;
  const Made made = make(rig, "A", "operator");
  const Made other = make(rig, "B", "backstage");
  rig.ok("DELETE", "/api/v1/tokens/" + other.id);
  const auto kept = rig.show().snapshot()->store.find("tokens", made.id)->data;
  const std::string hash = kept.at("hash"), salt = kept.at("salt");
  CHECK(kept.dump().find(made.token) == std::string::npos);
  for (const char* target : {"/api/v1/tokens", "/api/v1/event-feed?stream=false", "/api/v1/health", "/metrics"}) {
    INFO(target);
    const std::string body = rig.get(target).body;
    for (const std::string& secret : {made.token, made.token.substr(13), hash, salt}) {
      CHECK(body.find(secret) == std::string::npos);
    }
  }
  const Json list = rig.get("/api/v1/tokens").json();
  REQUIRE(list.size() == 1);
  CHECK(list[0] == Json{{"id", made.id}, {"name", "A"}, {"role", "operator"}, {"created", list[0].at("created")}});
}

TEST_CASE("a login link leads to where the caller is") {
  Rig rig;
  const Reply reply = rig.call("POST", "/api/v1/tokens", R"({"name": "A", "role": "scorer"})",
                               "Origin: http://localhost:" + std::to_string(rig.port()) + "\r\n");
  REQUIRE(reply.status == 200);
  const std::string token = reply.json().at("token");
  CHECK(reply.json().at("login") == "http://localhost:" + std::to_string(rig.port()) + "/control#token=" + token);
}

TEST_CASE("tokens outlive a restart, and what is nearly one opens nothing") {
  Rig rig;
  const Made made = make(rig, "A", "backstage");
  const Made other = make(rig, "B", "backstage");
  rig.restart();
  CHECK(as(rig, made, "GET", "/api/v1/groups").status == 200);
  std::string changed = made.token;
  changed.back() = changed.back() == '0' ? '1' : '0';
  for (const std::string& wrong : {changed, made.id, made.id + ".", made.id + other.token.substr(12), made.token + "0",
                                   made.token.substr(1), "." + made.token}) {
    INFO(wrong);
    CHECK(rig.stranger("GET", "/api/v1/groups", {}, bearer(wrong)).status == 401);
    CHECK(rig.stranger("GET", "/api/v1/health", {}, bearer(wrong)).status == 401);
  }
}

TEST_CASE("a revoked token opens nothing, and the streams that it opened end") {
  Rig rig;
  seed(rig);
  const Made made = make(rig, "A", "backstage");
  Client feed = rig.connect();
  feed.send(request("GET", "/api/v1/event-feed", {}, bearer(made.token)));
  REQUIRE(feed.read_head().has_value());
  Client stream = rig.connect();
  stream.send(request("GET", "/api/v1/stream", {}, bearer(made.token)));
  REQUIRE(stream.read_head().has_value());
  Client air = rig.connect();
  air.send(request("GET", "/api/v1/air-feed", {}, bearer(made.token)));
  REQUIRE(air.read_head().has_value());
  rig.ok("DELETE", "/api/v1/tokens/" + made.id);
  rig.ok("PUT", "/api/v1/groups/after", R"({"name": "after the revocation"})");
  for (Client* each : {&feed, &stream, &air}) {
    std::string told;
    while (const auto line = each->read_stream_line()) told += *line + "\n";
    CHECK(told.find("after the revocation") == std::string::npos);
  }
  CHECK(as(rig, made, "GET", "/api/v1/groups").status == 401);
  rig.refused(404, "DELETE", "/api/v1/tokens/" + made.id, "");
}

TEST_CASE("a token that is revoked while a body is on its way writes nothing") {
  Rig rig;
  seed(rig);
  const Made made = make(rig, "A", "scorer");
  const std::string body = score("c1", "j1", "9");
  const std::string whole = request("PUT", "/api/v1/scores/s1", body, bearer(made.token) + "Expect: 100-continue\r\n");
  Client client = rig.connect();
  client.send(whole.substr(0, whole.size() - body.size()));
  // The server asks for the body once it has let the request in.
  const auto go_on = client.read_line();
  REQUIRE(go_on.has_value());
  CHECK(go_on->find("100") != std::string::npos);
  client.read_line();
  rig.ok("DELETE", "/api/v1/tokens/" + made.id);
  client.send(body);
  CHECK(client.read_reply()->status == 401);
  CHECK(rig.get("/api/v1/scores").json().empty());
}

TEST_CASE("a feed tells each role its part") {
  Rig rig;
  seed(rig);
  rig.ok("POST", "/api/v1/air/take", R"({"template": "lower-third", "data": {"title": "T"}})");
  const auto types = [&](const std::string& header) {
    std::set<std::string> found;
    std::istringstream feed(rig.stranger("GET", "/api/v1/event-feed?stream=false", {}, header).body);
    for (std::string line; std::getline(feed, line);) found.insert(json::parse(line)->at("type").get<std::string>());
    return found;
  };
  const Made scorer = make(rig, "S", "scorer"), backstage = make(rig, "B", "backstage");
  const auto all = types(bearer());
  CHECK(all.count("tokens") == 1);
  CHECK(all.count("air") == 1);
  const auto behind = types(bearer(backstage.token));
  CHECK(behind.count("tokens") == 0);
  CHECK(behind.count("air") == 1);
  CHECK(types(bearer(scorer.token)) == std::set<std::string>{"contest", "groups", "people", "contestants", "rounds"});
}

TEST_CASE("two bearers may use the same key") {
  Rig rig;
  seed(rig);
  const Made a = make(rig, "A", "scorer"), b = make(rig, "B", "scorer");
  const std::string key = "Idempotency-Key: k\r\n";
  const Reply first = as(rig, a, "PUT", "/api/v1/scores/s1", score("c1", "j1", "9"), key);
  CHECK(as(rig, a, "PUT", "/api/v1/scores/s1", score("c1", "j1", "9"), key).body == first.body);
  CHECK(as(rig, b, "PUT", "/api/v1/scores/s1", score("c1", "j1", "8"), key).status == 200);
}
