// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/http/limits.h"
#include "server/show/show.h"

/// The local endpoint of docs/http-api.md: routes, authentication, validation, feeds.
namespace leitai::http {

struct Options {
  std::string bind = "127.0.0.1";
  int port = 5757;                 ///< 0 takes a free one
  std::vector<std::string> hosts;  ///< allowed Host names besides loopback's and the bind address
  std::string token;               ///< the operator's bearer token
  std::string token_name = "operator";
  std::string version;
  /// Addresses whose X-Forwarded-For is believed, in figures; none: those of this machine.
  std::vector<std::string> proxies;
  /// Where phones find the ballot, "https://results.example", in links and QR codes; empty: where the operator's page
  /// is.
  std::string ballots_at;
  Limits limits;
};

/// A page or one of its files, whole.
struct Page {
  std::string content_type;
  std::string body;
};

struct PreviewRequest {
  std::string channel = "program";
  int width = 960;         ///< pixels; the height follows the channel's shape
  std::int64_t at_ms = 0;  ///< show time
  /// The body of a take: the picture is of the channel as it would be after it; null: as it is.
  contest::Json take;
};

/// A picture as it is sent, and the show time at which it may look different.
struct PreviewPicture {
  PreviewPicture(std::string file = {}, std::int64_t changes_at = std::numeric_limits<std::int64_t>::max())
      : png(std::move(file)), changes_at_ms(changes_at) {}

  std::string png;
  std::int64_t changes_at_ms;
};

/// A picture file that can be drawn.
struct PictureInfo {
  std::string type;  ///< "image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"
  int width = 0;     ///< pixels
  int height = 0;
};

/// How it goes with publishing to one place.
struct PublishState {
  std::string url;
  bool reached = false;        ///< the last request was accepted
  std::uint64_t revision = 0;  ///< of the newest document that was told there
  std::uint64_t viewers = 0;   ///< open streams there, as it last said
  std::uint64_t messages = 0;  ///< accepted since the start
  std::uint64_t failures = 0;  ///< requests that were refused or lost, since the start
  std::string problem;         ///< why it is not reached; a few words
};

/// What a stranger is answered.
struct PublicAnswer {
  int status = 0;
  std::string body;
  std::string policy;  ///< Content-Security-Policy; empty: none
};

/// What only a program knows: it puts the house together.
struct Hooks {
  /// A PNG of what is on air, on a thread of http/; bounded by the callee.
  std::function<tl::expected<PreviewPicture, contest::Refusal>(const PreviewRequest&)> preview_png;
  /// Whether a file with these bytes can be drawn, decoded to its last pixel; the error is a sentence. Asked for one at
  /// a time.
  std::function<tl::expected<PictureInfo, std::string>(std::string_view)> check_picture;
  /// A text as a QR code, an SVG document; empty where it has none.
  std::function<std::string(const std::string&)> qr_svg;
  std::map<std::string, Page> pages;  ///< by path, "/control"
  /// Where the public results are published to; for any thread, at once.
  std::function<std::vector<PublishState>()> publishing;
};

class Server {
 public:
  /// Listens when it returns. The error is one sentence ("port 5757 on 127.0.0.1 is taken").
  static tl::expected<std::unique_ptr<Server>, std::string> start(Options options, show::Show& show, Hooks hooks);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;
  std::string url() const;  ///< http://127.0.0.1:5757

  /// What a GET without a token is answered, without a socket; `language` as in Accept-Language, empty: none. Not for
  /// what streams. From any thread that may wait.
  PublicAnswer public_answer(std::string_view target, std::string_view language) const;
  /// The paths of all pages and their files.
  std::vector<std::string> page_paths() const;

  /// Ends every connection, streams included, within half a second.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::http
