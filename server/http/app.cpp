// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/app.h"

#include <algorithm>
#include <utility>

#include "server/http/body.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

std::vector<std::string> host_names(const Options& options) {
  std::vector<std::string> names = options.hosts;
  names.push_back(options.bind);
  return names;
}

std::map<std::string, ReadyPage, std::less<>> ready_pages(std::map<std::string, Page> pages) {
  std::map<std::string, ReadyPage, std::less<>> ready;
  for (auto& [path, page] : pages) {
    const bool text = page.content_type.starts_with("text/") || page.content_type.find("json") != std::string::npos ||
                      page.content_type.find("javascript") != std::string::npos ||
                      page.content_type.find("svg") != std::string::npos;
    ready[path] = ready_page(std::move(page.content_type), std::move(page.body), text);
  }
  return ready;
}

Response not_allowed(const Match& match) {
  std::string allowed;
  for (const std::string_view method : match.allowed) {
    allowed += (allowed.empty() ? "" : ", ") + std::string(method);
  }
  Response response = problem(405, "this address takes " + allowed);
  response.headers.push_back({"Allow", allowed});
  return response;
}

Response options_of(const Match& match) {
  Response response = not_allowed(match);
  response.status = 204;
  response.content_type.clear();
  response.body.clear();
  return response;
}

Response unauthorized(Gate::Bearer bearer) {
  Response response = problem(401, bearer == Gate::Bearer::none ? "this call needs Authorization: Bearer TOKEN"
                                                                : "the bearer token is not the right one");
  response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

bool may_call(show::Role role, Access access) {
  switch (access) {
    case Access::everyone:
      return true;
    case Access::readers:
      return role != show::Role::judge;
    case Access::backstage:
      return role == show::Role::operators || role == show::Role::backstage;
    case Access::scorers:
      return role == show::Role::operators || role == show::Role::scorer;
    case Access::judges:
      return role == show::Role::judge;
    case Access::operators:
      return role == show::Role::operators;
  }
  return false;
}

bool takes(Takes takes, MediaType type) {
  switch (takes) {
    case Takes::nothing:
      return true;
    case Takes::json:
    case Takes::json_or_nothing:
      return type == MediaType::json;
    case Takes::events:
      return type == MediaType::json || type == MediaType::ndjson;
    case Takes::patch:
      return type == MediaType::json || type == MediaType::merge_patch;
    case Takes::csv:
      return type == MediaType::csv;
    case Takes::picture:
      return type == MediaType::picture;
  }
  return false;
}

const char* wanted_type(Takes takes) {
  switch (takes) {
    case Takes::events:
      return "the body is to be application/json or application/x-ndjson, in UTF-8";
    case Takes::patch:
      return "the body is to be application/json or application/merge-patch+json, in UTF-8";
    case Takes::csv:
      return "the body is to be text/csv or text/tab-separated-values";
    case Takes::picture:
      return "the body is to be image/png, image/jpeg, image/webp, image/avif or image/gif";
    default:
      return "the body is to be application/json, in UTF-8";
  }
}

}  // namespace

App::App(Options with, show::Show& of, Hooks given, int port, std::function<Transport::Statistics()> counted)
    : options(std::move(with)),
      show(of),
      first_pictures(given.pages),
      pages(ready_pages(std::exchange(given.pages, {}))),
      hooks(std::move(given)),
      gate(host_names(options), port, options.token),
      lease([&of] { return of.now_ms(); }),
      publication(of),
      viewers(of, options.limits),
      ballots(of),
      statistics(std::move(counted)) {}

Response App::answer_request(const Head& head, Body& body) {
  if (std::optional<Response> refusal = gate.refuse_stranger(head)) {
    return std::move(*refusal);
  }
  tl::expected<Target, std::string> target = parse_target(head.target);
  if (!target) {
    return problem(400, target.error());
  }
  const Match match = match_route(head.method, *target);
  if (match.allowed.empty()) {
    const bool reads = head.method == "GET" || head.method == "HEAD";
    const Request request{head, target->path, {}, {}, {}, {}};
    return reads ? page(request, target->path) : problem(404, "there is nothing at this address");
  }
  if (match.route == nullptr) {
    return head.method == "OPTIONS" ? options_of(match) : not_allowed(match);
  }
  tl::expected<Request, Response> request = admit(head, match, std::move(*target));
  return request ? run(*match.route, std::move(*request), body) : std::move(request.error());
}

bool App::has_token(const Head& head) const {
  const Gate::Bearer bearer = gate.bearer(head);
  return bearer == Gate::Bearer::right ||
         (bearer == Gate::Bearer::wrong && identity_of(*bearer_text(head), show.snapshot()->store).has_value());
}

tl::expected<Request, Response> App::admit(const Head& head, const Match& match, Target target) const {
  const Route& route = *match.route;
  const Gate::Bearer bearer = gate.bearer(head);
  std::optional<Identity> who;
  if (bearer == Gate::Bearer::right) {
    who = Identity{{}, options.token_name};
  } else if (bearer == Gate::Bearer::wrong) {
    who = identity_of(*bearer_text(head), show.snapshot()->store);
  }
  if (!who && (bearer == Gate::Bearer::wrong || route.access != Access::everyone)) {
    return tl::unexpected(unauthorized(bearer));
  }
  if (who && !may_call(who->role, route.access)) {
    return tl::unexpected(refused_role(*who));
  }
  // A page's address may carry anything; what the API does not know is a mistake of the caller's.
  if (route.pattern.starts_with("/api/")) {
    for (const auto& [name, value] : target.query) {
      if (std::find(route.query.begin(), route.query.end(), name) == route.query.end()) {
        return tl::unexpected(problem(400, "the query holds a parameter that this call does not know"));
      }
    }
  }
  return Request{head, std::move(target.path), match.captures, std::move(target.query), {}, std::move(who)};
}

Response App::run(const Route& route, Request request, Body& body) {
  if (route.takes != Takes::nothing) {
    const bool may_be_empty = route.takes == Takes::json_or_nothing && body.size() == 0;
    if (!may_be_empty && !takes(route.takes, media_type(request.head))) {
      return problem(415, wanted_type(route.takes));
    }
    const Limits& limits = options.limits;
    tl::expected<std::string, Response> text =
        body.read(route.takes == Takes::picture ? limits.media_bytes : limits.body_bytes);
    if (!text) {
      return std::move(text.error());
    }
    request.body = std::move(*text);
    // A body may take its time, and the token may be revoked meanwhile.
    if (request.who && !is_valid(*request.who, show.snapshot()->store)) {
      return unauthorized(Gate::Bearer::wrong);
    }
  }
  return route.handler(*this, request);
}

}  // namespace leitai::http
