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

bool Admission::begin_stream(StreamKind kind) {
  const std::lock_guard lock(mutex_);
  const std::size_t limit = kind == StreamKind::feed ? limits_.feeds : limits_.public_streams;
  if (streams(kind) >= limit) {
    return false;
  }
  ++streams(kind);
  --counts_.connections;
  return true;
}

void Admission::end_stream(StreamKind kind) {
  const std::lock_guard lock(mutex_);
  --streams(kind);
  ++counts_.connections;
}

}  // namespace leitai::http
