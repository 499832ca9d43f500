// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/film_decoder.h"

#include <algorithm>
#include <thread>

#include "overlays/moving/kinds.h"

namespace leitai::overlays {
namespace {

std::uint32_t number_of(const AVFrame& picture) {
  return static_cast<std::uint32_t>(picture.pts);
}

}  // namespace

tl::expected<std::unique_ptr<FilmDecoder>, std::string> FilmDecoder::open(std::unique_ptr<FilmSource> source) {
  auto decoder = std::unique_ptr<FilmDecoder>(new FilmDecoder(std::move(source)));
  if (auto opened = decoder->open_codec(); !opened) return tl::unexpected(opened.error());
  decoder->empty_.resize(decoder->source_->index().groups.size());
  if (auto found = decoder->find_first(); !found) return tl::unexpected(found.error());
  return decoder;
}

tl::expected<void, std::string> FilmDecoder::open_codec() {
  const AVStream& video = source_->video();
  const AVCodecParameters& parameters = *video.codecpar;
  if (std::string fault = moving_size_fault(parameters.width, parameters.height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  if (av::is_hdr(parameters.color_trc)) return tl::unexpected(std::string("is HDR, which is not drawn"));
  const AVCodec* const codec = film_decoder(parameters.codec_id);
  if (codec == nullptr) {
    return tl::unexpected("holds " + std::string(avcodec_get_name(parameters.codec_id)) +
                          ": films of VP9, VP8, ProRes and H.264 are drawn");
  }
  codec_.reset(avcodec_alloc_context3(codec));
  avcodec_parameters_to_context(codec_.get(), &parameters);
  // Threads within a picture, which do not put off any: nothing depends on how many there are. FFmpeg fills in what is
  // missing of H.264 where it has one thread alone, and would else show what was left in memory.
  constexpr unsigned kMostThreads = 4;
  const bool has_one = parameters.codec_id == AV_CODEC_ID_H264;
  codec_->thread_type = FF_THREAD_SLICE;
  codec_->thread_count =
      has_one ? 1 : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads));
  codec_->pkt_timebase = video.time_base;
  codec_->max_pixels = std::int64_t{kMaxMovingSide} * kMaxMovingSide;
  // Pictures that lack what they were made of are marked, and left out here: where the decoder left them out, it would
  // take them for the end.
  codec_->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
  // H.264 that does not say how far its pictures are out of order: the decoder is not to find out on the way.
  codec_->strict_std_compliance = FF_COMPLIANCE_STRICT;
  if (const int error = avcodec_open2(codec_.get(), codec, nullptr); error < 0) {
    return av::failure("cannot be decoded", error);
  }
  width_ = parameters.width;
  height_ = parameters.height;
  return {};
}

tl::expected<void, std::string> FilmDecoder::begin(std::uint32_t group) {
  group_ = UINT32_MAX;
  shown_.reset();
  ahead_.reset();
  drains_ = false;
  avcodec_flush_buffers(codec_.get());
  if (auto there = source_->go_to(source_->index().groups[group].first); !there) return there;
  group_ = group;
  return {};
}

av::Frame FilmDecoder::receive() {
  // A decoder that fails again and again is asked anew once it has got more.
  constexpr int kMostFailures = 64;
  const FilmIndex& index = source_->index();
  for (int failures = 0; failures < kMostFailures;) {
    av::Frame picture(av_frame_alloc());
    const int error = avcodec_receive_frame(codec_.get(), picture.get());
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return nullptr;
    if (error < 0) ++failures;
    if (error < 0 || picture->decode_error_flags != 0 || (picture->flags & AV_FRAME_FLAG_CORRUPT) != 0) continue;
    if (picture->width != width_ || picture->height != height_) continue;
    const std::int64_t number = picture->pts;
    const bool belongs = number >= 0 && number < std::int64_t(index.group_of.size()) &&
                         index.group_of[static_cast<std::size_t>(number)] == group_;
    const std::int64_t before = ahead_ ? ahead_->pts : shown_ ? shown_->pts : -1;
    if (belongs && number > before) return picture;
  }
  return nullptr;
}

av::Frame FilmDecoder::decode() {
  const FilmIndex& index = source_->index();
  const std::size_t last = index.groups[group_].last;
  for (;;) {
    if (av::Frame picture = receive()) return picture;
    if (drains_) return nullptr;
    const std::size_t at = source_->position();
    av::Packet packet = at <= last ? source_->next() : nullptr;
    drains_ = !packet;
    // Its number goes through the decoder in the place of its time.
    if (packet) {
      packet->pts = index.picture_of[at] >= 0 ? index.picture_of[at] : AV_NOPTS_VALUE;
      packet->dts = AV_NOPTS_VALUE;
    }
    avcodec_send_packet(codec_.get(), packet.get());
  }
}

tl::expected<const AVFrame*, std::string> FilmDecoder::newest(std::uint32_t group, std::uint32_t number) {
  if (group != group_ || (shown_ && number_of(*shown_) > number)) {
    if (auto begun = begin(group); !begun) return tl::unexpected(begun.error());
  }
  if (shown_ && number_of(*shown_) == number) return shown_.get();
  if (!ahead_) ahead_ = decode();
  while (ahead_ && number_of(*ahead_) <= number) {
    shown_ = std::move(ahead_);
    ahead_ = number_of(*shown_) < number ? decode() : nullptr;
  }
  return shown_.get();
}

tl::expected<void, std::string> FilmDecoder::find_first() {
  // Whoever has waited for so many is not shown one that comes much later.
  constexpr std::size_t kMostTried = 64;
  for (; first_ < std::min(kMostTried, empty_.size()); ++first_) {
    if (auto found = newest(first_, 0); !found) return tl::unexpected(found.error());
    if (shown_ || ahead_) return {};
    empty_[first_] = true;
  }
  return tl::unexpected(std::string("has no picture that can be decoded"));
}

tl::expected<const AVFrame*, std::string> FilmDecoder::picture(std::uint32_t number) {
  for (std::uint32_t group = std::max(source_->index().group_of[number], first_);; --group) {
    if (!empty_[group]) {
      auto found = newest(group, number);
      if (!found || *found != nullptr) return found;
      // Before the first there is none, and it stands for what should have been there.
      if (group == first_ && ahead_) return ahead_.get();
      if (group == first_) return tl::unexpected(std::string("is not the file any more that it was"));
      if (!ahead_) empty_[group] = true;
    }
  }
}

}  // namespace leitai::overlays
