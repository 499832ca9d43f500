// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/show.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "server/show/impl.h"
#include "server/show/saved_state.h"
#include "server/show/trial.h"

namespace leitai::show {

namespace {

journal::Error failed(const std::exception& error) {
  return {journal::Fault::unreadable, std::string("the show cannot be opened: ") + error.what()};
}

Options with_defaults(Options options) {
  if (options.media_folder.empty()) options.media_folder = media_folder(options.file);
  return options;
}

/// What commands are planned on, for one that is tried out only.
State state_of(const Snapshot& snapshot) {
  State state;
  state.token = snapshot.token;
  state.time_ms = snapshot.time_ms;
  state.store = snapshot.store;
  state.air = *snapshot.air_state;
  state.instant.before = state.air;
  return state;
}

Moment moment_at(const Snapshot& snapshot, std::int64_t now_ms) {
  return {std::max(now_ms, snapshot.time_ms), snapshot.token + 1};
}

}  // namespace

Show::Impl::Impl(Options given, std::unique_ptr<journal::Journal> opened, Replayed folded)
    : options(with_defaults(std::move(given))),
      theme_in_use{options.theme_name, options.theme_hash},
      journal(std::move(opened)),
      saver(*journal, saved_state_maker(options.version), options.save_state_after),
      clock(journal->last_time_ms()),
      committed(std::move(folded.state)),
      holdback(std::move(folded.holdback)),
      pictures(options.media_folder) {
  templates.store(std::make_shared<const Templates>(compiled(options.templates)));
}

tl::expected<void, journal::Error> Show::Impl::write_start() {
  started_ms = std::max(now_ms(), committed.time_ms);
  auto kept = journal->note(kPublicNote);
  if (!kept) return tl::unexpected(std::move(kept.error()));
  const PublicNote note = read_note(*kept);
  auto first = journal->read(0, 1);
  if (!first) return tl::unexpected(std::move(first.error()));
  const std::int64_t made_ms = first->empty() ? started_ms : first->front().time_ms;
  std::vector<journal::Transaction> transactions;
  transactions.push_back(recorded(committed, start_changes(committed, options), "leitai", started_ms));
  holdback.catch_up(note.token);
  holdback.follow({started_ms, committed.token, committed.store});
  public_document = restored(note, *holdback.told(), options.rehearsal, contest::format_time(made_ms));
  transactions.back().notes[kPublicNote] = note_of(public_document, holdback.told_token());
  settle(committed);
  if (auto appended = journal->append(transactions); !appended) return tl::unexpected(std::move(appended.error()));
  show_id = committed.show_id;
  return {};
}

Show::Show(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Show::~Show() {
  close();
}

tl::expected<std::unique_ptr<Show>, journal::Error> Show::open(Options options) {
  try {
    auto journal = journal::Journal::open(options.file);
    if (!journal) return tl::unexpected(std::move(journal.error()));
    State saved = newest_saved_state(**journal, saved_state_maker(options.version));
    const journal::Token saved_token = saved.token;
    const auto start = std::chrono::steady_clock::now();
    auto folded = replayed(**journal, std::move(saved));
    if (!folded) return tl::unexpected(std::move(folded.error()));
    const auto replaying = std::chrono::steady_clock::now() - start;
    auto impl = std::make_unique<Impl>(std::move(options), std::move(*journal), std::move(*folded));
    if (auto written = impl->write_start(); !written) return tl::unexpected(std::move(written.error()));
    impl->publish(false);
    impl->saver.begin(saved_token);
    impl->saver.follow(impl->committed, replaying);
    impl->writer = std::thread([raw = impl.get()] { raw->run(); });
    return std::unique_ptr<Show>(new Show(std::move(impl)));
  } catch (const std::exception& error) {
    return tl::unexpected(failed(error));
  }
}

tl::expected<Answer, Refusal> Show::submit(Caller caller, Command command) {
  try {
    return impl_->submit(std::move(caller), std::move(command));
  } catch (const std::exception& error) {
    return tl::unexpected(
        Refusal{RefusalKind::unavailable, std::string("internal error: ") + error.what(), {}, Json::object()});
  }
}

SnapshotPtr Show::snapshot() const {
  return impl_->published.load();
}

std::optional<Refusal> Show::try_out(const Snapshot& at, const Command& command) const {
  auto planned = plan(state_of(at), *impl_->templates.load(), moment_at(at, now_ms()), command);
  return planned ? std::nullopt : std::optional(std::move(planned.error()));
}

tl::expected<std::shared_ptr<const overlays::AirChannel>, Refusal> Show::channel_after(
    const Snapshot& at, const Json& take, const std::string& channel) const {
  const auto present = at.air->channels.find(channel);
  const Staging staging =
      present == at.air->channels.end() ? Staging() : Staging{present->second->pictures, present->second->rehearsal};
  return show::channel_after(state_of(at), *impl_->templates.load(), moment_at(at, now_ms()), take, channel, staging);
}

Json Show::air_document(std::int64_t now_ms) const {
  const SnapshotPtr now = snapshot();
  FirstFrames frames;
  {
    const std::lock_guard lock(impl_->frames_mutex);
    frames = impl_->frames;
  }
  return document_of_air(*now, *impl_->templates.load(), frames, now_ms);
}

Json Show::automation_document() const {
  return {{"state", snapshot()->air_state->automation_held ? "held" : "run"},
          {"last", impl_->automation_log.document()}};
}

void Show::use_theme(NewTheme theme) {
  {
    const std::lock_guard lock(impl_->theme_mutex);
    impl_->theme_in_use = {theme.name, theme.hash};
  }
  impl_->use_theme(
      {Json{{"name", theme.name}, {"hash", theme.hash}}, std::make_shared<const Templates>(compiled(theme.templates))});
}

Show::ThemeName Show::theme() const {
  const std::lock_guard lock(impl_->theme_mutex);
  return impl_->theme_in_use;
}

std::vector<TemplateInfo> Show::templates() const {
  std::vector<TemplateInfo> infos;
  const auto now = impl_->templates.load();
  for (const auto& [id, info] : *now) infos.push_back(info);
  return infos;
}

std::int64_t Show::now_ms() const {
  return impl_->now_ms();
}

std::int64_t Show::now_ns() const {
  constexpr std::int64_t kNsPerMs = 1'000'000;
  return impl_->options.clock_ms ? impl_->options.clock_ms() * kNsPerMs : impl_->clock.now_ns();
}

const std::string& Show::show_id() const {
  return impl_->show_id;
}

const Options& Show::options() const {
  return impl_->options;
}

const journal::Journal& Show::journal() const {
  return *impl_->journal;
}

std::int64_t Show::started_ms() const {
  return impl_->started_ms;
}

int Show::subscribe(std::function<void(const SnapshotPtr&)> listener) {
  const std::lock_guard lock(impl_->publish_mutex);
  impl_->listeners[++impl_->last_listener] = std::move(listener);
  return impl_->last_listener;
}

void Show::unsubscribe(int subscription) {
  const std::lock_guard lock(impl_->publish_mutex);
  impl_->listeners.erase(subscription);
}

void Show::report_first_frame(const FirstFrame& frame) {
  const SnapshotPtr now = snapshot();
  const std::lock_guard lock(impl_->frames_mutex);
  note_first_frame(impl_->frames, *now->air_state, frame);
}

void Show::close() {
  impl_->close();
}

}  // namespace leitai::show
