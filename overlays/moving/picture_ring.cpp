// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/picture_ring.h"

#include <algorithm>
#include <utility>

namespace leitai::overlays {
namespace {

/// Of all rings of the process, bytes.
std::atomic<std::size_t> memory_used{0};

bool take_memory(std::size_t bytes) {
  std::size_t used = memory_used.load(std::memory_order_relaxed);
  do {
    if (bytes > kMaxMovingMemory || used > kMaxMovingMemory - bytes) return false;
  } while (!memory_used.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
  return true;
}

/// A large picture has fewer in advance: no ring takes all that there is.
std::size_t pictures_within(std::size_t picture_bytes) {
  constexpr std::size_t kOneRing = kMaxMovingMemory / 4;
  return std::clamp(kOneRing / picture_bytes, PictureRing::kFewestPictures, PictureRing::kMostPictures);
}

}  // namespace

std::shared_ptr<PictureRing> PictureRing::create(std::unique_ptr<MovingFile> file, MovingSchedule schedule) {
  const std::size_t bytes = std::size_t(file->width()) * std::size_t(file->height()) * 4;
  for (const std::size_t slots : {pictures_within(bytes), kFewestPictures}) {
    if (!take_memory(slots * bytes)) continue;
    return std::shared_ptr<PictureRing>(new PictureRing(std::move(file), std::move(schedule), slots, bytes));
  }
  return nullptr;
}

PictureRing::PictureRing(std::unique_ptr<MovingFile> file, MovingSchedule schedule, std::size_t slots,
                         std::size_t picture_bytes)
    : file_(std::move(file)),
      schedule_(std::move(schedule)),
      width_(file_->width()),
      height_(file_->height()),
      slot_count_(slots),
      bytes_(slots * picture_bytes) {
  for (std::size_t i = 0; i < slot_count_; ++i) slots_[i].rgba.resize(picture_bytes);
}

PictureRing::~PictureRing() {
  memory_used.fetch_sub(bytes_, std::memory_order_relaxed);
}

PictureRing::Due PictureRing::due(std::uint32_t number) {
  const bool is_news = due_.exchange(number, std::memory_order_release) != number;
  // The newest that is not too early. Another try where the decoding side takes one of them away meanwhile.
  for (std::size_t tries = 0; tries < slot_count_; ++tries) {
    Slot* best = nullptr;
    for (std::size_t i = 0; i < slot_count_; ++i) {
      Slot& slot = slots_[i];
      if (slot.state.load(std::memory_order_acquire) != State::ready) continue;
      const std::uint32_t its = slot.number.load(std::memory_order_relaxed);
      if (its <= number && (best == nullptr || its > best->number.load(std::memory_order_relaxed))) best = &slot;
    }
    const std::uint32_t showing = shown_ == nullptr ? 0 : shown_->number.load(std::memory_order_relaxed);
    const bool is_better = best != nullptr && (shown_ == nullptr || showing > number ||
                                               best->number.load(std::memory_order_relaxed) > showing);
    if (!is_better) break;
    State ready = State::ready;
    if (!best->state.compare_exchange_strong(ready, State::shown, std::memory_order_acq_rel)) continue;
    if (shown_ != nullptr) shown_->state.store(State::empty, std::memory_order_release);
    shown_ = best;
    break;
  }
  Due due;
  due.has_room = is_news && !failed_.load(std::memory_order_relaxed);
  // After a jump back the one that stood is repeated until the right one is there.
  if (shown_ != nullptr) due.pixels = {shown_->number.load(std::memory_order_relaxed), shown_->rgba};
  return due;
}

bool PictureRing::has(std::uint32_t number) const {
  return std::any_of(slots_.begin(), slots_.begin() + static_cast<std::ptrdiff_t>(slot_count_), [&](const Slot& slot) {
    const State state = slot.state.load(std::memory_order_acquire);
    return (state == State::ready || state == State::shown) && slot.number.load(std::memory_order_relaxed) == number;
  });
}

/// The first that is missing of those that are due now and soon.
std::optional<std::uint32_t> PictureRing::wanted_next() const {
  const std::uint32_t due = due_.load(std::memory_order_acquire);
  for (std::uint32_t ahead = 0; ahead + 1 < slot_count_; ++ahead) {
    const std::uint32_t number = due + ahead;
    if (number < due) return std::nullopt;
    // The last one that stays is one picture, whatever its number.
    if (ahead > 0 && schedule_.file_picture(number) == schedule_.file_picture(number - 1)) return std::nullopt;
    if (!has(number)) return number;
  }
  return std::nullopt;
}

/// One that is of no use any more, or lies farther ahead than any that is wanted: such are left over from before a
/// jump.
PictureRing::Slot* PictureRing::unneeded(std::uint32_t due) {
  Slot* oldest = nullptr;
  for (std::size_t i = 0; i < slot_count_; ++i) {
    Slot& slot = slots_[i];
    const State state = slot.state.load(std::memory_order_acquire);
    if (state == State::empty) return &slot;
    if (state != State::ready) continue;
    const std::uint32_t its = slot.number.load(std::memory_order_relaxed);
    const bool is_wanted = its >= due && its - due < slot_count_;
    if (!is_wanted && (oldest == nullptr || its < oldest->number.load(std::memory_order_relaxed))) oldest = &slot;
  }
  return oldest;
}

PictureRing::Slot* PictureRing::free_slot(std::uint32_t due) {
  // Who draws may take it meanwhile, and then leaves another one empty without a word: that is seen at the next try.
  for (std::size_t tries = 0; tries <= slot_count_; ++tries) {
    Slot* const slot = unneeded(due);
    if (slot == nullptr) return nullptr;
    for (State is : {State::empty, State::ready}) {
      if (slot->state.compare_exchange_strong(is, State::filling, std::memory_order_acq_rel)) return slot;
    }
  }
  return nullptr;
}

bool PictureRing::decode_one() {
  if (failed_.load(std::memory_order_relaxed)) return false;
  const auto number = wanted_next();
  if (!number) return false;
  Slot* slot = free_slot(due_.load(std::memory_order_relaxed));
  if (slot == nullptr) return false;
  if (!file_->read(schedule_.file_picture(*number), slot->rgba)) {
    failed_.store(true, std::memory_order_relaxed);
    slot->state.store(State::empty, std::memory_order_release);
    return false;
  }
  slot->number.store(*number, std::memory_order_relaxed);
  slot->state.store(State::ready, std::memory_order_release);
  return true;
}

}  // namespace leitai::overlays
