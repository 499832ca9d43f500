// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/app.h"
#include "server/http/audience.h"
#include "server/http/conditions.h"
#include "server/http/digest.h"
#include "server/http/gzip.h"
#include "server/http/problem.h"
#include "server/show/audit.h"
#include "server/tables/tables.h"

namespace leitai::http {
namespace {

using contest::Json;

/// The results of a round, with the token or the revision that they are of.
tl::expected<Json, Response> results_of(App& app, const Request& request) {
  const auto audience = audience_of(request);
  if (!audience) {
    return tl::unexpected(audience.error());
  }
  const show::SnapshotPtr snapshot = app.show.snapshot();
  const bool for_public = *audience == contest::Audience::everyone;
  auto results = tables::results(for_public ? *snapshot->public_store : snapshot->store, request.capture("id"),
                                 request.query_value("group").value_or(""), *audience);
  if (!results) {
    return tl::unexpected(problem(results.error()));
  }
  if (for_public) {
    (*results)["revision"] = snapshot->public_revision;
  } else {
    (*results)["token"] = snapshot->token;
  }
  return std::move(*results);
}

/// What the audience may see can be kept, and is asked for again; operators' documents are kept nowhere.
Response document(const Request& request, bool for_public, std::string type, std::string body) {
  Response response{200, std::move(type), std::move(body), {}, {}};
  if (!for_public) {
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
  }
  response.headers = {{"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  const std::string etag = '"' + sha256_hex(response.body).substr(0, 32) + '"';
  response = unless_known(request.head, etag, std::move(response));
  if (response.status == 200 && accepts_gzip(request.head) && response.body.size() >= kWorthCompressing) {
    response.body = gzip(response.body);
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  return response;
}

Response as_file(Response response, const std::string& name) {
  if (response.status == 200) {
    response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + name + "\""});
  }
  return response;
}

tl::expected<std::uint64_t, Response> number_of(const Request& request, const char* name, std::uint64_t otherwise) {
  const auto text = request.query_value(name);
  const auto number = text ? parse_number(*text) : otherwise;
  if (!number) {
    return tl::unexpected(problem(400, std::string(name) + " is not a number"));
  }
  return *number;
}

tl::expected<show::AuditQuery, Response> audit_query(const App& app, const Request& request) {
  const std::uint64_t head = app.show.snapshot()->token;
  const auto since = number_of(request, "since_token", 0);
  const auto until = number_of(request, "until_token", head);
  const auto limit = number_of(request, "limit", 200);
  for (const auto* number : {&since, &until, &limit}) {
    if (!*number) {
      return tl::unexpected(number->error());
    }
  }
  if (*limit < 1 || *limit > show::kMostAuditEntries) {
    return tl::unexpected(problem(400, "limit is 1 to " + std::to_string(show::kMostAuditEntries)));
  }
  return show::AuditQuery{request.capture("id"),
                          request.query_value("contestant").value_or(""),
                          request.query_value("judge").value_or(""),
                          *since,
                          std::min(*until, head),
                          static_cast<std::size_t>(*limit)};
}

std::string cell_of(const Json& entry, const char* name) {
  const auto found = entry.find(name);
  if (found == entry.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : json::dump(*found);
}

std::string name_of(const contest::Store& store, const char* type, const std::string& id) {
  const contest::Resource* found = store.find(type, id);
  return found == nullptr ? std::string() : cell_of(found->data, "name");
}

std::string audit_csv(const contest::Store& store, const Json& audit) {
  std::vector<std::vector<std::string>> rows = {{"token", "time", "actor", "command", "kind", "contestant",
                                                 "contestant_name", "judge", "judge_name", "criterion", "before",
                                                 "value", "reason", "after_close"}};
  for (const Json& entry : audit["entries"]) {
    const std::string contestant = cell_of(entry, "contestant");
    const std::string judge = cell_of(entry, "judge");
    rows.push_back({cell_of(entry, "token"), cell_of(entry, "time"), cell_of(entry, "actor"), cell_of(entry, "command"),
                    cell_of(entry, "kind"), contestant, name_of(store, "contestants", contestant), judge,
                    name_of(store, "people", judge), cell_of(entry, "criterion"), cell_of(entry, "before"),
                    cell_of(entry, "value"), cell_of(entry, "reason"), cell_of(entry, "after_close")});
  }
  return tables::csv_text(rows);
}

}  // namespace

Response get_results_json(App& app, const Request& request) {
  const tl::expected<Json, Response> results = results_of(app, request);
  if (!results) {
    return results.error();
  }
  return document(request, results->contains("revision"), "application/json", json::dump(*results));
}

Response get_results_csv(App& app, const Request& request) {
  const std::string form = request.query_value("form").value_or("table");
  if (form != "table" && form != "steps") {
    return problem(400, "form is table or steps");
  }
  const tl::expected<Json, Response> results = results_of(app, request);
  if (!results) {
    return results.error();
  }
  const auto rows = tables::result_rows(*results, form == "steps" ? tables::Form::steps : tables::Form::table);
  Response response =
      document(request, results->contains("revision"), "text/csv; charset=utf-8", tables::csv_text(rows));
  return as_file(std::move(response), request.capture("id") + (form == "steps" ? "-steps.csv" : ".csv"));
}

Response get_audit(App& app, const Request& request) {
  const std::string format = request.query_value("format").value_or("json");
  if (format != "json" && format != "csv") {
    return problem(400, "format is json or csv");
  }
  const show::SnapshotPtr snapshot = app.show.snapshot();
  const std::string& round = request.capture("id");
  if (snapshot->store.find("rounds", round) == nullptr) {
    return problem(404, "there is no such round");
  }
  const tl::expected<show::AuditQuery, Response> query = audit_query(app, request);
  if (!query) {
    return query.error();
  }
  tl::expected<Json, journal::Error> audit = show::audit(app.show.journal(), *query);
  if (!audit) {
    return problem(503, audit.error().message);
  }
  if (format == "csv") {
    return as_file(document(request, false, "text/csv; charset=utf-8", audit_csv(snapshot->store, *audit)),
                   round + "-audit.csv");
  }
  (*audit)["token"] = query->until;
  return answer(*audit);
}

}  // namespace leitai::http
