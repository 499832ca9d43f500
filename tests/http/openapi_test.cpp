// SPDX-License-Identifier: GPL-2.0-or-later
// docs/openapi.json is kept true: it names the routes that there are, and the answers are as it says.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "server/contest/contest.h"
#include "server/http/routes.h"
#include "tests/http/ballot_rig.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

using Names = std::set<std::string>;

const Json& document() {
  static const Json kDocument = [] {
    std::ifstream file(LEITAI_SOURCE_DIR "/docs/openapi.json");
    std::stringstream text;
    text << file.rdbuf();
    const auto value = json::parse(text.str());
    REQUIRE(value.has_value());
    return *value;
  }();
  return kDocument;
}

const Json& operation(const Route& route) {
  std::string method(route.method);
  std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
  return document().at("paths").at(std::string(route.pattern)).at(method);
}

/// The parameters of one kind ("query"), references followed.
std::map<std::string, Json> parameters(const Json& of, const std::string& in) {
  std::map<std::string, Json> found;
  for (Json parameter : of.value("parameters", Json::array())) {
    if (parameter.contains("$ref")) {
      parameter = document().at(Json::json_pointer(parameter["$ref"].get<std::string>().substr(1)));
    }
    if (parameter.at("in") == in) {
      found[parameter.at("name").get<std::string>()] = parameter;
    }
  }
  return found;
}

/// What stands in x-roles; operators alone where it is missing, and where no token is needed.
Json roles_of(Access access) {
  switch (access) {
    case Access::readers:
      return {"operator", "scorer", "backstage"};
    case Access::backstage:
      return {"operator", "backstage"};
    case Access::scorers:
      return {"operator", "scorer"};
    case Access::judges:
      return Json::array({"judge"});
    case Access::everyone:
    case Access::operators:
      break;
  }
  return Json::array({"operator"});
}

Names body_types(const Json& of) {
  Names types;
  if (of.contains("requestBody")) {
    for (const auto& [type, content] : of.at("requestBody").at("content").items()) {
      types.insert(type);
    }
  }
  return types;
}

Names body_types(Takes takes) {
  switch (takes) {
    case Takes::nothing:
      return {};
    case Takes::json:
    case Takes::json_or_nothing:
      return {"application/json"};
    case Takes::events:
      return {"application/json", "application/x-ndjson"};
    case Takes::patch:
      return {"application/json", "application/merge-patch+json"};
    case Takes::csv:
      return {"text/csv", "text/tab-separated-values"};
    case Takes::picture:
      return {"image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"};
  }
  return {};
}

void check_references(const Json& value) {
  if (value.is_object() && value.contains("$ref")) {
    INFO(value["$ref"]);
    CHECK(document().contains(Json::json_pointer(value["$ref"].get<std::string>().substr(1))));
  }
  if (value.is_structured()) {
    for (const Json& part : value) {
      check_references(part);
    }
  }
}

/// What is wrong with a value under a schema of the document's; empty: nothing.
std::string findings(const Json& value, const std::string& schema_name) {
  const Json root = {{"$ref", "#/components/schemas/" + schema_name}, {"components", document().at("components")}};
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(root), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(value), &results);
  std::string text;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) {
      text += step;
    }
    text += ": " + error.description + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the document names each route, and no other") {
  Names in_table;
  for (const Route& route : routes()) {
    in_table.insert(std::string(route.method) + ' ' + std::string(route.pattern));
  }
  Names in_document;
  for (const auto& [path, methods] : document().at("paths").items()) {
    for (const auto& [method, of] : methods.items()) {
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
      in_document.insert(upper + ' ' + path);
    }
  }
  CHECK(in_table == in_document);
}

