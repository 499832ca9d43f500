// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/offline.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "server/platform/platform.h"
#include "server/show/batch.h"
#include "server/show/recording.h"

namespace leitai::show {

struct OfflineShow::Impl {
  using Opener = tl::expected<std::unique_ptr<journal::Journal>, journal::Error> (*)(const std::filesystem::path&);
  static tl::expected<OfflineShow, std::string> of(const std::filesystem::path& file, Opener opener);

  std::unique_ptr<journal::Journal> journal;
  State state;
};

OfflineShow::OfflineShow(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OfflineShow::OfflineShow(OfflineShow&&) noexcept = default;
OfflineShow::~OfflineShow() = default;

tl::expected<OfflineShow, std::string> OfflineShow::Impl::of(const std::filesystem::path& file, Opener opener) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return tl::unexpected(file.string() + " is not there");
  auto journal = opener(file);
  if (!journal) return tl::unexpected(journal.error().message);
  auto folded = replayed(**journal);
  if (!folded) return tl::unexpected(folded.error().message);
  if (folded->state.show_id.empty()) return tl::unexpected(file.string() + " holds no show");
  return OfflineShow(std::make_unique<Impl>(Impl{std::move(*journal), std::move(folded->state)}));
}

tl::expected<OfflineShow, std::string> OfflineShow::open(const std::filesystem::path& file) {
  return Impl::of(file, journal::Journal::open);
}

tl::expected<OfflineShow, std::string> OfflineShow::open_for_reading(const std::filesystem::path& file) {
  return Impl::of(file, journal::Journal::open_for_reading);
}

const Json& OfflineShow::last_start() const {
  return impl_->state.last_start;
}

const contest::Store& OfflineShow::store() const {
  return impl_->state.store;
}

std::int64_t OfflineShow::now_ms() const {
  return std::max(platform::wall_clock_ms(), impl_->state.time_ms);
}

tl::expected<Answer, Refusal> OfflineShow::submit(const Caller& caller, const Command& command) {
  const Templates none;
  Batch batch(impl_->state, none, *impl_->journal);
  Outcome outcome = batch.run(caller, command, now_ms());
  if (!outcome) return outcome;
  if (const auto appended = impl_->journal->append(batch.transactions()); !appended) {
    return tl::unexpected(Refusal{RefusalKind::unavailable, appended.error().message, {}, Json::object()});
  }
  impl_->state = batch.running();
  return outcome;
}

}  // namespace leitai::show
