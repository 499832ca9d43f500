// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/play_client.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <regex>
#include <thread>

#include "server/platform/platform.h"

namespace leitai::cli {

namespace {

using json::Json;

constexpr int kTries = 6;
constexpr int kMostRetrySeconds = 5;
constexpr std::chrono::milliseconds kFirstPause{100};

Json body_of(const std::vector<Entry>& entries, const Request& request) {
  if (const auto* call = std::get_if<Call>(&entries[request.first].what)) return call->body;
  Json events = Json::array();
  for (std::size_t i = request.first; i < request.first + request.count; ++i) {
    const auto& event = std::get<contest::Event>(entries[i].what);
    events.push_back({{"type", event.type}, {"id", event.id}, {"data", event.data}});
  }
  return events;
}

std::string path_of(const Entry& entry) {
  const auto* call = std::get_if<Call>(&entry.what);
  return "/api/v1/" + (call ? call->path : std::string("events"));
}

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

PlayRefusal refusal_from(const httplib::Response& response) {
  PlayRefusal refusal{response.status, response.body.substr(0, 500), {}};
  const auto problem = json::parse(response.body);
  if (!problem || !problem->is_object()) return refusal;
  const auto detail = text_member(*problem, "detail");
  refusal.detail = detail.empty() ? text_member(*problem, "title") : detail;
  const auto errors = problem->find("errors");
  if (errors == problem->end() || !errors->is_array()) return refusal;
  for (const auto& error : *errors) {
    if (error.is_object()) refusal.errors.emplace_back(text_member(error, "pointer"), text_member(error, "detail"));
  }
  return refusal;
}

std::chrono::milliseconds asked_pause(const httplib::Response& response, std::chrono::milliseconds usual) {
  const int seconds = std::atoi(response.get_header_value("Retry-After").c_str());
  if (seconds <= 0) return usual;
  return std::chrono::seconds(std::min(seconds, kMostRetrySeconds));
}

}  // namespace

struct PlayClient::Impl {
  Impl(const std::string& address, std::string bearer) : url(address), client(address), token(std::move(bearer)) {
    // Without it, a kept connection's small requests wait 40 ms for the other side's acknowledgement.
    client.set_tcp_nodelay(true);
    client.set_keep_alive(true);
    client.set_connection_timeout(std::chrono::seconds(5));
    client.set_read_timeout(std::chrono::seconds(15));
  }

  std::string url;
  httplib::Client client;
  std::string token;
  std::string run = platform::random_hex(8);
};

PlayClient::PlayClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

PlayClient::~PlayClient() = default;

std::optional<std::string> server_of(const std::string& url) {
  static const std::regex kAddress(
      "(https?://[A-Za-z0-9.\\-]+(:[0-9]{1,5})?|https?://\\[[0-9A-Fa-f:]+\\](:[0-9]{1,5})?)/?");
  std::smatch parts;
  return std::regex_match(url, parts, kAddress) ? std::optional(parts[1].str()) : std::nullopt;
}

tl::expected<std::unique_ptr<PlayClient>, std::string> PlayClient::create(const std::string& url,
                                                                          const std::string& token) {
  const auto server = server_of(url);
  if (!server) return tl::unexpected("\"" + url + "\" is not the address of a server, such as http://127.0.0.1:5757");
  return std::unique_ptr<PlayClient>(new PlayClient(std::make_unique<Impl>(*server, token)));
}

tl::expected<std::uint64_t, PlayRefusal> PlayClient::post(const std::vector<Entry>& entries, const Request& request) {
  const auto& first = entries[request.first];
  const auto body = json::dump(body_of(entries, request));
  const httplib::Headers headers{{"Authorization", "Bearer " + impl_->token},
                                 {"Idempotency-Key", "play-" + impl_->run + "-" + std::to_string(first.line)}};
  PlayRefusal last;
  auto pause = kFirstPause;
  for (int tries = 0; tries < kTries; ++tries, pause *= 2) {
    const auto result = impl_->client.Post(path_of(first), headers, body, "application/json");
    if (!result) {
      last = {0, impl_->url + " cannot be reached: " + httplib::to_string(result.error()), {}};
      std::this_thread::sleep_for(pause);
      continue;
    }
    if (result->status == 503) {
      last = refusal_from(*result);
      std::this_thread::sleep_for(asked_pause(*result, pause));
      continue;
    }
    if (result->status < 200 || result->status > 299) return tl::unexpected(refusal_from(*result));
    const auto answer = json::parse(result->body);
    if (!answer || !answer->is_object() || !answer->contains("token") || !(*answer)["token"].is_number_unsigned()) {
      return tl::unexpected(PlayRefusal{result->status, "the answer holds no token: is this a Leitai?", {}});
    }
    return (*answer)["token"].get<std::uint64_t>();
  }
  return tl::unexpected(last);
}

tl::expected<Json, PlayRefusal> PlayClient::standings(const std::string& round) {
  const auto path = "/api/v1/rounds/" + round + "/standings?audience=operator";
  const auto result = impl_->client.Get(path, {{"Authorization", "Bearer " + impl_->token}});
  if (!result) {
    return tl::unexpected(PlayRefusal{0, impl_->url + " cannot be reached: " + httplib::to_string(result.error()), {}});
  }
  if (result->status != 200) return tl::unexpected(refusal_from(*result));
  auto document = json::parse(result->body);
  if (!document) return tl::unexpected(PlayRefusal{result->status, "the standings are not JSON", {}});
  return std::move(*document);
}

}  // namespace leitai::cli
