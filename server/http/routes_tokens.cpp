// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/body.h"
#include "server/http/peer.h"
#include "server/http/problem.h"
#include "server/http/submit.h"

namespace leitai::http {
namespace {

using contest::Json;

struct Wish {
  std::string name;
  show::Role role = show::Role::operators;
};

tl::expected<Wish, Response> wish_of(const Request& request) {
  const tl::expected<Json, Response> body = json_object(request);
  if (!body) {
    return tl::unexpected(body.error());
  }
  std::vector<contest::FieldError> errors;
  const auto text = [&](const char* name) {
    const auto found = body->find(name);
    if (found == body->end() || !found->is_string()) {
      errors.push_back({std::string("/") + name, found == body->end() ? "is missing" : "is not a string"});
      return std::string();
    }
    return found->get<std::string>();
  };
  Wish wish;
  wish.name = text("name");
  const auto role = show::role_named(text("role"));
  if (!role && errors.empty()) {
    errors.push_back({"/role", "must be operator, scorer or backstage"});
  }
  for (const auto& [name, value] : body->items()) {
    if (name != "name" && name != "role") {
      errors.push_back({'/' + json::escape_token(name), "is not known"});
    }
  }
  if (!errors.empty()) {
    return tl::unexpected(problem(422, errors.front().pointer + ": " + errors.front().detail, errors));
  }
  wish.role = *role;
  return wish;
}

}  // namespace

Response list_tokens(App& app, const Request&) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  Json list = Json::array();
  for (const auto& [id, token] : snapshot->store.all(show::kTokensType)) {
    Json entry = show::without_secrets(token->data);
    entry["id"] = id;
    list.push_back(std::move(entry));
  }
  return answer(list);
}

Response post_token(App& app, const Request& request) {
  // An answer that is kept for a repetition would keep the secret.
  if (request.head.find("Idempotency-Key")) {
    return problem(400, "a token is told once: this call takes no Idempotency-Key");
  }
  const tl::expected<Wish, Response> wish = wish_of(request);
  if (!wish) {
    return wish.error();
  }
  const auto made = show::make_token(wish->name, wish->role, app.show.now_ms());
  if (!made) {
    return problem(made.error());
  }
  const auto added = submitted(app, request, show::AddToken{made->id, made->data});
  if (!added) {
    return added.error();
  }
  const std::string login = own_address(request.head) + "/control#token=" + made->bearer;
  Json told = {{"id", made->id},        {"name", wish->name}, {"role", show::role_name(wish->role)},
               {"token", made->bearer}, {"login", login},     {"position", added->token}};
  if (app.hooks.qr_svg) {
    told["login_qr"] = app.hooks.qr_svg(login);
  }
  return answer(told);
}

Response delete_token(App& app, const Request& request) {
  return submit(app, request, show::RevokeToken{request.capture("id")});
}

}  // namespace leitai::http
