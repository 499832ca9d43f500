// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/plugin_client.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

#include <obs.h>

namespace leitai::bench {

void open_module(const char* binary, const char* data) {
  obs_module_t* module = nullptr;
  if (obs_open_module(&module, binary, data) != MODULE_SUCCESS || !obs_init_module(module)) {
    std::fprintf(stderr, "cannot load %s\n", binary);
    std::exit(1);
  }
}

void open_module_of_obs(const std::string& name) {
  open_module(("/usr/lib/x86_64-linux-gnu/obs-plugins/" + name + ".so").c_str(),
              ("/usr/share/obs/obs-plugins/" + name).c_str());
}

int port_of(const std::string& log) {
  const std::string words = " at http://127.0.0.1:";
  const std::size_t at = log.find(words);
  if (at == std::string::npos) {
    std::fprintf(stderr, "the plugin does not listen:\n%s", log.c_str());
    std::exit(1);
  }
  return std::atoi(log.c_str() + at + words.size());
}

Client::Client(int port) : http_("127.0.0.1", port) {
  http_.set_keep_alive(true);
  http_.set_tcp_nodelay(true);
  http_.set_default_headers({{"Authorization", std::string("Bearer ") + kToken}});
}

void Client::wait_until_ready() {
  for (;;) {
    if (const auto answer = http_.Get("/api/v1/health"); answer && answer->status == 200) {
      return;
    }
    std::this_thread::yield();
  }
}

std::uint64_t Client::send(const char* method, const std::string& path, const json::Json& body) {
  const std::string text = body.dump();
  const auto answer = std::string(method) == "PUT" ? http_.Put(path, text, "application/json")
                                                   : http_.Post(path, text, "application/json");
  if (!answer || answer->status >= 300) {
    std::fprintf(stderr, "%s %s: %s\n", method, path.c_str(), answer ? answer->body.c_str() : "no answer");
    std::exit(1);
  }
  return json::Json::parse(answer->body).at("token").get<std::uint64_t>();
}

}  // namespace leitai::bench
