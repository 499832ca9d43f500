// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/show/public_change.h"
#include "server/show/show.h"

namespace leitai::http {

/// A piece of a stream, made once and sent to many.
struct Piece {
  explicit Piece(std::string_view text);

  /// Those bytes as a chunk (RFC 9112, section 7.1), or bare.
  std::string_view bytes(bool chunked) const;

 private:
  std::string framed_;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
};
using PiecePtr = std::shared_ptr<const Piece>;

/// How a stream is told of changes.
struct NewsFrom {
  /// Each event is the whole document, as it was before there were changes; or else only what has changed.
  bool whole = true;
  std::uint64_t since = 0;  ///< the revision that the client has; 0: none
};

/// The events of docs/http-api.md, "What the audience may see": the document at each revision, and what has changed
/// since the one before. Belongs to one thread.
class AudienceNews {
 public:
  /// Takes up a newer document; false where it is not newer.
  bool follow(const show::Snapshot& snapshot);

  /// What a new stream begins with.
  std::vector<PiecePtr> first(const NewsFrom& from);
  /// What was new in the last follow().
  PiecePtr newest(bool whole);
  /// Says what time it is, and, where changes are sent, which document is the newest.
  PiecePtr heartbeat(bool whole, std::int64_t now_ms) const;

  std::uint64_t revision() const { return newest_.revision; }

 private:
  struct Change {
    std::uint64_t previous = 0;
    PiecePtr piece;
    std::size_t size = 0;
  };

  void remember(Change change);

  show::Edition newest_;
  PiecePtr whole_;              ///< made where somebody asks for it
  std::deque<Change> changes_;  ///< up to the newest revision, each the next of the one before
  std::size_t bytes_ = 0;       ///< of `changes_`
};

}  // namespace leitai::http
