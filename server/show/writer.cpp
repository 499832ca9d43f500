// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

#include "server/show/air_view.h"
#include "server/show/impl.h"

namespace leitai::show {

namespace {

/// How often a cut that the disk refused is offered to it again.
constexpr std::chrono::milliseconds kRetryCuts{250};

Refusal not_durable(const std::string& why) {
  return {RefusalKind::unavailable, "not written: " + why, {}, Json::object()};
}

/// One job of a batch, and what it will be told once the batch is durable.
struct Slot {
  std::shared_ptr<Job> job;
  Outcome outcome;
};

}  // namespace

void Show::Impl::run() {
  for (;;) {
    std::deque<std::shared_ptr<Job>> jobs;
    std::optional<ThemeChange> theme;
    bool last = false;
    {
      std::unique_lock lock(queue_mutex);
      const auto ready = [&] { return closing || !queue.empty() || next_theme; };
      if (cuts.has_orphans()) {
        queue_changed.wait_for(lock, kRetryCuts, ready);
      } else {
        queue_changed.wait(lock, ready);
      }
      jobs.swap(queue);
      theme.swap(next_theme);
      last = closing;
    }
    std::vector<std::uint64_t> cut_numbers;
    for (const auto& job : jobs) {
      if (job->cut != 0) cut_numbers.push_back(job->cut);
    }
    try {
      process(std::move(jobs), theme);
    } catch (const std::exception& error) {
      // Whoever was not answered is told by the broken promise.
      spdlog::error("show: {}", error.what());
      const std::lock_guard lock(queue_mutex);
      for (const std::uint64_t number : cut_numbers) cuts.orphan(number);
    }
    if (last) return;
  }
}

void Show::Impl::process(std::deque<std::shared_ptr<Job>> jobs, const std::optional<ThemeChange>& theme) {
  std::vector<PendingCut> orphans;
  {
    const std::lock_guard lock(queue_mutex);
    orphans = cuts.orphans();
  }
  if (theme) templates.store(theme->templates);
  const auto templates_now = templates.load();
  Batch batch(committed, *templates_now, *journal);
  if (theme) batch.record_theme(theme->record, now_ms());
  std::vector<std::uint64_t> run_cuts;
  for (const PendingCut& orphan : orphans) {
    (void)batch.run(orphan.caller, orphan.command, now_ms());
    run_cuts.push_back(orphan.number);
  }
  std::vector<Slot> slots;
  slots.reserve(jobs.size());
  for (std::shared_ptr<Job>& job : jobs) {
    Outcome outcome = batch.run(job->caller, job->command, now_ms());
    if (job->cut != 0) run_cuts.push_back(job->cut);
    slots.push_back({std::move(job), std::move(outcome)});
  }

  std::string why;
  PublicDocument public_after =
      batch.touched_resources() ? following(public_document, batch.running().store) : public_document;
  const bool durable = commit(batch, public_after);
  {
    const std::lock_guard lock(queue_mutex);
    for (const std::uint64_t number : run_cuts) durable ? cuts.done(number) : cuts.orphan(number);
  }
  if (durable) {
    const bool changed = batch.wrote_records() || !run_cuts.empty();
    committed = batch.running();
    public_document = std::move(public_after);
    if (changed) publish(true);
    saver.follow(committed, batch.folding());
  }
  for (Slot& slot : slots) {
    if (!durable && slot.outcome) slot.outcome = tl::unexpected(not_durable("the disk refused it"));
    slot.job->outcome.set_value(std::move(slot.outcome));
  }
}

bool Show::Impl::commit(Batch& batch, const PublicDocument& public_after) {
  std::vector<journal::Transaction>& transactions = batch.transactions();
  if (transactions.empty()) return true;
  if (public_after.revision != public_document.revision) {
    transactions.back().notes[kPublicNote] = note_of(public_after);
  }
  const auto appended = journal->append(transactions);
  if (!appended) spdlog::error("show: {}", appended.error().message);
  return appended.has_value();
}

void Show::Impl::publish(bool announce) {
  const std::lock_guard lock(publish_mutex);
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->token = committed.token;
  snapshot->time_ms = committed.time_ms;
  snapshot->store = committed.store;
  auto air = std::make_shared<AirState>(committed.air);
  {
    const std::lock_guard queue_lock(queue_mutex);
    cuts.apply_to(*air);
  }
  snapshot->air_state = std::move(air);
  const SnapshotPtr earlier = published.load();
  const EarlierView view = earlier ? EarlierView{earlier->air, earlier->air_state} : EarlierView{};
  snapshot->air = view_of(*snapshot->air_state, snapshot->store, snapshot->token, view);
  snapshot->public_results = public_document.document;
  snapshot->public_revision = public_document.revision;
  const SnapshotPtr next = std::move(snapshot);
  published.store(next);
  if (announce) tell_listeners(next);
}

void Show::Impl::tell_listeners(const SnapshotPtr& snapshot) {
  for (const auto& [number, listener] : listeners) {
    try {
      listener(snapshot);
    } catch (const std::exception& error) {
      spdlog::error("show: a listener failed: {}", error.what());
    }
  }
}

}  // namespace leitai::show
