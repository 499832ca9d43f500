// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace leitai::http {

/// Everything that a client may take of this process is bounded by one of these.
struct Limits {
  std::size_t connections = 256;     ///< at once, streams not counted
  std::size_t feeds = 64;            ///< operators' feeds and streams at once
  std::size_t ballot_streams = 128;  ///< judges' and voters' streams at once; who has none asks now and then
  std::size_t kept_for_known = 64;   ///< connections past that, for who has a token or sits at this machine
  std::size_t waiting = 256;         ///< connections whose first request's head has not come yet
  std::size_t public_streams = 500;  ///< the audience's streams at once
  std::size_t previews = 8;          ///< pictures being drawn or waited for at once
  std::size_t requests_per_connection = 10'000;

  std::size_t head_bytes = 32 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::size_t media_bytes = 16 * 1024 * 1024;   ///< of a picture
  std::uint64_t drain_bytes = 4 * 1024 * 1024;  ///< of a refused body, read and thrown away
  std::size_t batch_events = 10'000;

  std::chrono::milliseconds idle{60'000};  ///< between two requests
  std::chrono::milliseconds head{
      10'000};  ///< from a request's first byte, or a connection's beginning, to the end of its head
  std::chrono::milliseconds request{30'000};  ///< from a request's first byte to the end of its body
  std::chrono::milliseconds write{2'000};     ///< without any progress in sending
  std::chrono::milliseconds answer{60'000};   ///< for sending what is buffered, progress or not
  std::chrono::milliseconds linger{1'000};    ///< for a client to read the last answer
  std::chrono::milliseconds heartbeat{10'000};
  std::chrono::milliseconds public_pause{50};  ///< between two events for the audience; what changes meanwhile is one
};

}  // namespace leitai::http
