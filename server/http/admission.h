// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <list>
#include <mutex>

#include "server/http/connection.h"
#include "server/http/message.h"

namespace leitai::http {

/// How many are in the house: plain connections, operators' feeds, the audience's streams, ballots' streams, each
/// with a limit of its own.
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
  /// its place up; false where nobody is idle.
  bool enter();
  void leave();

  void begin_idle(Connection& connection);
  void end_idle(Connection& connection);

  /// A connection becomes a stream and gives its plain place back, and the other way round.
  bool begin_stream(StreamKind kind);
  void end_stream(StreamKind kind);

 private:
  struct Places {
    std::size_t& taken;
    std::size_t limit;
  };
  Places places(StreamKind kind);

  const Limits& limits_;
  mutable std::mutex mutex_;
  Counts counts_;
  std::list<Connection*> idle_;  ///< longest idle first
};

}  // namespace leitai::http
