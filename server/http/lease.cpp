// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/lease.h"

namespace leitai::http {

std::optional<Lease::Holder> Lease::holder_now() const {
  return holder_ && clock_ms_() < holder_->until_ms ? holder_ : std::nullopt;
}

Lease::Holder Lease::take(std::string_view id, std::string_view name, Take how) {
  const std::lock_guard lock(mutex_);
  const std::optional<Holder> now = holder_now();
  if (now && now->id != id && how == Take::if_free) {
    return *now;
  }
  holder_ = Holder{std::string(id), std::string(name), clock_ms_() + kLivesMs};
  return *holder_;
}

void Lease::release(std::string_view id) {
  const std::lock_guard lock(mutex_);
  if (holder_ && holder_->id == id) {
    holder_.reset();
  }
}

std::optional<Lease::Holder> Lease::holder() const {
  const std::lock_guard lock(mutex_);
  return holder_now();
}

}  // namespace leitai::http
