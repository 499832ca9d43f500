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
  std::unique_ptr<journal::Journal> journal;
  State state;
};

OfflineShow::OfflineShow(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OfflineShow::OfflineShow(OfflineShow&&) noexcept = default;
OfflineShow::~OfflineShow() = default;

tl::expected<OfflineShow, std::string> OfflineShow::open(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return tl::unexpected(file.string() + " is not there");
  auto journal = journal::Journal::open(file);
  if (!journal) return tl::unexpected(journal.error().message);
  auto folded = replayed(**journal);
  if (!folded) return tl::unexpected(folded.error().message);
  if (folded->state.show_id.empty()) return tl::unexpected(file.string() + " holds no show");
  return OfflineShow(std::make_unique<Impl>(Impl{std::move(*journal), std::move(folded->state)}));
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
