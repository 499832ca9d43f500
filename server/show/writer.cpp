// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "server/show/air_view.h"
#include "server/show/clock_rules.h"
#include "server/show/impl.h"

namespace leitai::show {

namespace {

/// How often a disk that refused is asked again.
constexpr std::chrono::milliseconds kRetry{250};

Refusal not_durable(const std::string& why) {
  return {RefusalKind::unavailable, "not written: " + why, {}, Json::object()};
}

/// One job of a batch, and what it will be told once the batch is durable.
struct Slot {
  std::shared_ptr<Job> job;
  Outcome outcome;
};

}  // namespace

/// What the writer does between two waits, and what is true once it is durable.
struct Work {
  Batch batch;
  Holdback holdback;
  PublicDocument public_document;
  std::vector<Slot> slots;
  std::vector<std::uint64_t> cuts;
};

std::optional<std::chrono::milliseconds> Show::Impl::longest_wait() const {
  using std::chrono::milliseconds;
  if (failed || cuts.has_orphans()) return kRetry;
  std::optional<std::int64_t> due_ms = holdback.due_ms();
  if (const auto clock_ms = next_clock_ms(committed.store)) due_ms = std::min(due_ms.value_or(*clock_ms), *clock_ms);
  if (!due_ms) return std::nullopt;
  return std::max(milliseconds(1), milliseconds(*due_ms - now_ms()));
}

void Show::Impl::run() {
  for (;;) {
    std::deque<std::shared_ptr<Job>> jobs;
    std::optional<ThemeChange> theme;
    bool last = false;
    {
      std::unique_lock lock(queue_mutex);
      const auto ready = [&] { return closing || !queue.empty() || next_theme; };
      if (const auto wait = longest_wait()) {
        queue_changed.wait_for(lock, *wait, ready);
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
      failed = true;
      const std::lock_guard lock(queue_mutex);
      for (const std::uint64_t number : cut_numbers) cuts.orphan(number);
    }
    if (last) return;
  }
}

void Show::Impl::process(std::deque<std::shared_ptr<Job>> jobs, const std::optional<ThemeChange>& theme) {
  if (theme) templates.store(theme->templates);
  const auto templates_now = templates.load();
  // A state is saved where nothing can be added to its newest millisecond any more.
  if (now_ms() > committed.time_ms) saver.follow(committed, std::exchange(folding, {}));
  Work work{Batch(committed, *templates_now, *journal), holdback, public_document, {}, {}};
  if (theme) work.batch.record_theme(theme->record, now_ms());
  run_commands(work, std::move(jobs));
  // What is bound follows while the audience's document is made and the disk is waited for.
  Beside::Task settling(beside, [&batch = work.batch] { batch.settle(); });
  for (const Step& step : work.batch.steps()) work.holdback.follow(step);
  work.holdback.settle(now_ms());
  const bool told = work.holdback.told() != holdback.told();
  if (told) work.public_document = following(public_document, *work.holdback.told());

  const bool durable = commit(work);
  settling.finish();
  failed = !durable;
  {
    const std::lock_guard lock(queue_mutex);
    for (const std::uint64_t number : work.cuts) durable ? cuts.done(number) : cuts.orphan(number);
  }
  // What ends with this batch ends after the answers: clients do not wait for memory to be given back.
  SnapshotPtr earlier;
  State before;
  if (durable) {
    const bool changed = work.batch.wrote_records() || !work.cuts.empty() || told;
    before = std::exchange(committed, work.batch.running());
    std::swap(holdback, work.holdback);
    std::swap(public_document, work.public_document);
    if (changed) earlier = publish(true);
    automation_log.add(work.batch.rule_outcomes());
    folding += work.batch.folding();
  }
  for (Slot& slot : work.slots) {
    if (!durable && slot.outcome) slot.outcome = tl::unexpected(not_durable("the disk refused it"));
    slot.job->outcome.set_value(std::move(slot.outcome));
  }
}

void Show::Impl::run_commands(Work& work, std::deque<std::shared_ptr<Job>> jobs) {
  std::vector<PendingCut> orphans;
  {
    const std::lock_guard lock(queue_mutex);
    orphans = cuts.orphans();
  }
  // One time for all of them, so that what is bound follows them at once.
  const std::int64_t now = now_ms();
  for (const PendingCut& orphan : orphans) {
    (void)work.batch.run(orphan.caller, orphan.command, now);
    work.cuts.push_back(orphan.number);
  }
  work.batch.run_clocks(now);
  work.slots.reserve(jobs.size());
  for (std::shared_ptr<Job>& job : jobs) {
    Outcome outcome = work.batch.run(job->caller, job->command, now);
    if (job->cut != 0) work.cuts.push_back(job->cut);
    work.slots.push_back({std::move(job), std::move(outcome)});
  }
}

/// A document that is due without any command is numbered on the disk too, before anybody sees it.
bool Show::Impl::commit(Work& work) {
  std::vector<journal::Transaction>& transactions = work.batch.transactions();
  if (work.public_document.revision != public_document.revision) {
    if (transactions.empty()) transactions.emplace_back();
    transactions.back().notes[kPublicNote] = note_of(work.public_document, work.holdback.told_token());
  }
  if (transactions.empty()) return true;
  const auto appended = journal->append(transactions);
  if (!appended) spdlog::error("show: {}", appended.error().message);
  return appended.has_value();
}

SnapshotPtr Show::Impl::publish(bool announce) {
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
  SnapshotPtr earlier = published.load();
  const EarlierView view = earlier ? EarlierView{earlier->air, earlier->air_state} : EarlierView{};
  snapshot->air = view_of(*snapshot->air_state, snapshot->store, snapshot->token, staging(snapshot->store), view);
  snapshot->public_store = holdback.told();
  snapshot->public_results = public_document.document;
  snapshot->public_revision = public_document.revision;
  const SnapshotPtr next = std::move(snapshot);
  published.store(next);
  if (announce) tell_listeners(next);
  return earlier;
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
