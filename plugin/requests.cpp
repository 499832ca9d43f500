// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/requests.h"

#include <algorithm>
#include <array>
#include <optional>

#include "overlays/json/json.h"
#include "plugin/plugin.h"

namespace leitai::plugin {
namespace {

using json::Json;

constexpr std::array<NamedRequest, 16> kRequests = {{
    {"take", "POST", "/api/v1/air/take"},
    {"ready", "POST", "/api/v1/air/ready"},
    {"update", "POST", "/api/v1/air/update"},
    {"next", "POST", "/api/v1/air/next"},
    {"out", "POST", "/api/v1/air/out"},
    {"clear", "POST", "/api/v1/air/clear"},
    {"panic", "POST", "/api/v1/air/panic"},
    {"hold", "POST", "/api/v1/air/hold"},
    {"release", "POST", "/api/v1/air/release"},
    {"get_air", "GET", "/api/v1/air"},
    {"stage", "POST", "/api/v1/stage"},
    {"timer", "POST", "/api/v1/timers/{id}/{verb}"},
    {"reveal", "POST", "/api/v1/rounds/{round}/reveal"},
    {"confirm", "POST", "/api/v1/rounds/{round}/confirm"},
    {"undo", "POST", "/api/v1/undo"},
    {"redo", "POST", "/api/v1/redo"},
}};

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
        c == '.') {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

std::string default_for(const Plugin& plugin, std::string_view name) {
  if (name == "id") {
    return "stage";
  }
  return name == "round" ? plugin.round_on_stage() : std::string();
}

/// Puts what the path names in its place, and takes it out of the body. Nothing: it is not there.
std::optional<std::string> filled(std::string_view path, Json& body, const Plugin& plugin, std::string& missing) {
  std::string target;
  for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
    const std::size_t close = path.find('}', open);
    const std::string name(path.substr(open + 1, close - open - 1));
    const auto given = body.find(name);
    const bool is_text = given != body.end() && given->is_string();
    const std::string value = is_text ? given->get<std::string>() : default_for(plugin, name);
    if (value.empty() || (given != body.end() && !is_text)) {
      missing = name;
      return std::nullopt;
    }
    body.erase(name);
    target.append(path.substr(0, open)).append(percent_encoded(value));
    path.remove_prefix(close + 1);
  }
  return target.append(path);
}

http::Inside::Answer refused(int status, const char* title, const std::string& pointer, const std::string& detail) {
  const Json problem = {{"type", "about:blank"},
                        {"title", title},
                        {"status", status},
                        {"detail", pointer.empty() ? detail : pointer + ": " + detail},
                        {"errors", Json::array({{{"pointer", pointer}, {"detail", detail}}})}};
  return {status, json::dump(problem)};
}

http::Inside::Answer refused_without(const std::string& name) {
  const char* detail = name == "round" ? "must be a round's id, for nobody is on stage" : "must be given, as text";
  return refused(422, "Unprocessable Content", "/" + name, detail);
}

}  // namespace

std::span<const NamedRequest> named_requests() {
  return kRequests;
}

const NamedRequest* find_request(std::string_view name) {
  const auto found = std::find_if(kRequests.begin(), kRequests.end(),
                                  [name](const NamedRequest& request) { return request.name == name; });
  return found == kRequests.end() ? nullptr : &*found;
}

http::Inside::Answer run_request(const Plugin& plugin, const NamedRequest& request, const std::string& body) {
  if (request.method == "GET") {
    return plugin.ask(request.method, request.path, {});
  }
  if (request.path.find('{') == std::string_view::npos) {
    return plugin.ask(request.method, request.path, body.empty() ? "{}" : body);
  }
  const auto parsed = json::parse(body.empty() ? "{}" : body);
  if (!parsed || !parsed->is_object()) {
    return refused(400, "Bad Request", "", "the body is not a JSON object");
  }
  Json rest = *parsed;
  std::string missing;
  const auto target = filled(request.path, rest, plugin, missing);
  return target ? plugin.ask(request.method, *target, json::dump(rest)) : refused_without(missing);
}

}  // namespace leitai::plugin
