// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "server/platform/platform.h"
#include "server/show/air_document.h"
#include "server/show/air_view.h"
#include "server/show/automation_log.h"
#include "server/show/batch.h"
#include "server/show/beside.h"
#include "server/show/holdback.h"
#include "server/show/media.h"
#include "server/show/pending_cuts.h"
#include "server/show/public_document.h"
#include "server/show/published.h"
#include "server/show/show.h"
#include "server/show/state_saver.h"

namespace leitai::show {

constexpr std::size_t kMaxWaiting = 1'024;

/// A command on its way through the writer.
struct Job {
  Caller caller;
  Command command;
  std::uint64_t cut = 0;  ///< number of its pending cut; 0: none
  std::promise<Outcome> outcome;
};

/// A theme on its way to the writer.
struct ThemeChange {
  Json record;
  std::shared_ptr<const Templates> templates;
};

struct Work;  // writer.cpp

/// Threads: `writer` owns `committed`, `holdback` and `public_document`; callers meet it in the queue. The
/// published snapshot is read without waiting for either. Where both mutexes are needed, publish_mutex is
/// taken first.
struct Show::Impl {
  Impl(Options given, std::unique_ptr<journal::Journal> opened, Replayed folded);

  // show.cpp
  tl::expected<void, journal::Error> write_start();

  // writer.cpp, on the writer's thread
  void run();
  std::optional<std::chrono::milliseconds> longest_wait() const;  ///< with queue_mutex held; none: for a command
  void process(std::deque<std::shared_ptr<Job>> jobs, const std::optional<ThemeChange>& theme);
  void run_commands(Work& work, std::deque<std::shared_ptr<Job>> jobs);
  bool commit(Work& work);
  SnapshotPtr publish(bool announce);  ///< returns what was published before
  /// With publish_mutex held.
  Staging staging(const contest::Store& store) { return {pictures.of(store), options.rehearsal}; }
  void tell_listeners(const SnapshotPtr& snapshot);  ///< with publish_mutex held

  // queue.cpp, on the caller's thread
  Outcome submit(Caller caller, Command command);
  void use_theme(ThemeChange theme);
  std::optional<Refusal> enqueue(const std::shared_ptr<Job>& job);
  bool cuts_at_once(const Job& job, Cut& cut) const;
  void publish_cut();
  Outcome wait_for(const std::shared_ptr<Job>& job);
  void close();

  std::int64_t now_ms() const { return options.clock_ms ? options.clock_ms() : clock.now_ms(); }

  Options options;
  std::mutex theme_mutex;
  ThemeName theme_in_use;          ///< under `theme_mutex`
  Published<Templates> templates;  ///< changed by the writer only
  std::unique_ptr<journal::Journal> journal;
  StateSaver saver;
  Beside beside;
  platform::ShowClock clock;
  std::int64_t started_ms = 0;
  std::string show_id;

  State committed;
  Holdback holdback;
  PublicDocument public_document;
  bool failed = false;             ///< the last commit
  StateSaver::Duration folding{};  ///< of what the saver was not told of yet

  Published<Snapshot> published;
  ShownPictures pictures;    ///< under publish_mutex
  std::mutex publish_mutex;  ///< one publication, and its listeners, at a time
  std::map<int, std::function<void(const SnapshotPtr&)>> listeners;
  int last_listener = 0;

  std::mutex queue_mutex;
  std::condition_variable queue_changed;
  std::deque<std::shared_ptr<Job>> queue;
  PendingCuts cuts;
  std::optional<ThemeChange> next_theme;
  bool closing = false;

  AutomationLog automation_log;

  std::mutex frames_mutex;
  FirstFrames frames;

  std::once_flag closed;
  std::thread writer;
};

}  // namespace leitai::show
