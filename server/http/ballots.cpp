// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/ballots.h"

namespace leitai::http {
namespace {

constexpr std::size_t kMostAddresses = 1'024;
constexpr std::size_t kMostTold = 512;       ///< contestants that one judge is known to have been shown
constexpr std::size_t kMostTimes = 20'000;   ///< records whose time is kept
constexpr std::int64_t kAsksEvery = 15'000;  ///< milliseconds, of a page without a stream

// A judge mistypes once or twice. Of a million codes somebody who may try one in ten seconds all day finds one of
// seven with a chance of 6 %, as long as those have not been entered; after that none is any use.
constexpr int kAttempts = 5;
constexpr std::int64_t kAttemptMs = 30'000;
constexpr int kAllAttempts = 30;
constexpr std::int64_t kAllAttemptsMs = 10'000;

constexpr int kSends = 30;
constexpr std::int64_t kSendMs = 1'000;

constexpr const char* kEverybody = "";

}  // namespace

Ballots::Ballots(show::Show& show)
    : show_(show),
      attempts_(kAttempts, kAttemptMs, kMostAddresses),
      all_attempts_(kAllAttempts, kAllAttemptsMs, 1),
      sending_(kSends, kSendMs, show::kMostBallotCodes),
      subscription_(show.subscribe([this](const show::SnapshotPtr&) { change(); })) {}

Ballots::~Ballots() {
  show_.unsubscribe(subscription_);
}

void Ballots::change() {
  const std::lock_guard lock(change_mutex_);
  changes_.set(++changed_);
}

tl::expected<std::string, std::string> Ballots::key() {
  const std::lock_guard lock(mutex_);
  if (key_.empty()) {
    auto key = show::ballot_key(show_.options().file);
    if (!key) {
      return key;
    }
    key_ = std::move(*key);
  }
  return key_;
}

std::optional<std::int64_t> Ballots::begin_attempt(const std::string& address) {
  const std::int64_t now_ms = show_.now_ms();
  if (const auto wait_ms = attempts_.take(address, now_ms)) {
    return wait_ms;
  }
  const auto wait_ms = all_attempts_.take(kEverybody, now_ms);
  if (wait_ms) {
    attempts_.give_back(address);
  }
  return wait_ms;
}

void Ballots::forgive_attempt(const std::string& address) {
  attempts_.give_back(address);
  all_attempts_.give_back(kEverybody);
}

void Ballots::note_wrong_code() {
  {
    const std::lock_guard lock(mutex_);
    wrong_codes_ = {wrong_codes_.count + 1, show_.now_ms()};
  }
  change();
}

void Ballots::note_refused_device(const std::string& code) {
  {
    const std::lock_guard lock(mutex_);
    Refused& refused = of(code).refused;
    refused = {refused.count + 1, show_.now_ms()};
  }
  change();
}

std::optional<std::int64_t> Ballots::begin_sending(const std::string& code) {
  return sending_.take(code, show_.now_ms());
}

void Ballots::enter_stream(const std::string& code) {
  {
    const std::lock_guard lock(mutex_);
    ++of(code).streams;
  }
  change();
}

void Ballots::leave_stream(const std::string& code) {
  {
    const std::lock_guard lock(mutex_);
    Presence& presence = of(code);
    --presence.streams;
    presence.seen_ms = show_.now_ms();
    presence.asked_ms = 0;
  }
  change();
}

void Ballots::note_told(const std::string& code, const std::string& on_stage) {
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    Presence& presence = of(code);
    presence.seen_ms = show_.now_ms();
    if (!on_stage.empty() && presence.told.size() < kMostTold) {
      news = presence.told.insert(on_stage).second;
    }
  }
  if (news) {
    change();
  }
}

void Ballots::note_asked(const std::string& code) {
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    Presence& presence = of(code);
    const std::int64_t now_ms = show_.now_ms();
    news = !presence.connected(now_ms);
    presence.asked_ms = now_ms;
  }
  if (news) {
    change();
  }
}

bool Ballots::Presence::connected(std::int64_t now_ms) const {
  return streams > 0 || (asked_ms > 0 && now_ms - asked_ms < kAsksEvery);
}

Ballots::Presence& Ballots::of(const std::string& code) {
  if (present_.size() >= show::kMostBallotCodes && !present_.contains(code)) {
    std::erase_if(present_, [](const auto& entry) { return entry.second.streams == 0; });
  }
  return present_[code];
}

Ballots::Presence Ballots::presence(const std::string& code) const {
  const std::lock_guard lock(mutex_);
  const auto found = present_.find(code);
  return found == present_.end() ? Presence() : found->second;
}

Ballots::Refused Ballots::wrong_codes() const {
  const std::lock_guard lock(mutex_);
  return wrong_codes_;
}

std::int64_t Ballots::time_of(std::uint64_t token) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = times_.find(token); found != times_.end()) {
      return found->second;
    }
  }
  const auto records =
      token == 0 ? tl::expected<std::vector<journal::Record>, journal::Error>() : show_.journal().read(token - 1, 1);
  if (!records || records->empty()) {
    return 0;
  }
  const std::lock_guard lock(mutex_);
  if (times_.size() >= kMostTimes) {
    times_.clear();
  }
  return times_[token] = records->front().time_ms;
}

}  // namespace leitai::http
