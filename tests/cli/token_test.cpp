// SPDX-License-Identifier: GPL-2.0-or-later
// `leitai token`, at a server and on a file.
#include <catch2/catch.hpp>

#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

/// What stands behind a word at the beginning of a line.
std::string line_after(const std::string& out, const std::string& word) {
  const auto at = out.rfind(word + " ", 0) == 0 ? 0 : out.find("\n" + word + " ") + 1;
  const auto begin = at + word.size() + 1;
  return out.substr(begin, out.find('\n', begin) - begin);
}

int status_with(const Serving& serving, const std::string& token, const std::string& path) {
  const auto client = serving.make_client();
  client->set_bearer_token_auth(token.c_str());
  const auto result = client->Get(path.c_str());
  return result ? result->status : 0;
}

}  // namespace

TEST_CASE("a token is made, listed and revoked on a file, and a server takes it") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  { REQUIRE(Serving(file).is_ready()); }
  const auto added = run({"token", "add", "1号记分员", "--role", "scorer", "--show", file});
  INFO(added.err);
  REQUIRE(added.status == 0);
  const auto token = line_after(added.out, "token");
  CHECK(token.size() == 77);
  CHECK(read_file(file).find(token.substr(13)) == std::string::npos);
  const auto listed = run({"token", "list", "--show", file});
  CHECK(listed.out == token.substr(0, 12) + "\tscorer\t1号记分员\n");
  CHECK(run({"token", "add", "1号记分员", "--role", "backstage", "--show", file}).status == 1);
  CHECK(run({"export", file, "--format", "ndjson"}).out.find(token.substr(0, 12)) == std::string::npos);
  {
    Serving serving(file);
    REQUIRE(serving.is_ready());
    CHECK(status_with(serving, token, "/api/v1/groups") == 200);
    CHECK(status_with(serving, token, "/api/v1/tokens") == 403);
    CHECK(run({"token", "list", "--show", file}).status == 2);
  }
  CHECK(run({"token", "revoke", "2号记分员", "--show", file}).status == 1);
  CHECK(run({"token", "revoke", "1号记分员", "--show", file}).status == 0);
  CHECK(run({"token", "list", "--show", file}).out.empty());
  CHECK(run({"check", file}).status == 0);
  Serving serving(file);
  REQUIRE(serving.is_ready());
  CHECK(status_with(serving, token, "/api/v1/groups") == 401);
}

TEST_CASE("a token is made, listed and revoked at a server") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  const auto at_server = [&](std::vector<std::string> arguments, const std::string& token = "secret") {
    for (const auto& more : {std::string("--url"), serving.url(), std::string("--token"), token}) {
      arguments.push_back(more);
    }
    return run(arguments);
  };
  const auto added = at_server({"token", "add", "A", "--role", "backstage"});
  INFO(added.err);
  REQUIRE(added.status == 0);
  const auto token = line_after(added.out, "token");
  CHECK(line_after(added.out, "login") == serving.url() + "/control#token=" + token);
  CHECK(status_with(serving, token, "/api/v1/groups") == 200);
  CHECK(at_server({"token", "list"}).out == token.substr(0, 12) + "\tbackstage\tA\n");
  CHECK(at_server({"token", "list"}, token).status == 1);
  CHECK(at_server({"token", "revoke", token.substr(0, 12)}).status == 0);
  CHECK(status_with(serving, token, "/api/v1/groups") == 401);
  CHECK(at_server({"token", "revoke", "A"}).status == 1);
}

TEST_CASE("a token is asked for in words that are understood") {
  TempFolder folder;
  CHECK(run({"token"}).status == 1);
  CHECK(run({"token", "add", "A"}).status == 1);
  CHECK(run({"token", "add", "A", "--role", "owner", "--show", folder / "x.leitai"}).status == 1);
  CHECK(run({"token", "list"}).status == 1);
  CHECK(run({"token", "list", "--url", "nowhere", "--token", "t"}).status == 1);
  CHECK(run({"token", "list", "--show", folder / "missing.leitai"}).status == 2);
  write_file(folder / "text.leitai", "no show at all, and longer than a header of the database's would be: it is text");
  CHECK(run({"token", "list", "--show", folder / "text.leitai"}).status == 2);
}
