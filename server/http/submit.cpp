// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/submit.h"

#include <algorithm>

#include "server/http/digest.h"
#include "server/http/lease_check.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

bool is_key(std::string_view key) {
  constexpr std::size_t kMaxKey = 255;
  return !key.empty() && key.size() <= kMaxKey &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Parts that no part can imitate: header values and addresses hold no newline.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) {
    text.append(part).append("\n");
  }
  return text;
}

/// What sets the keys of one bearer apart from another's: tokens that are made later may have the same name again.
std::string bearer_of(const Identity& who) {
  return who.token_id.empty() ? who.name : "tokens/" + who.token_id;
}

tl::expected<show::Caller, Response> caller_of(const App& app, const Request& request) {
  // Nobody gets here without a token: each route that writes asks for one.
  const Identity who = request.who.value_or(Identity{{}, app.options.token_name});
  show::Caller caller{who.name, std::nullopt};
  if (const std::optional<std::string_view> key = request.head.find("Idempotency-Key")) {
    if (!is_key(*key)) {
      return tl::unexpected(problem(400, "Idempotency-Key is to be 1 to 255 printable ASCII characters"));
    }
    caller.idempotency = show::Caller::Idempotency{sha256_hex(joined({bearer_of(who), request.head.target, *key})),
                                                   sha256_hex(joined({request.head.method, request.body}))};
  }
  return caller;
}

}  // namespace

std::optional<Response> answered_before(const App& app, const Request& request) {
  const tl::expected<show::Caller, Response> caller = caller_of(app, request);
  if (!caller || !caller->idempotency) {
    return std::nullopt;
  }
  const auto kept = app.show.journal().kept_answer(caller->idempotency->key, app.show.now_ms());
  if (!kept || !*kept || (*kept)->body_hash != caller->idempotency->body_hash) {
    return std::nullopt;
  }
  return Response{(*kept)->status, "application/json", (*kept)->body, {{"Cache-Control", "no-store"}}, {}};
}

tl::expected<show::Answer, Response> submitted(App& app, const Request& request, show::Command command) {
  tl::expected<show::Caller, Response> caller = caller_of(app, request);
  if (!caller) {
    return tl::unexpected(std::move(caller.error()));
  }
  return app.show.submit(std::move(*caller), std::move(command)).map_error([](const show::Refusal& refusal) {
    return problem(refusal);
  });
}

Response submit(App& app, const Request& request, show::Command command) {
  if (std::optional<Response> refusal = refused_by_lease(app, request.head, command)) {
    return answered_before(app, request).value_or(std::move(*refusal));
  }
  tl::expected<show::Answer, Response> outcome = submitted(app, request, std::move(command));
  return outcome ? answer(outcome->body) : std::move(outcome.error());
}

}  // namespace leitai::http
