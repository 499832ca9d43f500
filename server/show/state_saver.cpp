// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/state_saver.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

#include "server/show/saved_state.h"

namespace leitai::show {

namespace {

/// A start may spend so long on what is not saved.
constexpr std::chrono::milliseconds kMostFolding{300};

/// Saving takes at most one part in so many of a processor.
constexpr int kRest = 10;

}  // namespace

StateSaver::StateSaver(journal::Journal& journal, std::string maker, std::uint64_t records)
    : journal_(journal), maker_(std::move(maker)), records_(records), thread_([this] { run(); }) {}

void StateSaver::follow(const State& state, Duration folding) {
  folding_ += folding;
  if (state.token - last_ < records_ && folding_ < kMostFolding) return;
  if (busy_.exchange(true)) return;
  last_ = state.token;
  folding_ = {};
  {
    const std::lock_guard lock(mutex_);
    next_ = state;
  }
  changed_.notify_one();
}

void StateSaver::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void StateSaver::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    changed_.wait(lock, [&] { return stopped_ || next_; });
    if (stopped_) return;
    State state = std::move(*next_);
    next_.reset();
    lock.unlock();
    const auto start = std::chrono::steady_clock::now();
    try {
      save(state);
    } catch (const std::exception& error) {
      spdlog::warn("show: the state is not saved: {}", error.what());
    }
    state = {};
    const auto rest = kRest * (std::chrono::steady_clock::now() - start);
    lock.lock();
    changed_.wait_for(lock, rest, [&] { return stopped_.load(); });
    busy_ = false;
  }
}

void StateSaver::save(const State& state) {
  const auto saved = saved_state_of(state, maker_, stopped_);
  if (!saved) return;
  if (const auto done = journal_.save_state(*saved, stopped_); !done) {
    if (!stopped_) spdlog::warn("show: {}", done.error().message);
    return;
  }
  const auto all = journal_.saved_states();
  if (!all) return;
  for (const journal::Token token : superfluous(*all)) {
    if (const auto done = journal_.forget_state(token, stopped_); !done) return;
  }
}

}  // namespace leitai::show
