// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <ctime>

#include "server/http/app.h"
#include "server/http/conditions.h"
#include "server/http/gzip.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

/// The pages load nothing from elsewhere, run no inline script, and are framed by nobody else.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'";

Response page_answer(const Request& request, const ReadyPage& page, const std::string& policy, const char* varies) {
  Response response{200,
                    page.content_type,
                    page.body,
                    {{"Cache-Control", "no-cache"},
                     {"Vary", varies},
                     {"Content-Security-Policy", policy},
                     {"Referrer-Policy", "no-referrer"}},
                    {}};
  response = unless_known(request.head, page.etag, std::move(response));
  if (response.status == 200 && !page.compressed.empty() && accepts_gzip(request.head)) {
    response.body = page.compressed;
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  return response;
}

/// "14:03", where the server stands.
std::string time_of_day(std::int64_t ms) {
  const std::time_t seconds = ms / 1000;
  std::tm local{};
  std::array<char, 8> text{};
  ::localtime_r(&seconds, &local);
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M", &local)};
}

}  // namespace

Response App::page(const Request& request, const std::string& path) const {
  const auto found = pages.find(path);
  if (found == pages.end()) {
    return problem(404, "there is nothing at this address");
  }
  return page_answer(request, found->second, kPolicy, "Accept-Encoding");
}

Response get_page(App& app, const Request& request) {
  return app.page(request, request.path);
}

Response get_results_page(App& app, const Request& request) {
  const ResultsPage& page = app.first_pictures.page();
  if (!page.is_there()) {
    return app.page(request, request.path);
  }
  const auto asked = [&request](const char* name) { return request.query_value(name).value_or(""); };
  const std::string chosen = asked("lang") == "zh" || asked("lang") == "en" ? asked("lang") : std::string();
  const std::string language = page_language(chosen, request.head.find("Accept-Language").value_or(""));
  const show::SnapshotPtr snapshot = app.show.snapshot();
  const auto ready = app.first_pictures.find(snapshot->public_revision, *snapshot->public_results,
                                             {language, chosen, asked("round"), asked("group"), asked("contestant")},
                                             time_of_day(app.show.now_ms()));
  return page_answer(request, *ready, page.policy(), "Accept-Encoding, Accept-Language");
}

Response get_root(App&, const Request&) {
  return {307, "", "", {{"Location", "/control"}, {"Cache-Control", "no-store"}}, {}};
}

}  // namespace leitai::http
