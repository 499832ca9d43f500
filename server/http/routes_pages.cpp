// SPDX-License-Identifier: GPL-2.0-or-later
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

}  // namespace

Response App::page(const Request& request, const std::string& path) const {
  const auto found = pages.find(path);
  if (found == pages.end()) {
    return problem(404, "there is nothing at this address");
  }
  const ReadyPage& ready = found->second;
  Response response{200,
                    ready.content_type,
                    ready.body,
                    {{"Cache-Control", "no-cache"},
                     {"Vary", "Accept-Encoding"},
                     {"Content-Security-Policy", kPolicy},
                     {"Referrer-Policy", "no-referrer"}},
                    {}};
  response = unless_known(request.head, ready.etag, std::move(response));
  if (response.status == 200 && !ready.compressed.empty() && accepts_gzip(request.head)) {
    response.body = ready.compressed;
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  return response;
}

Response get_page(App& app, const Request& request) {
  return app.page(request, request.path);
}

Response get_root(App&, const Request&) {
  return {307, "", "", {{"Location", "/control"}, {"Cache-Control", "no-store"}}, {}};
}

}  // namespace leitai::http
