// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/http/server.h"
#include "server/show/show.h"

/// What the audience may see, told to nginx with nchan, which tells everybody: docs/scaling.md.
namespace leitai::publish {

/// A publisher's side of an nginx that deploy/up brought up.
struct Target {
  std::string origin;  ///< "https://results.example:5781"
  std::string path;    ///< what its addresses begin with: empty, or "/folder"
  std::string secret;
  std::filesystem::path authorities;  ///< certificates to trust, PEM; empty: the system's
};

/// http:// is for loopback alone: the secret is sent with each request. The error is one sentence.
tl::expected<Target, std::string> parse_target(std::string_view url, std::string secret,
                                               std::filesystem::path authorities = {});

/// Keeps each target at the newest public document. One thread a target; the show never waits for it. A target that is
/// behind is told of the newest document alone, so that nothing queues up.
class Publisher {
 public:
  /// `show` must live longer. Nothing is sent yet.
  Publisher(std::vector<Target> targets, show::Show& show);
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  /// The pages are those of `server`, which must live until stop(). Once.
  void start(const http::Server& server);
  /// Ends what is being sent.
  void stop();

  /// For any thread.
  std::vector<http::PublishState> states() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::publish
