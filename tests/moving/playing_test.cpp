// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/playing.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <random>
#include <thread>

using namespace leitai::overlays;

namespace {

/// What a file of the tests did, and how far it may go.
struct Diary {
  std::mutex mutex;
  std::condition_variable moved;
  std::vector<std::uint32_t> read;         ///< the pictures that were decoded, in order
  std::uint32_t gate = UINT32_MAX;         ///< so many may be
  std::uint32_t broken_from = UINT32_MAX;  ///< from here on nothing can be decoded
  std::atomic<bool> gone{false};

  void open_gate(std::uint32_t to) {
    {
      const std::lock_guard lock(mutex);
      gate = to;
    }
    moved.notify_all();
  }
  std::vector<std::uint32_t> pictures() {
    const std::lock_guard lock(mutex);
    return read;
  }
};

/// Each picture holds its own number in every pixel.
class NumberedFile : public MovingFile {
 public:
  NumberedFile(std::shared_ptr<Diary> diary, std::uint32_t pictures, int side = 4)
      : diary_(std::move(diary)), side_(side) {
    for (std::uint32_t i = 0; i < pictures; ++i) times_.begins_ns.push_back(std::int64_t{i} * 10);
    times_.end_ns = std::int64_t{pictures} * 10;
  }
  ~NumberedFile() override { diary_->gone = true; }

  MovingSize natural_size() const override { return {side_, side_}; }
  int width() const override { return side_; }
  int height() const override { return side_; }
  const MovingTimes& times() const override { return times_; }

  tl::expected<void, std::string> read(std::uint32_t number, std::span<std::uint8_t> rgba) override {
    std::unique_lock lock(diary_->mutex);
    diary_->moved.wait(lock, [&] { return diary_->read.size() < diary_->gate; });
    if (number >= diary_->broken_from) return tl::unexpected(std::string("is torn"));
    diary_->read.push_back(number);
    for (std::size_t i = 0; i + 4 <= rgba.size(); i += 4) std::memcpy(&rgba[i], &number, 4);
    return {};
  }

 private:
  std::shared_ptr<Diary> diary_;
  int side_;
  MovingTimes times_;
};

/// The number that a picture's pixels hold; nothing where there is none, or where they hold several.
std::optional<std::uint32_t> number_in(std::span<const std::uint8_t> rgba) {
  if (rgba.size() < 4) return std::nullopt;
  std::uint32_t first = 0;
  std::memcpy(&first, rgba.data(), 4);
  for (std::size_t i = 0; i + 4 <= rgba.size(); i += 4) {
    if (std::memcmp(&rgba[i], &first, 4) != 0) return std::nullopt;
  }
  return first;
}

/// Asks until that picture is there: the tests' one deadline.
MovingPicture::Pixels until_there(MovingPicture& picture, std::uint32_t number) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  for (;;) {
    const auto pixels = picture.due(number);
    if (!pixels.rgba.empty() && pixels.number == number) return pixels;
    if (std::chrono::steady_clock::now() > end) FAIL("picture " << number << " never came");
    std::this_thread::yield();
  }
}

std::shared_ptr<MovingPicture> played(const std::shared_ptr<Diary>& diary, std::uint32_t pictures, bool loop,
                                      Reading reading, int side = 4) {
  auto made = play(std::make_unique<NumberedFile>(diary, pictures, side), 0, loop, reading);
  REQUIRE(made.has_value());
  return *made;
}

}  // namespace

TEST_CASE("a file in which nothing can be decoded leaves its place empty") {
  const auto diary = std::make_shared<Diary>();
  diary->broken_from = 0;
  const auto asked = played(diary, 5, false, Reading::when_asked);
  CHECK(asked->wait_for(0).error() == "is torn");
  const auto ahead = played(diary, 5, false, Reading::ahead);
  for (int i = 0; i < 100; ++i) CHECK(ahead->due(0).rgba.empty());
}

TEST_CASE("where the rest cannot be decoded the last picture stays") {
  const auto diary = std::make_shared<Diary>();
  diary->broken_from = 2;
  const auto ahead = played(diary, 9, false, Reading::ahead);
  until_there(*ahead, 1);
  for (const std::uint32_t number : {2U, 3U, 8U}) {
    const auto pixels = ahead->due(number);
    CHECK(pixels.number == 1);
    CHECK(number_in(pixels.rgba) == 1U);
  }
}

