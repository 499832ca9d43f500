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

tl::expected<show::Caller, Response> caller_of(const App& app, const Request& request) {
  show::Caller caller{app.options.token_name, std::nullopt};
  if (const std::optional<std::string_view> key = request.head.find("Idempotency-Key")) {
    if (!is_key(*key)) {
      return tl::unexpected(problem(400, "Idempotency-Key is to be 1 to 255 printable ASCII characters"));
    }
    caller.idempotency =
        show::Caller::Idempotency{sha256_hex(joined({app.options.token_name, request.head.target, *key})),
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

Response submit(App& app, const Request& request, show::Command command) {
  if (std::optional<Response> refusal = refused_by_lease(app, request.head, command)) {
    return answered_before(app, request).value_or(std::move(*refusal));
  }
  return caller_of(app, request)
      .map([&](show::Caller&& caller) {
        const tl::expected<show::Answer, show::Refusal> outcome =
            app.show.submit(std::move(caller), std::move(command));
        return outcome ? answer(outcome->body) : problem(outcome.error());
      })
      .or_else([](Response&& refusal) -> tl::expected<Response, Response> { return std::move(refusal); })
      .value();
}

}  // namespace leitai::http
