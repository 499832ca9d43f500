// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/publication.h"

namespace leitai::http {

std::uint64_t Signal::value() const {
  const std::lock_guard lock(mutex_);
  return value_;
}

void Signal::set(std::uint64_t value) {
  {
    const std::lock_guard lock(mutex_);
    if (value_ == value) {
      return;
    }
    value_ = value;
  }
  changed_.notify_all();
}

void Signal::wait(std::uint64_t seen, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, timeout, [&] { return ended_ || value_ != seen; });
}

void Signal::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
}

Publication::Publication(show::Show& show)
    : show_(show), subscription_(show.subscribe([this](const show::SnapshotPtr& snapshot) {
        records_.set(snapshot->token);
        publications_.set(publications_.value() + 1);
      })) {
  // What was published before the subscription; a call that came in between said the same or more,
  // and a value that differs only makes somebody look once too often.
  const show::SnapshotPtr now = show.snapshot();
  records_.set(now->token);
}

Publication::~Publication() {
  show_.unsubscribe(subscription_);
}

void Publication::end() {
  records_.end();
  publications_.end();
}

}  // namespace leitai::http
