// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/server.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "server/http/app.h"
#include "server/http/listener.h"
#include "server/http/peer.h"
#include "server/http/transport.h"

namespace leitai::http {
namespace {

class NoBody final : public Body {
 public:
  std::uint64_t size() const override { return 0; }
  tl::expected<std::string, Response> read(std::uint64_t /*most_bytes*/) override { return std::string(); }
};

}  // namespace

/// The transport goes first when it all ends, so that no thread of its outlives what it works with.
struct Server::Impl {
  Impl(Options options, show::Show& show, Hooks hooks, Listener listener)
      : port(listener.port),
        app(std::move(options), show, std::move(hooks), listener.port, [this] { return transport.statistics(); }),
        transport(
            listener, app.options.limits,
            [this](const Head& head, Body& body) { return app.answer_request(head, body); },
            [this](const Head& head) { return app.has_token(head); }) {}
  const int port;
  App app;
  Transport transport;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  stop();
}

tl::expected<std::unique_ptr<Server>, std::string> Server::start(Options options, show::Show& show, Hooks hooks) {
  for (const std::string& proxy : options.proxies) {
    if (!is_address(proxy)) {
      return tl::unexpected("a proxy is named by its IP address: " + proxy);
    }
  }
  if (!options.ballots_at.empty() && !is_origin(options.ballots_at)) {
    return tl::unexpected("phones find the ballot at an address such as https://results.example: " +
                          options.ballots_at);
  }
  const tl::expected<Listener, std::string> listener = open_listener(options.bind, options.port);
  if (!listener) {
    return tl::unexpected(listener.error());
  }
  std::unique_ptr<Server> server(
      new Server(std::make_unique<Impl>(std::move(options), show, std::move(hooks), *listener)));
  spdlog::debug("[leitai] http: listening on {}", server->url());
  return server;
}

int Server::port() const {
  return impl_->port;
}

std::string Server::url() const {
  const std::string& bind = impl_->app.options.bind;
  const bool everywhere = bind == "0.0.0.0" || bind == "::";
  const std::string host = everywhere ? "127.0.0.1" : bind.find(':') == std::string::npos ? bind : '[' + bind + ']';
  return "http://" + host + ':' + std::to_string(impl_->port);
}

PublicAnswer Server::public_answer(std::string_view target, std::string_view language) const {
  Head head;
  head.method = "GET";
  head.target = target;
  head.fields = {{"Host", "localhost"}};
  if (!language.empty()) {
    head.fields.push_back({"Accept-Language", std::string(language)});
  }
  NoBody none;
  Response response = impl_->app.answer_request(head, none);
  PublicAnswer answer{response.status, std::move(response.body), {}};
  for (Field& field : response.headers) {
    if (field.name == "Content-Security-Policy") {
      answer.policy = std::move(field.value);
    }
  }
  return answer;
}

std::vector<std::string> Server::page_paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, page] : impl_->app.pages) {
    paths.push_back(path);
  }
  return paths;
}

void Server::stop() {
  // Streams look whether they are to end once they are woken.
  impl_->transport.begin_shut_down();
  impl_->app.publication.end();
  // Before the transport goes: each stream that ends is counted there.
  impl_->app.viewers.stop();
  impl_->app.ballots.end();
  impl_->transport.shut_down();
}

}  // namespace leitai::http
