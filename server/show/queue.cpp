// SPDX-License-Identifier: GPL-2.0-or-later
#include <chrono>
#include <utility>

#include "server/show/air_view.h"
#include "server/show/impl.h"

namespace leitai::show {

namespace {

/// Longest wait for an answer while a command is still in the queue, and once it is being written.
constexpr std::chrono::seconds kMaxWaitInQueue{10};
constexpr std::chrono::seconds kMaxWaitForDisk{20};

Refusal unavailable(std::string detail) {
  return {RefusalKind::unavailable, std::move(detail), {}, Json::object()};
}

}  // namespace

Outcome Show::Impl::submit(Caller caller, Command command) {
  const auto job = std::make_shared<Job>();
  job->caller = std::move(caller);
  job->command = std::move(command);
  if (auto refused = enqueue(job)) return tl::unexpected(std::move(*refused));
  return wait_for(job);
}

void Show::Impl::use_theme(ThemeChange theme) {
  {
    const std::lock_guard lock(queue_mutex);
    next_theme = std::move(theme);
  }
  queue_changed.notify_one();
}

/// A repeated request that is or will be answered from memory must not cut the picture again.
bool Show::Impl::cuts_at_once(const Job& job, Cut& cut) const {
  const SnapshotPtr now = published.load();
  const auto found = cut_of(now->store, job.command);
  if (!found) return false;
  if (job.caller.idempotency) {
    const auto kept = journal->kept_answer(job.caller.idempotency->key, now_ms());
    if (kept && *kept) return false;
  }
  cut = *found;
  return true;
}

std::optional<Refusal> Show::Impl::enqueue(const std::shared_ptr<Job>& job) {
  Cut cut;
  const bool cutting = cuts_at_once(*job, cut);
  bool full = false;
  {
    const std::lock_guard lock(queue_mutex);
    if (closing) return unavailable("the show is closing");
    if (cutting && !(job->caller.idempotency && cuts.waits_for(job->caller.idempotency->key))) {
      job->cut = cuts.add(cut, std::get<AirCommand>(job->command), job->caller);
    }
    full = queue.size() >= kMaxWaiting;
    if (!full) {
      queue.push_back(job);
    } else if (job->cut != 0) {
      cuts.orphan(job->cut);
    }
  }
  queue_changed.notify_one();
  if (job->cut != 0) publish_cut();
  if (full) return unavailable("too many commands are waiting");
  return std::nullopt;
}

void Show::Impl::publish_cut() {
  const std::lock_guard lock(publish_mutex);
  const SnapshotPtr earlier = published.load();
  auto air = std::make_shared<AirState>(*earlier->air_state);
  {
    const std::lock_guard queue_lock(queue_mutex);
    if (cuts.empty()) return;  // the writer was faster
    cuts.apply_to(*air);
  }
  auto snapshot = std::make_shared<Snapshot>(*earlier);
  snapshot->air_state = std::move(air);
  snapshot->air = view_of(*snapshot->air_state, snapshot->store, snapshot->token, staging(snapshot->store),
                          {earlier->air, earlier->air_state});
  const SnapshotPtr next = std::move(snapshot);
  published.store(next);
  tell_listeners(next);
}

Outcome Show::Impl::wait_for(const std::shared_ptr<Job>& job) {
  std::future<Outcome> outcome = job->outcome.get_future();
  if (outcome.wait_for(kMaxWaitInQueue) != std::future_status::ready) {
    std::unique_lock lock(queue_mutex);
    const bool unseen = std::erase(queue, job) != 0;
    if (unseen && job->cut != 0) cuts.orphan(job->cut);
    lock.unlock();
    if (unseen) return tl::unexpected(unavailable("the writer is too busy"));
    if (outcome.wait_for(kMaxWaitForDisk) != std::future_status::ready) {
      return tl::unexpected(unavailable("the disk has not answered yet: it may still be written"));
    }
  }
  return outcome.get();
}

void Show::Impl::close() {
  std::call_once(closed, [this] {
    {
      const std::lock_guard lock(queue_mutex);
      closing = true;
    }
    queue_changed.notify_all();
    journal->wake_all();
    if (writer.joinable()) writer.join();
    saver.stop();
  });
}

}  // namespace leitai::show
