// SPDX-License-Identifier: GPL-2.0-or-later
#include <httplib.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <memory>

#include "overlays/json/json.h"
#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/play_client.h"
#include "server/show/offline.h"
#include "server/show/tokens.h"

namespace leitai::cli {

namespace {

using json::Json;

/// Tokens of a running server, or of a file that nobody serves.
struct TokenOptions {
  std::string url;
  std::string token;
  std::filesystem::path show;
  std::string name;
  std::string role;
};

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A token as one line: its id, its role and its name.
void print_token(const Json& token) {
  std::printf("%s\t%s\t%s\n", text(token, "id").c_str(), text(token, "role").c_str(), text(token, "name").c_str());
}

/// What is told once, alone on its line.
void print_secret(const std::string& bearer, const std::string& login) {
  std::printf("token %s\n", bearer.c_str());
  if (!login.empty()) std::printf("login %s\n", login.c_str());
}

class Server {
 public:
  Server(const std::string& address, const std::string& token) : client_(address) {
    client_.set_bearer_token_auth(token.c_str());
    client_.set_tcp_nodelay(true);
    client_.set_connection_timeout(std::chrono::seconds(5));
    client_.set_read_timeout(std::chrono::seconds(30));
  }

  tl::expected<Json, std::string> get() { return told(client_.Get("/api/v1/tokens")); }
  tl::expected<Json, std::string> add(const TokenOptions& options) {
    const Json body = {{"name", options.name}, {"role", options.role}};
    return told(client_.Post("/api/v1/tokens", json::dump(body), "application/json"));
  }
  tl::expected<Json, std::string> revoke(const std::string& id) {
    return told(client_.Delete(("/api/v1/tokens/" + id).c_str()));
  }

 private:
  static tl::expected<Json, std::string> told(const httplib::Result& result) {
    if (!result) return tl::unexpected("the server cannot be reached: " + httplib::to_string(result.error()));
    auto document = json::parse(result->body);
    if (!document || !document->is_structured()) {
      return tl::unexpected(std::string("the answer is not JSON: is this a Leitai?"));
    }
    if (result->status == 200) return std::move(*document);
    return tl::unexpected("refused with " + std::to_string(result->status) + ": " + text(*document, "detail"));
  }

  httplib::Client client_;
};

/// The id of the token that is meant, by its id or its name; empty where there is none.
std::string id_of(const Json& tokens, const std::string& meant) {
  for (const Json& token : tokens) {
    if (text(token, "id") == meant || text(token, "name") == meant) return text(token, "id");
  }
  return {};
}

Json list_of(const show::OfflineShow& show) {
  Json list = Json::array();
  for (const auto& [id, token] : show.store().all(show::kTokensType)) {
    Json entry = show::without_secrets(token->data);
    entry["id"] = id;
    list.push_back(std::move(entry));
  }
  return list;
}

int no_such_token(const TokenOptions& options) {
  return fail(kFailed, "there is no token \"" + options.name + "\"");
}

int add_offline(show::OfflineShow& show, const TokenOptions& options) {
  const auto made = show::make_token(options.name, *show::role_named(options.role), show.now_ms());
  if (!made) return fail(kFailed, "the name " + made.error().detail);
  const auto added = show.submit({"leitai", std::nullopt}, show::AddToken{made->id, made->data});
  if (!added) return fail(kFailed, added.error().detail);
  print_secret(made->bearer, "");
  return kDone;
}

int revoke_offline(show::OfflineShow& show, const TokenOptions& options) {
  const std::string id = id_of(list_of(show), options.name);
  if (id.empty()) return no_such_token(options);
  const auto revoked = show.submit({"leitai", std::nullopt}, show::RevokeToken{id});
  return revoked ? kDone : fail(kFailed, revoked.error().detail);
}

int add_online(Server& server, const TokenOptions& options) {
  const auto added = server.add(options);
  if (!added) return fail(kFailed, added.error());
  print_secret(text(*added, "token"), text(*added, "login"));
  return kDone;
}

int revoke_online(Server& server, const TokenOptions& options) {
  const auto tokens = server.get();
  if (!tokens) return fail(kFailed, tokens.error());
  const std::string id = id_of(*tokens, options.name);
  if (id.empty()) return no_such_token(options);
  const auto revoked = server.revoke(id);
  return revoked ? kDone : fail(kFailed, revoked.error());
}

int print_list(const Json& tokens) {
  for (const Json& token : tokens) print_token(token);
  return kDone;
}

int list_online(Server& server, const TokenOptions&) {
  const auto tokens = server.get();
  return tokens ? print_list(*tokens) : fail(kFailed, tokens.error());
}

int list_offline(show::OfflineShow& show, const TokenOptions&) {
  return print_list(list_of(show));
}

/// Runs one of the two, as the options say.
int run_token(const TokenOptions& options, int (*online)(Server&, const TokenOptions&),
              int (*offline)(show::OfflineShow&, const TokenOptions&)) {
  if (!options.show.empty()) {
    auto show = show::OfflineShow::open(options.show);
    return show ? offline(*show, options) : fail(kUnusable, show.error());
  }
  const auto address = server_of(options.url);
  if (!address) {
    return fail(kFailed, options.url.empty()
                             ? "say --show FILE.leitai, or --url and --token of a running server"
                             : "\"" + options.url + "\" is not the address of a server, such as http://127.0.0.1:5757");
  }
  Server server(*address, options.token);
  return online(server, options);
}

CLI::App* add_verb(CLI::App& command, const char* name, const char* what,
                   const std::shared_ptr<TokenOptions>& options) {
  auto* verb = command.add_subcommand(name, what);
  auto* url = verb->add_option("--url", options->url, "the address of a running server");
  verb->add_option("--token", options->token, "an operator's token")->needs(url);
  verb->add_option("--show", options->show, "FILE.leitai, which nobody serves")->excludes(url);
  return verb;
}

}  // namespace

void add_token(CLI::App& app, int& status) {
  auto options = std::make_shared<TokenOptions>();
  auto* command = app.add_subcommand("token", "tokens of operators, scorers and the backstage");
  command->require_subcommand(1);
  auto* add = add_verb(*command, "add", "make a token, and print it: it is told this once", options);
  add->add_option("name", options->name, "whose it is; the actor of what is written with it")->required();
  add->add_option("--role", options->role, "what it may do")
      ->required()
      ->check(CLI::IsMember({"operator", "scorer", "backstage"}));
  add->callback([options, &status] { status = run_token(*options, add_online, add_offline); });
  auto* list = add_verb(*command, "list", "print id, role and name of each", options);
  list->callback([options, &status] { status = run_token(*options, list_online, list_offline); });
  auto* revoke = add_verb(*command, "revoke", "take a token back at once", options);
  revoke->add_option("which", options->name, "its id or name")->required();
  revoke->callback([options, &status] { status = run_token(*options, revoke_online, revoke_offline); });
}

}  // namespace leitai::cli
