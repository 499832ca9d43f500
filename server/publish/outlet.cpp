// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/outlet.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <future>

#include "server/publish/files.h"

namespace leitai::publish {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHeartbeat{5'000};
/// Pages are for the first look and for readers without scripts: they may be a moment behind.
constexpr milliseconds kBetweenPages{1'000};
constexpr milliseconds kFirstRetry{100};
constexpr milliseconds kLongestRetry{4'000};
constexpr const char* kDocument = "/api/v1/public/results";

}  // namespace

Outlet::Outlet(Target target, show::Show& show)
    : target_(std::move(target)),
      show_(show),
      courier_(target_),
      random_(std::random_device()()),
      backoff_(kFirstRetry) {
  state_.url = target_.origin + target_.path;
}

Outlet::~Outlet() {
  stop();
}

void Outlet::start(const http::Server& server) {
  ended_ = false;
  thread_ = std::thread([this, &server] { run(server); });
}

void Outlet::stop() {
  stopping_ = true;
  {
    std::unique_lock lock(mutex_);
    woken_.notify_all();
    // A request that begins just now is not ended by a stop that came before it.
    while (!woken_.wait_for(lock, milliseconds(20), [this] { return ended_; })) {
      lock.unlock();
      courier_.stop();
      lock.lock();
    }
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Outlet::ring() {
  {
    const std::lock_guard lock(mutex_);
    rung_ = true;
  }
  woken_.notify_all();
}

http::PublishState Outlet::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Outlet::run(const http::Server& server) {
  while (!stopping_) {
    Done done;
    try {
      done = step(server);
    } catch (const std::exception& problem) {
      done = tl::unexpected(std::string(problem.what()));
    }
    if (stopping_) {
      break;
    }
    done ? succeed() : fail(done.error());
    wait();
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  woken_.notify_all();
}

Outlet::Done Outlet::step(const http::Server& server) {
  if (everything_) {
    if (Done done = put_everything(server); !done) {
      return done;
    }
  }
  const show::SnapshotPtr snapshot = show_.snapshot();
  Done done;
  if (pending_) {
    done = send_pending();
  }
  if (done && told_->revision != snapshot->public_revision) {
    done = tell_change(snapshot);
  }
  const auto now = Clock::now();
  if (done && now >= next_heartbeat_) {
    done = tell_heartbeat();
  }
  if (done && paged_ != told_->revision && now >= next_pages_) {
    done = put_pages(server);
  }
  return done;
}

show::Edition Outlet::edition_of(const show::SnapshotPtr& snapshot) const {
  return {snapshot->public_revision, snapshot->public_results,
          json::parse(*snapshot->public_results).value_or(json::Json::object())};
}

Outlet::Done Outlet::tell_change(const show::SnapshotPtr& snapshot) {
  // The document lies there before anybody hears of it; what is said of it is worked out meanwhile.
  auto putting = std::async(std::launch::async, [&] { return put_changed({{kDocument, *snapshot->public_results}}); });
  show::Edition next = edition_of(snapshot);
  std::string change = show::public_news(*told_, next);
  if (Done done = putting.get(); !done) {
    return done;
  }
  // Pages are not put while nginx tells the change.
  next_pages_ = std::max(next_pages_, Clock::now() + kBetweenPages);
  pending_ = Pending{std::move(change), std::move(next)};
  return send_pending();
}

Outlet::Done Outlet::send_pending() {
  const auto channel = courier_.post("", pending_->text);
  if (!channel) {
    return tl::unexpected(channel.error());
  }
  told_ = std::move(pending_->edition);
  pending_.reset();
  note(*channel);
  return {};
}

Outlet::Done Outlet::tell_heartbeat() {
  const auto channel = courier_.post("heartbeat", show::public_heartbeat(*told_, show_.now_ms()));
  if (!channel) {
    return tl::unexpected(channel.error());
  }
  next_heartbeat_ = Clock::now() + kHeartbeat;
  note(*channel);
  return {};
}

/// What lies there is not known: it is all sent anew, and whoever is behind hears of it by the heartbeat that follows.
Outlet::Done Outlet::put_everything(const http::Server& server) {
  sent_files_.clear();
  const show::Edition newest = edition_of(show_.snapshot());
  const auto pages = first_pictures(server);
  Done done = put_changed({{kDocument, *newest.text}});
  if (done) {
    done = put_changed(page_files(server, pages));
  }
  if (done) {
    done = put_changed(pages);
  }
  if (!done) {
    return done;
  }
  everything_ = false;
  posts_ = 0;
  paged_ = newest.revision;
  next_heartbeat_ = Clock::now();
  if (!told_) {
    told_ = newest;
  }
  return {};
}

Outlet::Done Outlet::put_pages(const http::Server& server) {
  const std::uint64_t revision = told_->revision;
  if (Done done = put_changed(first_pictures(server)); !done) {
    return done;
  }
  paged_ = revision;
  return {};
}

Outlet::Done Outlet::put_changed(const std::map<std::string, std::string>& files) {
  for (const auto& [name, text] : files) {
    const auto sent = sent_files_.find(name);
    if (sent != sent_files_.end() && sent->second == text) {
      continue;
    }
    if (Done done = courier_.put(name, text); !done) {
      return done;
    }
    sent_files_[name] = text;
  }
  return {};
}

/// A channel that has forgotten what it was told is one of an nginx or a Redis that was started anew.
void Outlet::note(const Channel& channel) {
  if (channel.messages <= 1 && posts_ > 0) {
    everything_ = true;
  }
  ++posts_;
  const std::lock_guard lock(mutex_);
  state_.viewers = channel.viewers;
  ++state_.messages;
}

void Outlet::succeed() {
  backoff_ = kFirstRetry;
  retry_at_ = {};
  bool came_back = false;
  {
    const std::lock_guard lock(mutex_);
    came_back = !state_.reached;
    state_.reached = true;
    state_.problem.clear();
    state_.revision = told_->revision;
  }
  if (came_back) {
    spdlog::info("[leitai] publishing to {}", state_.url);
  }
}

void Outlet::fail(const std::string& why) {
  everything_ = true;
  retry_at_ = Clock::now() + milliseconds(std::uniform_int_distribution<std::int64_t>(1, backoff_.count())(random_));
  backoff_ = std::min(backoff_ * 2, kLongestRetry);
  bool is_news = false;
  {
    const std::lock_guard lock(mutex_);
    is_news = state_.problem != why;
    state_.reached = false;
    state_.problem = why;
    ++state_.failures;
  }
  if (is_news) {
    spdlog::warn("[leitai] cannot publish to {}: {}", state_.url, why);
  }
}

void Outlet::wait() {
  std::unique_lock lock(mutex_);
  if (retry_at_ != Clock::time_point()) {
    woken_.wait_until(lock, retry_at_, [this] { return stopping_.load(); });
    return;
  }
  if (everything_) {
    return;
  }
  auto until = next_heartbeat_;
  if (paged_ != told_->revision) {
    until = std::min(until, next_pages_);
  }
  woken_.wait_until(lock, until, [this] { return stopping_ || rung_; });
  rung_ = false;
}

}  // namespace leitai::publish