TEST_CASE("the document says of each route who may call it, what it knows in the query and what body it takes") {
  for (const Route& route : routes()) {
    INFO(route.method << ' ' << route.pattern);
    const Json& of = operation(route);
    CHECK(of.at("operationId") == std::string(route.name));
    const bool needs_token = of.at("security") == Json::array({{{"bearer", Json::array()}}});
    CHECK(needs_token == (route.access != Access::everyone));
    CHECK(of.value("x-roles", Json::array({"operator"})) == roles_of(route.access));
    Names in_query;
    for (const auto& [name, parameter] : parameters(of, "query")) {
      in_query.insert(name);
    }
    CHECK(in_query == Names(route.query.begin(), route.query.end()));
    for (const auto& [name, parameter] : parameters(of, "path")) {
      CHECK(std::string(route.pattern).find('{' + name + '}') != std::string::npos);
    }
    CHECK(body_types(of) == body_types(route.takes));
    if (of.contains("requestBody")) {
      CHECK(of.at("requestBody").at("required").get<bool>() == (route.takes != Takes::json_or_nothing));
    }
    // A new token or code is told once, and so never again under a key; a lease is kept nowhere; to enter a code again
    // from the same device is answered the same without a key.
    const Names without_key = {"token-add", "ballot-codes-add", "ballot-enter", "lease-take", "lease-release"};
    const bool takes_key = route.method != "GET" && !without_key.contains(std::string(route.name));
    CHECK(parameters(of, "header").count("Idempotency-Key") == (takes_key ? 1 : 0));
  }
}

TEST_CASE("the document's references lead somewhere") {
  check_references(document());
}

TEST_CASE("the document lists the types that there are, and which of them clients write") {
  for (const char* method : {"get", "put", "patch", "delete"}) {
    const Json type = parameters(document().at("paths").at("/api/v1/{type}/{id}").at(method), "path").at("type");
    for (const Json& name : type.at("schema").at("enum")) {
      INFO(name);
      CHECK(leitai::contest::is_type(name.get<std::string>()));
    }
    for (const char* name : {"contest", "scores", "timers", "stage", "reveals", "air", "automation", "rundown",
                             "playhead", "rules", "firings", "obs"}) {
      INFO(method << ' ' << name);
      const Json& list = type.at("schema").at("enum");
      const bool listed = std::find(list.begin(), list.end(), name) != list.end();
      CHECK(listed ==
            (std::string(method) == "get" ? leitai::contest::is_type(name) : leitai::contest::is_writable_type(name)));
    }
  }
}

TEST_CASE("the validator of these tests finds what is wrong") {
  CHECK_FALSE(findings(Json{{"token", "1"}}, "Token").empty());
  CHECK_FALSE(findings(Json::object(), "Problem").empty());
  CHECK_FALSE(
      findings(Json{{"round", "r"}, {"token", 1}, {"entries", {{{"kind", "mark"}}}}, {"next", nullptr}}, "Audit")
          .empty());
  CHECK_FALSE(findings(Json{{"status", "ok"}, {"version", "1"}, {"now", "today"}}, "Health").empty());
}

