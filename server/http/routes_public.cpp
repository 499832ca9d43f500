// SPDX-License-Identifier: GPL-2.0-or-later
#include <utility>

#include "server/http/app.h"
#include "server/http/audience.h"
#include "server/http/conditions.h"
#include "server/http/gzip.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

/// A public document may be kept, but is asked for again each time.
Response public_answer(std::string body) {
  return {200, "application/json", std::move(body), {{"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}}, {}};
}

void use_compressed(Response& response, std::string compressed) {
  if (response.status == 200 && !compressed.empty()) {
    response.body = std::move(compressed);
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
}

}  // namespace

std::shared_ptr<const ReadyResults> App::results(const show::Snapshot& snapshot) {
  const std::lock_guard lock(results_mutex_);
  if (!results_ || results_->revision < snapshot.public_revision) {
    ReadyResults ready{snapshot.public_revision, *snapshot.public_results, {}};
    if (ready.body.size() >= kWorthCompressing) {
      ready.compressed = gzip(ready.body);
    }
    results_ = std::make_shared<const ReadyResults>(std::move(ready));
  }
  return results_;
}

Response get_public_results(App& app, const Request& request) {
  const auto results = app.results(*app.show.snapshot());
  Response response = unless_known(request.head, etag_of(results->revision), public_answer(results->body));
  if (accepts_gzip(request.head)) {
    use_compressed(response, results->compressed);
  }
  return response;
}

Response get_public_stream(App& app, const Request& request) {
  NewsFrom from;
  if (const auto since = request.query_value("since")) {
    const auto number = parse_number(*since);
    if (!number) {
      return problem(400, "since is not a number");
    }
    from = {false, *number};
  }
  Response response;
  response.content_type = "text/event-stream";
  response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  response.hand_over = [&app, from](HandOver taken) {
    app.viewers.adopt({taken.socket, taken.chunked, std::move(taken.head), from, std::move(taken.left)});
  };
  return response;
}

Response get_standings(App& app, const Request& request) {
  const auto audience = audience_of(request);
  if (!audience) {
    return audience.error();
  }
  const bool for_public = *audience == contest::Audience::everyone;
  const show::SnapshotPtr snapshot = app.show.snapshot();
  tl::expected<std::string, contest::Refusal> standings =
      contest::standings_text(for_public ? *snapshot->public_store : snapshot->store, request.capture("id"),
                              request.query_value("group").value_or(""), *audience);
  if (!standings) {
    return problem(standings.error());
  }
  if (!for_public) {
    return answer_text(contest::with_member(std::move(*standings), "token", snapshot->token));
  }
  *standings = contest::with_member(std::move(*standings), "revision", snapshot->public_revision);
  Response response = unless_known(request.head, etag_of(snapshot->public_revision), public_answer(*standings));
  if (accepts_gzip(request.head) && response.body.size() >= kWorthCompressing) {
    use_compressed(response, gzip(response.body));
  }
  return response;
}

}  // namespace leitai::http
