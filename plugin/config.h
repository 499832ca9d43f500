// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace leitai::plugin {

/// The plugin's settings, config.json.
struct Config {
  int port = 5757;  ///< 0 takes a free one
  std::string bind = "127.0.0.1";
  std::vector<std::string> hosts;    ///< Host names allowed besides loopback's
  std::vector<std::string> proxies;  ///< whose X-Forwarded-For is believed; none: those of this machine
  std::string ballots_at;            ///< where phones find the ballot; empty: where the operator's page is
  std::filesystem::path show;        ///< absolute
  std::string theme;                 ///< a folder, or the name of a shipped theme; empty: the default one
  std::string
      token;  ///< the operator's bearer token (of the followed server where one is); empty only where the text has none
  std::string follow_url;            ///< of a Leitai whose channels are shown in place of an own show's; empty: none
  std::string publish;               ///< the publisher's side of an nginx that tells the audience; empty: none
  std::string publish_secret;        ///< its secret
  std::filesystem::path publish_ca;  ///< certificates to trust it by, PEM; empty: the system's
  std::string clean_scene;           ///< recorded beside OBS's own recordings; empty: none
  bool rehearsal = false;            ///< the own show is a rehearsal; every picture says so
  bool global_overlay = false;       ///< the program channel lies above every scene
};

/// `folder` is where relative paths start, and the default show lies. Whatever is unknown or of the
/// wrong type is refused: one sentence, with line, column and pointer.
tl::expected<Config, std::string> parse_config(std::string_view text, const std::filesystem::path& folder);

/// Reads the file. Where it is missing it is made, with a random token, readable by its owner only;
/// where it has no token it gets one.
tl::expected<Config, std::string> load_config(const std::filesystem::path& file);

}  // namespace leitai::plugin
