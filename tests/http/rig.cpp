// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/http/rig.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>

namespace leitai::http::test {
namespace {

std::filesystem::path fresh_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "leitai-http-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  return name;
}

show::TemplateInfo lower_third() {
  show::TemplateInfo info;
  info.id = "lower-third";
  info.name = "Lower third";
  info.layer = 20;
  info.in_ms = 500;
  info.out_ms = 400;
  info.binds = {"contestant", "person"};
  info.fields = {{"type", "object"}, {"properties", {{"title", {{"type", "string"}}}}}};
  return info;
}

show::Options plain_show() {
  show::Options options;
  options.version = "1.2.3";
  options.templates = {lower_third()};
  return options;
}

}  // namespace

Rig::Rig(Limits limits, Hooks hooks, Options options, std::optional<show::Options> show_options)
    : folder_(fresh_folder()),
      limits_(limits),
      hooks_(std::move(hooks)),
      options_(std::move(options)),
      show_options_(show_options ? std::move(*show_options) : plain_show()) {
  start();
}

Rig::~Rig() {
  server_.reset();
  show_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Rig::start() {
  show::Options show_options = show_options_;
  show_options.file = file();
  auto show = show::Show::open(std::move(show_options));
  REQUIRE(show.has_value());
  show_ = std::move(*show);
  Options options = options_;
  options.port = 0;
  options.token = kToken;
  options.version = "1.2.3";
  options.limits = limits_;
  auto server = Server::start(std::move(options), *show_, hooks_);
  REQUIRE(server.has_value());
  server_ = std::move(*server);
}

void Rig::restart() {
  server_.reset();
  show_.reset();
  start();
}

std::string bearer(const std::string& token) {
  return "Authorization: Bearer " + token + "\r\n";
}

std::string request(const std::string& method, const std::string& target, const std::string& body,
                    const std::string& headers) {
  std::string text = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
  const bool writes = method == "POST" || method == "PUT" || method == "PATCH";
  if (!body.empty() || writes) {
    if (headers.find("Content-Type:") == std::string::npos) {
      text += "Content-Type: application/json\r\n";
    }
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + body;
}

Reply Rig::stranger(const std::string& method, const std::string& target, const std::string& body,
                    const std::string& headers) const {
  Client client = connect();
  client.send(request(method, target, body, headers));
  std::optional<Reply> reply = client.read_reply(method == "HEAD");
  INFO(method << ' ' << target);
  REQUIRE(reply.has_value());
  return std::move(*reply);
}

Reply Rig::call(const std::string& method, const std::string& target, const std::string& body,
                const std::string& headers) const {
  return stranger(method, target, body, bearer() + headers);
}

std::uint64_t Rig::ok(const std::string& method, const std::string& target, const std::string& body) const {
  const Reply reply = call(method, target, method == "DELETE" ? std::string() : body);
  INFO(method << ' ' << target << ' ' << body << "\n" << reply.body);
  REQUIRE(reply.status == 200);
  return reply.json().at("token").get<std::uint64_t>();
}

Reply Rig::refused(int status, const std::string& method, const std::string& target, const std::string& body,
                   const std::string& headers) const {
  const std::uint64_t before = show_->journal().head();
  Reply reply = call(method, target, body, headers);
  INFO(method << ' ' << target << ' ' << body.substr(0, 200) << "\n" << reply.body);
  REQUIRE(reply.status == status);
  CHECK(reply.header("content-type") == "application/problem+json");
  CHECK(reply.json().at("status") == status);
  CHECK(show_->journal().head() == before);
  return reply;
}

void seed(const Rig& rig) {
  rig.ok("POST", "/api/v1/events", R"([
    {"type": "contest", "id": "contest", "data": {"name": "Street arena"}},
    {"type": "groups", "id": "heads", "data": {"name": "Department heads"}},
    {"type": "groups", "id": "zones", "data": {"name": "Zone directors"}},
    {"type": "people", "id": "j1", "data": {"name": "1号评委", "role": "judge"}},
    {"type": "people", "id": "j2", "data": {"name": "2号评委", "role": "judge"}},
    {"type": "contestants", "id": "c1", "data": {"name": "1号选手", "group": "heads"}},
    {"type": "contestants", "id": "c2", "data": {"name": "2号选手", "group": "heads"}},
    {"type": "contestants", "id": "c3", "data": {"name": "3号选手", "group": "zones"}},
    {"type": "rounds", "id": "r", "data": {"name": "Morning", "visibility": "live", "contestants": ["c1", "c2", "c3"],
      "scoring": {"method": "marks", "criteria": [{"id": "total", "min": "0", "max": "10"}]}}},
    {"type": "timers", "id": "clock", "data": {"label": "Talk", "mode": "down", "duration_ms": 300000}}])");
}

std::string score(const std::string& contestant, const std::string& judge, const std::string& mark) {
  return R"({"round": "r", "contestant": ")" + contestant + R"(", "judge": ")" + judge + R"(", "marks": {"total": ")" +
         mark + "\"}}";
}

}  // namespace leitai::http::test
