// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <list>
#include <mutex>

#include "server/http/connection.h"
#include "server/http/message.h"

namespace leitai::http {

/// How many are in the house: plain connections, operators' feeds, ballots' streams, the audience's streams, each
/// with a limit of its own; and some places that are kept for who has a token or
/// sits at this machine.
class Admission {
 public:
  explicit Admission(const Limits& limits) : limits_(limits) {}

  struct Counts {
    std::size_t connections = 0;
    std::size_t feeds = 0;
    std::size_t public_streams = 0;
    std::size_t ballot_streams = 0;
  };
  Counts counts() const;

  /// A new connection. Where all places are taken, the client that has been idle longest gives
  /// its place up, one without a token first; false where nobody is idle.
  bool enter();
  /// The same for who has a token or sits at this machine, where the house is full.
  bool enter_kept_place();
  void leave();

  void begin_idle(Connection& connection);
  void end_idle(Connection& connection);

  /// A connection becomes an operator's feed or a ballot's stream and gives its plain place back, and the other way
  /// round.
  bool begin_feed(StreamKind kind);
  void end_feed(StreamKind kind);

  /// A stream of the audience's, which has no thread.
  bool begin_viewer();
  void end_viewer();

 private:
  struct Places {
    std::size_t& taken;
    std::size_t limit;
  };
  Places places(StreamKind kind);
  bool evict_one();

  const Limits& limits_;
  mutable std::mutex mutex_;
  Counts counts_;
  std::list<Connection*> idle_;        ///< longest idle first
  std::list<Connection*> idle_known_;  ///< of clients that have shown a token
};

}  // namespace leitai::http
