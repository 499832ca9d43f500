// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/admission.h"

namespace leitai::http {

Admission::Counts Admission::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

bool Admission::enter() {
  const std::lock_guard lock(mutex_);
  if (counts_.connections >= limits_.connections) {
    if (idle_.empty()) {
      return false;
    }
    idle_.front()->evict();
    idle_.pop_front();
  }
  ++counts_.connections;
  return true;
}

void Admission::leave() {
  const std::lock_guard lock(mutex_);
  --counts_.connections;
}

void Admission::begin_idle(Connection& connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(&connection);
}

void Admission::end_idle(Connection& connection) {
  const std::lock_guard lock(mutex_);
  idle_.remove(&connection);
}

Admission::Places Admission::places(StreamKind kind) {
  switch (kind) {
    case StreamKind::feed:
      return {counts_.feeds, limits_.feeds};
    case StreamKind::ballot:
      return {counts_.ballot_streams, limits_.ballot_streams};
    default:
      return {counts_.public_streams, limits_.public_streams};
  }
}

bool Admission::begin_stream(StreamKind kind) {
  const std::lock_guard lock(mutex_);
  const Places stream = places(kind);
  if (stream.taken >= stream.limit) {
    return false;
  }
  ++stream.taken;
  --counts_.connections;
  return true;
}

void Admission::end_stream(StreamKind kind) {
  const std::lock_guard lock(mutex_);
  --places(kind).taken;
  ++counts_.connections;
}

}  // namespace leitai::http
