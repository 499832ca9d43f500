// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/journal.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "server/journal/keeper.h"
#include "server/journal/reader.h"
#include "server/journal/writer.h"
#include "server/platform/platform.h"

namespace leitai::journal {

struct Journal::Impl {
  std::filesystem::path file;
  std::unique_ptr<platform::FileLock> lock;  ///< released last: no second writer before ours is gone
  std::unique_ptr<Writer> writer;            ///< empty where it was opened for reading
  std::unique_ptr<Reader> reader;
  std::unique_ptr<Keeper> keeper;  ///< empty where it was opened for reading

  std::atomic<Token> head = 0;
  std::atomic<std::int64_t> last_time_ms = 0;

  mutable std::mutex wait_mutex;
  mutable std::condition_variable more;
  std::uint64_t wakes = 0;

  void publish(Writer::End end) {
    {
      std::lock_guard guard(wait_mutex);
      head = end.head;
      last_time_ms = end.time_ms;
    }
    more.notify_all();
  }
};

namespace {

/// The lock is on the file itself, whichever way it was named.
std::filesystem::path lock_path(const std::filesystem::path& file) {
  std::error_code error;
  auto path = std::filesystem::weakly_canonical(file, error);
  if (error) path = file;
  path += ".lock";
  return path;
}

tl::expected<std::unique_ptr<platform::FileLock>, Error> lock_out_others(const std::filesystem::path& file) {
  auto lock = platform::FileLock::acquire(lock_path(file));
  if (lock) return std::move(*lock);
  const auto& error = lock.error();
  if (error.fault == platform::LockFault::file) return tl::unexpected(Error{Fault::disk, error.message});
  const auto holder = error.holder.empty() ? std::string() : " (process " + error.holder + ")";
  return tl::unexpected(Error{Fault::locked, utf8(file) + " is in use by another program" + holder});
}

Error for_reading_only(const std::filesystem::path& file) {
  return {Fault::disk, utf8(file) + " was opened for reading"};
}

}  // namespace

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Journal::~Journal() {
  if (impl_) wake_all();
}

tl::expected<std::unique_ptr<Journal>, Error> Journal::open(const std::filesystem::path& file) {
  auto impl = std::make_unique<Impl>();
  impl->file = file;
  auto lock = lock_out_others(file);
  if (!lock) return tl::unexpected(lock.error());
  impl->lock = std::move(*lock);
  auto writer = Writer::open(file);
  if (!writer) return tl::unexpected(writer.error());
  impl->writer = std::move(*writer);
  auto reader = Reader::open(file);
  if (!reader) return tl::unexpected(reader.error());
  impl->reader = std::move(*reader);
  auto keeper = Keeper::open(file);
  if (!keeper) return tl::unexpected(keeper.error());
  impl->keeper = std::move(*keeper);
  impl->publish(impl->writer->end());
  return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

tl::expected<std::unique_ptr<Journal>, Error> Journal::open_for_reading(const std::filesystem::path& file) {
  auto impl = std::make_unique<Impl>();
  impl->file = file;
  auto reader = Reader::open(file);
  if (!reader) return tl::unexpected(reader.error());
  impl->reader = std::move(*reader);
  const auto last = impl->reader->last();
  if (!last) return tl::unexpected(last.error());
  if (*last) impl->publish({(*last)->token, (*last)->time_ms});
  return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

tl::expected<void, Error> Journal::append(std::vector<Transaction>& transactions) {
  if (!impl_->writer) return tl::unexpected(for_reading_only(impl_->file));
  if (transactions.empty()) return {};
  if (auto written = impl_->writer->append(transactions); !written) return written;
  impl_->publish(impl_->writer->end());
  return {};
}

Token Journal::head() const {
  return impl_->head;
}

std::int64_t Journal::last_time_ms() const {
  return impl_->last_time_ms;
}

tl::expected<std::vector<Record>, Error> Journal::read(Token since, std::size_t limit) const {
  return impl_->reader->read(since, limit);
}

tl::expected<std::vector<Record>, Error> Journal::scan(Token after, Token until, const Search& search) const {
  return impl_->reader->scan(after, until, search);
}

bool Journal::wait_for_more(Token since, std::int64_t timeout_ms) const {
  return wait_for_more(since, timeout_ms, wakes());
}

bool Journal::wait_for_more(Token since, std::int64_t timeout_ms, std::uint64_t wakes_seen) const {
  std::unique_lock lock(impl_->wait_mutex);
  impl_->more.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                       [&] { return impl_->head > since || impl_->wakes != wakes_seen; });
  return impl_->head > since;
}

std::uint64_t Journal::wakes() const {
  std::lock_guard lock(impl_->wait_mutex);
  return impl_->wakes;
}

void Journal::wake_all() {
  {
    std::lock_guard lock(impl_->wait_mutex);
    ++impl_->wakes;
  }
  impl_->more.notify_all();
}

tl::expected<std::optional<KeptAnswer>, Error> Journal::kept_answer(const std::string& key, std::int64_t now_ms) const {
  auto answer = impl_->reader->kept_answer(key);
  if (answer && *answer && (*answer)->time_ms < now_ms - kAnswerLifeMs) return std::nullopt;
  return answer;
}

tl::expected<std::optional<std::string>, Error> Journal::note(const std::string& name) const {
  return impl_->reader->note(name);
}

tl::expected<void, Error> Journal::save_state(const SavedState& state, const std::atomic<bool>& stop) {
  if (!impl_->keeper) return tl::unexpected(for_reading_only(impl_->file));
  return impl_->keeper->save(state, stop);
}

tl::expected<std::vector<SavedState>, Error> Journal::saved_states() const {
  return impl_->reader->saved_states();
}

tl::expected<SavedState, Error> Journal::saved_state(Token token) const {
  return impl_->reader->saved_state(token);
}

tl::expected<void, Error> Journal::forget_state(Token token, const std::atomic<bool>& stop) {
  if (!impl_->keeper) return tl::unexpected(for_reading_only(impl_->file));
  return impl_->keeper->forget(token, stop);
}

tl::expected<void, Error> Journal::backup(const std::filesystem::path& to) const {
  return back_up(impl_->file, to);
}

}  // namespace leitai::journal
