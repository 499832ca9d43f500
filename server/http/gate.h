// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/head.h"
#include "server/http/message.h"

namespace leitai::http {

/// Who may come in. Loopback is no fence: any web page that the user visits can post to it, under
/// any name that it has made resolve to 127.0.0.1.
class Gate {
 public:
  /// `hosts`: names besides loopback's. `port`: our own.
  Gate(std::vector<std::string> hosts, int port, std::string token);

  /// Host and Origin; the answer to give where they are not ours.
  std::optional<Response> refuse_stranger(const Head& head) const;

  /// Is it the token that the program was started with?
  enum class Bearer { none, wrong, right };
  Bearer bearer(const Head& head) const;

 private:
  bool is_our_host(std::string_view host) const;
  bool is_our_origin(std::string_view origin, std::string_view host_field) const;

  std::vector<std::string> hosts_;
  int port_;
  std::string token_;
};

/// What `Authorization: Bearer …` brings; nothing where there is none.
std::optional<std::string_view> bearer_text(const Head& head);

/// "host:port" or "[::1]:port" taken apart; the port is empty where none is given. Nothing where
/// it is neither.
struct Authority {
  std::string_view host;  ///< without brackets
  std::string_view port;
};
std::optional<Authority> parse_authority(std::string_view text);

}  // namespace leitai::http
