// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/problem.h"

#include "server/contest/contest.h"
#include "server/http/identity.h"

namespace leitai::http {
namespace {

using contest::Json;
using contest::RefusalKind;

int status_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::malformed:
      return 400;
    case RefusalKind::not_found:
      return 404;
    case RefusalKind::conflict:
      return 409;
    case RefusalKind::stale:
      return 412;
    case RefusalKind::invalid:
      return 422;
    case RefusalKind::unavailable:
      return 503;
  }
  return 500;
}

Json list_of(const std::vector<contest::FieldError>& errors) {
  Json list = Json::array();
  for (const contest::FieldError& error : errors) {
    list.push_back({{"pointer", error.pointer}, {"detail", error.detail}});
  }
  return list;
}

Response document(int status, const std::string& detail, Json errors, Json body) {
  body["type"] = "about:blank";
  body["title"] = status_title(status);
  body["status"] = status;
  body["detail"] = detail;
  body["errors"] = std::move(errors);
  Response response{status, "application/problem+json", json::dump(body), {{"Cache-Control", "no-store"}}, {}};
  if (status == 503) {
    response.headers.push_back({"Retry-After", "1"});
  }
  return response;
}

}  // namespace

Response problem(int status, const std::string& detail) {
  return document(status, detail, Json::array(), Json::object());
}

Response problem(int status, const std::string& detail, const std::vector<contest::FieldError>& errors) {
  return document(status, detail, list_of(errors), Json::object());
}

Response problem(const contest::Refusal& refusal) {
  return document(status_of(refusal.kind), refusal.detail, list_of(refusal.errors),
                  refusal.members.is_object() ? refusal.members : Json::object());
}

Response problem_with(int status, const std::string& detail, const Json& errors, const Json& members) {
  return document(status, detail, errors, members);
}

Response refused_role(const Identity& who) {
  return problem(403, "a token of the role " + std::string(show::role_name(who.role)) + " may not do this");
}

Response overloaded(const std::string& detail, int retry_after_s) {
  Response response = problem(503, detail);
  for (Field& field : response.headers) {
    if (field.name == "Retry-After") {
      field.value = std::to_string(retry_after_s);
    }
  }
  return response;
}

Response too_many(const std::string& detail, std::int64_t wait_ms) {
  constexpr std::int64_t kMsPerSecond = 1'000;
  Response response = problem(429, detail);
  response.headers.push_back({"Retry-After", std::to_string((wait_ms + kMsPerSecond - 1) / kMsPerSecond)});
  return response;
}

Response answer(const contest::Json& document) {
  return answer_text(json::dump(document));
}

Response answer_text(std::string document) {
  return {200, "application/json", std::move(document), {{"Cache-Control", "no-store"}}, {}};
}

const char* status_title(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

}  // namespace leitai::http
