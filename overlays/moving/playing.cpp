// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/playing.h"

#include <optional>
#include <utility>
#include <vector>

#include "overlays/moving/decoding_threads.h"
#include "overlays/moving/schedule.h"

namespace leitai::overlays {
namespace {

class AheadPicture : public MovingPicture {
 public:
  explicit AheadPicture(std::shared_ptr<PictureRing> ring) : ring_(std::move(ring)), threads_(DecodingThreads::get()) {
    threads_->add(ring_);
  }
  ~AheadPicture() override { threads_->remove(ring_); }

  int width() const override { return ring_->width(); }
  int height() const override { return ring_->height(); }
  std::uint32_t number_at(std::int64_t ns) const override { return ring_->schedule().number_at(ns); }
  std::int64_t next_change_ns(std::int64_t ns) const override { return ring_->schedule().next_change_ns(ns); }

  Pixels due(std::uint32_t number) override {
    const PictureRing::Due due = ring_->due(number);
    if (due.has_room) threads_->wake();
    return due.pixels;
  }

  tl::expected<Pixels, std::string> wait_for(std::uint32_t /*number*/) override {
    return tl::unexpected(std::string("is read ahead: nobody waits for it"));
  }

 private:
  std::shared_ptr<PictureRing> ring_;
  std::shared_ptr<DecodingThreads> threads_;
};

class AskedPicture : public MovingPicture {
 public:
  AskedPicture(std::unique_ptr<MovingFile> file, MovingSchedule schedule)
      : file_(std::move(file)), schedule_(std::move(schedule)) {}

  int width() const override { return file_->width(); }
  int height() const override { return file_->height(); }
  std::uint32_t number_at(std::int64_t ns) const override { return schedule_.number_at(ns); }
  std::int64_t next_change_ns(std::int64_t ns) const override { return schedule_.next_change_ns(ns); }

  Pixels due(std::uint32_t number) override { return wait_for(number).value_or(Pixels{}); }

  tl::expected<Pixels, std::string> wait_for(std::uint32_t number) override {
    const std::uint32_t wanted = schedule_.file_picture(number);
    if (held_ != wanted) {
      rgba_.resize(std::size_t(width()) * std::size_t(height()) * 4);
      held_.reset();
      if (auto done = file_->read(wanted, rgba_); !done) return tl::unexpected(done.error());
      held_ = wanted;
    }
    return Pixels{number, rgba_};
  }

 private:
  std::unique_ptr<MovingFile> file_;
  const MovingSchedule schedule_;
  std::vector<std::uint8_t> rgba_;
  std::optional<std::uint32_t> held_;  ///< the file's picture in `rgba_`
};

}  // namespace

tl::expected<std::shared_ptr<MovingPicture>, std::string> play(std::unique_ptr<MovingFile> file, std::int64_t in_ns,
                                                               bool loop, Reading reading) {
  MovingSchedule schedule(file->times(), in_ns, loop);
  if (reading == Reading::when_asked) return std::make_shared<AskedPicture>(std::move(file), std::move(schedule));
  auto ring = PictureRing::create(std::move(file), std::move(schedule));
  if (ring == nullptr) {
    return tl::unexpected("finds no room: moving pictures hold more than " + std::to_string(kMaxMovingMemory >> 20) +
                          " MiB together");
  }
  return std::make_shared<AheadPicture>(std::move(ring));
}

tl::expected<std::shared_ptr<MovingPicture>, std::string> MovingPicture::open(const MovingRequest& request,
                                                                              Reading reading) {
  auto file = MovingFile::open(request.file, request.place);
  if (!file) return tl::unexpected(file.error());
  return play(std::move(*file), request.in_ns, request.loop, reading);
}

}  // namespace leitai::overlays
