// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "server/cli/show_file.h"

namespace leitai::cli {

struct PlayRefusal {
  int status = 0;  ///< HTTP; 0: the server cannot be reached
  std::string detail;
  std::vector<std::pair<std::string, std::string>> errors;  ///< pointer, detail
};

/// Posts a file's requests to a Leitai. Each carries an Idempotency-Key, so that one whose answer
/// was lost (a server that was restarted) can be sent again and counts once.
/// The scheme, host and port of a server's address; nothing where it is none.
std::optional<std::string> server_of(const std::string& url);

class PlayClient {
 public:
  /// `url` is a scheme, a host and a port. The error is a sentence.
  static tl::expected<std::unique_ptr<PlayClient>, std::string> create(const std::string& url,
                                                                       const std::string& token);
  ~PlayClient();

  /// The answer's token.
  tl::expected<std::uint64_t, PlayRefusal> post(const std::vector<Entry>& entries, const Request& request);

  /// A round's standings, as operators get them.
  tl::expected<json::Json, PlayRefusal> standings(const std::string& round);

 private:
  struct Impl;
  explicit PlayClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::cli
