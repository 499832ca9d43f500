// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/playback.h"

#include <utility>
#include <vector>

#include "server/contest/contest.h"
#include "server/show/air_view.h"
#include "server/show/media.h"
#include "server/show/state.h"

namespace leitai::show {

namespace {

constexpr std::size_t kPage = 500;
/// What this program wrote may nest a level or two deeper than what clients may send.
constexpr json::Limits kStored{80};

}  // namespace

struct Playback::Impl {
  Impl(const journal::Journal& its_journal, const std::filesystem::path& media_folder, Correct its_correct)
      : journal(its_journal), correct(std::move(its_correct)), pictures(media_folder) {}

  const journal::Journal& journal;
  Correct correct;
  ShownPictures pictures;
  State state;
  CommandFold fold{state};
  journal::Token command = 0;

  std::vector<journal::Record> page;
  std::size_t next = 0;  ///< of the page
  journal::Token read_to = 0;

  std::shared_ptr<const AirState> seen;
  std::shared_ptr<const overlays::Air> air;

  tl::expected<const journal::Record*, std::string> upcoming() {
    if (next < page.size()) return &page[next];
    auto more = journal.read(read_to, kPage);
    if (!more) return tl::unexpected(more.error().message);
    page = std::move(*more);
    next = 0;
    if (page.empty()) return nullptr;
    read_to = page.back().token;
    return &page.front();
  }

  tl::expected<void, std::string> take(const journal::Record& record) {
    auto data = json::parse(record.data, kStored);
    if (!data)
      return tl::unexpected("record " + std::to_string(record.token) + " of the show file: " + data.error().detail);
    if (record.command != command) fold.finish();
    command = record.command;
    if (correct) {
      auto corrected = correct(record, std::move(*data));
      if (!corrected) return tl::unexpected(corrected.error());
      // Tokens go on: items on air are named by them.
      if (!*corrected) {
        state.token = record.token;
        return {};
      }
      data = std::move(**corrected);
      // What the audience saw of a row was frozen with the marks of then.
      if (record.type == "reveals" && data->is_object()) data = contest::revealed_anew(state.store, std::move(*data));
    }
    fold.record(record.actor, record.type, record.id, std::move(*data), record.time_ms);
    return {};
  }

  void publish() {
    fold.finish();
    settle(state);
    auto now = std::make_shared<const AirState>(state.air);
    const bool rehearsal = state.last_start.is_object() && state.last_start.value("mode", "") == "rehearsal";
    air = view_of(*now, state.store, state.token, {pictures.of(state.store), rehearsal}, {air, seen});
    seen = std::move(now);
  }
};

Playback::Playback(const journal::Journal& journal, const std::filesystem::path& media_folder, Correct correct)
    : impl_(std::make_unique<Impl>(journal, media_folder, std::move(correct))) {}

Playback::~Playback() = default;

tl::expected<std::shared_ptr<const overlays::Air>, std::string> Playback::air_at(std::int64_t time_ms) {
  bool changed = !impl_->air;
  for (;;) {
    const auto record = impl_->upcoming();
    if (!record) return tl::unexpected(record.error());
    if (*record == nullptr || (*record)->time_ms > time_ms) break;
    if (auto taken = impl_->take(**record); !taken) return tl::unexpected(taken.error());
    ++impl_->next;
    changed = true;
  }
  if (changed) impl_->publish();
  return impl_->air;
}

}  // namespace leitai::show
