// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/admission.h"

namespace leitai::http {

Admission::Counts Admission::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

bool Admission::enter() {
  const std::lock_guard lock(mutex_);
  if (counts_.connections >= limits_.connections && !evict_one()) {
    return false;
  }
  ++counts_.connections;
  return true;
}

bool Admission::enter_kept_place() {
  const std::lock_guard lock(mutex_);
  if (counts_.connections >= limits_.connections + limits_.kept_for_known) {
    return false;
  }
  ++counts_.connections;
  return true;
}

bool Admission::evict_one() {
  std::list<Connection*>& from = idle_.empty() ? idle_known_ : idle_;
  if (from.empty()) {
    return false;
  }
  from.front()->evict();
  from.pop_front();
  return true;
}

void Admission::leave() {
  const std::lock_guard lock(mutex_);
  --counts_.connections;
}

void Admission::begin_idle(Connection& connection) {
  const std::lock_guard lock(mutex_);
  (connection.knows_token ? idle_known_ : idle_).push_back(&connection);
}

void Admission::end_idle(Connection& connection) {
  const std::lock_guard lock(mutex_);
  (connection.knows_token ? idle_known_ : idle_).remove(&connection);
}

Admission::Places Admission::places(StreamKind kind) {
  if (kind == StreamKind::ballot) {
    return {counts_.ballot_streams, limits_.ballot_streams};
  }
  return {counts_.feeds, limits_.feeds};
}

bool Admission::begin_feed(StreamKind kind) {
  const std::lock_guard lock(mutex_);
  const Places feeds = places(kind);
  if (feeds.taken >= feeds.limit) {
    return false;
  }
  ++feeds.taken;
  --counts_.connections;
  return true;
}

void Admission::end_feed(StreamKind kind) {
  const std::lock_guard lock(mutex_);
  --places(kind).taken;
  ++counts_.connections;
}

bool Admission::begin_viewer() {
  const std::lock_guard lock(mutex_);
  if (counts_.public_streams >= limits_.public_streams) {
    return false;
  }
  ++counts_.public_streams;
  return true;
}

void Admission::end_viewer() {
  const std::lock_guard lock(mutex_);
  --counts_.public_streams;
}

}  // namespace leitai::http
