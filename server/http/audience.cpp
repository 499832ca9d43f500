// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/audience.h"

#include "server/http/problem.h"

namespace leitai::http {

tl::expected<contest::Audience, Response> audience_of(const Request& request) {
  const std::string audience = request.query_value("audience").value_or("public");
  if (audience == "public") {
    return contest::Audience::everyone;
  }
  if (audience != "operator") {
    return tl::unexpected(problem(400, "audience is public or operator"));
  }
  if (!request.who) {
    Response response = problem(401, "what operators see needs Authorization: Bearer TOKEN");
    response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return tl::unexpected(std::move(response));
  }
  if (request.who->role == show::Role::judge) {
    return tl::unexpected(refused_role(*request.who));
  }
  return contest::Audience::operators;
}

}  // namespace leitai::http