TEST_CASE("what all moving pictures hold together is bounded, and room comes back") {
  const auto diary = std::make_shared<Diary>();
  diary->open_gate(0);  // nothing is decoded: it is about the room
  std::vector<std::shared_ptr<MovingPicture>> held;
  std::string refusal;
  while (refusal.empty() && held.size() < 1'000) {
    auto made = play(std::make_unique<NumberedFile>(diary, 3, 1'024), 0, true, Reading::ahead);
    if (made) {
      held.push_back(*made);
    } else {
      refusal = made.error();
    }
  }
  CHECK(refusal == "finds no room: moving pictures hold more than 256 MiB together");
  CHECK(held.size() * 3 * 1'024 * 1'024 * 4 <= kMaxMovingMemory);
  diary->open_gate(UINT32_MAX);
  held.clear();
  CHECK(play(std::make_unique<NumberedFile>(diary, 3, 1'024), 0, true, Reading::ahead).has_value());
}

TEST_CASE("when asked, pictures come in whatever order they are asked for, and stay while they stand") {
  const auto diary = std::make_shared<Diary>();
  const auto picture = played(diary, 5, true, Reading::when_asked);
  for (const std::uint32_t number : {0U, 3U, 3U, 8U, 1U, 12U}) {
    const auto pixels = picture->wait_for(number);
    REQUIRE(pixels.has_value());
    CHECK(pixels->number == number);
    CHECK(number_in(pixels->rgba) == number % 5);
  }
  CHECK(diary->pictures() == std::vector<std::uint32_t>{0, 3, 1, 2});
}

TEST_CASE("pictures are decoded before they are due, a few of them and no more") {
  const auto diary = std::make_shared<Diary>();
  {
    const auto picture = played(diary, 100, true, Reading::ahead);
    for (std::uint32_t number = 0; number < 250; ++number) {
      CHECK(number_in(until_there(*picture, number).rgba) == number % 100);
    }
  }
  CHECK(diary->gone);
  const auto pictures = diary->pictures();
  CHECK(pictures.size() >= 250);
  CHECK(pictures.size() <= 258);
  for (std::size_t i = 0; i < pictures.size(); ++i) CHECK(pictures[i] == i % 100);
}

TEST_CASE("what nobody asks for is decoded a few pictures far") {
  const auto diary = std::make_shared<Diary>();
  {
    const auto unseen = played(diary, 1'000, true, Reading::ahead);
    const auto seen = played(std::make_shared<Diary>(), 1'000, true, Reading::ahead);
    for (std::uint32_t number = 0; number < 300; ++number) until_there(*seen, number);
  }
  CHECK(diary->pictures().size() <= 8);
}

TEST_CASE("a late picture is waited for by nobody: the last one is repeated") {
  const auto diary = std::make_shared<Diary>();
  diary->open_gate(3);
  const auto picture = played(diary, 100, false, Reading::ahead);
  for (std::uint32_t number = 0; number < 3; ++number) until_there(*picture, number);
  for (std::uint32_t number = 3; number < 40; ++number) {
    const auto pixels = picture->due(number);
    CHECK(pixels.number == 2);
    CHECK(number_in(pixels.rgba) == 2U);
  }
  diary->open_gate(UINT32_MAX);
  CHECK(number_in(until_there(*picture, 40).rgba) == 40U);
  // It went on where it was needed. What was being decoded when it got late is all that was made in vain.
  const auto pictures = diary->pictures();
  CHECK(std::count_if(pictures.begin(), pictures.end(), [](std::uint32_t number) { return number < 39; }) <= 12);
}

TEST_CASE("a jump back shows what is due then, and what stood until it is there") {
  const auto diary = std::make_shared<Diary>();
  const auto picture = played(diary, 100, false, Reading::ahead);
  until_there(*picture, 50);
  const auto pixels = picture->due(7);
  CHECK((pixels.number == 50 || pixels.number == 7));
  CHECK(number_in(pixels.rgba) == pixels.number);
  for (std::uint32_t number = 7; number < 30; ++number) CHECK(number_in(until_there(*picture, number).rgba) == number);
}

TEST_CASE("the last picture that stays is decoded once") {
  const auto diary = std::make_shared<Diary>();
  {
    const auto picture = played(diary, 3, false, Reading::ahead);
    for (std::uint32_t number = 0; number < 3; ++number) until_there(*picture, number);
    for (int i = 0; i < 1'000; ++i) CHECK(picture->due(2).number == 2);
  }
  CHECK(diary->pictures() == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("whoever draws never sees half a picture, however it jumps") {
  const auto diary = std::make_shared<Diary>();
  const auto picture = played(diary, 1'000, true, Reading::ahead, 64);
  std::mt19937 random(7);
  std::uint32_t number = 0;
  std::size_t seen = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (seen < 20'000 && std::chrono::steady_clock::now() < end) {
    const int roll = std::uniform_int_distribution<int>(0, 99)(random);
    number = roll == 0 ? std::uniform_int_distribution<std::uint32_t>(0, 5'000)(random) : number + (roll < 60 ? 1 : 0);
    const auto pixels = picture->due(number);
    if (pixels.rgba.empty()) continue;
    ++seen;
    if (number_in(pixels.rgba) != pixels.number % 1'000) FAIL("half a picture");
  }
  CHECK(seen == 20'000);
}