TEST_CASE("answers are as the document says") {
  Rig rig;
  seed(rig);
  const auto check = [](const Reply& reply, int status, const std::string& schema) {
    INFO(schema << "\n" << reply.body);
    CHECK(reply.status == status);
    CHECK(findings(reply.json(), schema) == "");
  };
  check(rig.stranger("GET", "/api/v1/health"), 200, "Health");
  check(rig.get("/api/v1/health"), 200, "Health");
  check(rig.call("PUT", "/api/v1/scores/s1", score("c1", "j1", "9")), 200, "Token");
  check(rig.call("PUT", "/api/v1/scores/s2", score("c1", "j2", "8")), 200, "Token");
  check(rig.call("POST", "/api/v1/stage", R"({"round": "r", "contestant": "c1"})"), 200, "Token");
  check(rig.call("POST", "/api/v1/air/take", R"({"template": "lower-third", "bind": {"contestant": "@stage"}})"), 200,
        "Token");
  check(rig.call("POST", "/api/v1/air/take", R"({"template": "lower-third", "data": {"title": "T"}})"), 200, "Token");
  check(rig.call("PUT", "/api/v1/cues/a", R"({"template": "lower-third"})"), 200, "Token");
  check(rig.call("PUT", "/api/v1/rundown/rundown", R"({"items": ["a"]})"), 200, "Token");
  check(rig.call("PUT", "/api/v1/rules/wide", R"({"when": {"on": "scene", "scene": "Wide"}, "do": {"ready": "a"}})"),
        200, "Token");
  check(rig.call("POST", "/api/v1/automation/scene", R"({"scene": "Wide"})"), 200, "Token");
  check(rig.get("/api/v1/automation"), 200, "Automation");
  check(rig.call("POST", "/api/v1/air/take", R"({"next": true})"), 200, "Token");
  check(rig.get("/api/v1/air"), 200, "Air");
  check(rig.call("POST", "/api/v1/undo", "{}"), 200, "Undone");
  check(rig.call("POST", "/api/v1/redo", "{}"), 200, "Redone");
  check(rig.get("/api/v1/lease"), 200, "Lease");
  check(rig.call("POST", "/api/v1/lease", R"({"id": "a", "name": "A"})"), 200, "Lease");
  check(rig.call("POST", "/api/v1/lease", R"({"id": "b", "name": "B"})"), 409, "Problem");
  check(rig.call("POST", "/api/v1/undo", "{}", "Leitai-Lease: b\r\n"), 409, "Problem");
  check(rig.call("DELETE", "/api/v1/lease", R"({"id": "a"})"), 200, "Lease");
  check(rig.get("/api/v1/groups/heads"), 200, "Resource");
  check(rig.stranger("GET", "/api/v1/rounds/r/standings"), 200, "Standings");
  check(rig.get("/api/v1/rounds/r/standings?audience=operator&group=heads"), 200, "Standings");
  check(rig.stranger("GET", "/api/v1/public/results"), 200, "PublicResults");
  check(rig.stranger("GET", "/api/v1/rounds/r/results.json"), 200, "Results");
  check(rig.get("/api/v1/rounds/r/results.json?audience=operator"), 200, "Results");
  check(rig.get("/api/v1/rounds/r/audit"), 200, "Audit");
  const std::string csv = "Content-Type: text/csv\r\n";
  check(rig.call("POST", "/api/v1/import/contestants?dry_run=true", "name,group\nA,heads\n", csv), 200, "Import");
  check(rig.call("POST", "/api/v1/import/contestants?partial=true", "name,group\nA,none\n", csv), 200, "Import");
  check(rig.call("POST", "/api/v1/import/contestants", "name,group\nA,none\n", csv), 422, "Problem");
  check(rig.call("POST", "/api/v1/tokens", R"({"name": "1号记分员", "role": "scorer"})"), 200, "NewBearerToken");
  for (const Json& token : rig.get("/api/v1/tokens").json()) {
    CHECK(findings(token, "BearerToken") == "");
  }
  check(rig.call("POST", "/api/v1/ballots/codes", R"({"person": "j1"})"), 200, "NewBallotCodes");
  const Code code = code_for(rig, "j1");
  check(enter(rig, code.digits, kPhone), 200, "BallotEntered");
  check(enter(rig, code.digits, kOther), 409, "Problem");
  const Voter judge = entered(rig, code.digits, kPhone);
  check(as(rig, judge, "PUT", "/api/v1/ballot/marks", marks("c2", "9")), 200, "BallotReceived");
  check(as(rig, judge, "GET", "/api/v1/ballot"), 200, "Ballot");
  check(rig.get("/api/v1/ballots?round=r"), 200, "Ballots");
  check(rig.call("POST", "/api/v1/ballots/lock", R"({"round": "r"})"), 200, "Token");
  for (const Json& one : rig.get("/api/v1/ballots/codes").json()) {
    CHECK(findings(one, "BallotCode") == "");
  }
  check(rig.stranger("GET", "/nothing"), 404, "Problem");
  check(rig.stranger("GET", "/api/v1/groups"), 401, "Problem");
  check(rig.call("PUT", "/api/v1/groups/g", "{"), 400, "Problem");
  check(rig.call("PUT", "/api/v1/groups/g", R"({"name": 1})"), 422, "Problem");
  check(rig.call("DELETE", "/api/v1/groups/heads"), 409, "Problem");
  for (const Json& info : rig.get("/api/v1/templates").json()) {
    CHECK(findings(info, "Template") == "");
  }
  std::istringstream feed(rig.get("/api/v1/event-feed?stream=false").body);
  for (std::string line; std::getline(feed, line);) {
    CHECK(findings(*json::parse(line), "Record") == "");
  }
}

TEST_CASE("what the document says of a write's body is what is taken") {
  const Json& take = document().at("paths").at("/api/v1/air/take").at("post").at("requestBody");
  const Json& properties = take.at("content").at("application/json").at("schema").at("properties");
  Names names;
  for (const auto& [name, schema] : properties.items()) {
    names.insert(name);
  }
  // The members that the contract names.
  CHECK(names == Names{"template", "channel", "layer", "data", "bind", "duration_ms", "cue", "next", "expected_token"});
}
