// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/film_source.h"

#include <algorithm>

namespace leitai::overlays {
namespace {

/// Whether a piece of VP9 begins with a key picture (VP9 bitstream specification, 6.2).
bool is_vp9_key(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || (data[0] >> 6) != 2) return false;
  const bool is_profile_3 = (data[0] & 0x30) == 0x30;
  const int show_existing = is_profile_3 ? 0x04 : 0x08;
  const int not_key = is_profile_3 ? 0x02 : 0x04;
  return (data[0] & show_existing) == 0 && (data[0] & not_key) == 0;
}

/// Alpha is a second stream beside the first, whose keys are its own: decoding begins where both have one.
bool alpha_begins(const AVPacket& packet, AVCodecID codec) {
  std::size_t size = 0;
  const std::uint8_t* data = av_packet_get_side_data(&packet, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, &size);
  constexpr std::size_t kId = 8;
  if (data == nullptr || size <= kId) return true;
  if (codec == AV_CODEC_ID_VP9) return is_vp9_key(data + kId, size - kId);
  return codec != AV_CODEC_ID_VP8 || (data[kId] & 1) == 0;
}

FilmPacket packet_of(const AVPacket& packet, AVCodecID codec, bool is_first) {
  // A GIF's pictures are painted over one another.
  const bool is_key = codec == AV_CODEC_ID_GIF ? is_first : (packet.flags & AV_PKT_FLAG_KEY) != 0;
  return {packet.pts,
          packet.dts,
          packet.duration,
          packet.pos,
          is_key && alpha_begins(packet, codec),
          (packet.flags & AV_PKT_FLAG_DISCARD) != 0};
}

}  // namespace

tl::expected<std::unique_ptr<FilmSource>, std::string> FilmSource::open(const std::filesystem::path& file) {
  auto source = std::unique_ptr<FilmSource>(new FilmSource(file));
  if (auto opened = source->open_input(); !opened) return tl::unexpected(opened.error());
  if (auto read = source->read_through(); !read) return tl::unexpected(read.error());
  auto index = index_of(source->packets_, source->video_->time_base, source->picture_duration());
  if (!index) return tl::unexpected(index.error());
  source->index_ = std::move(*index);
  return source;
}

tl::expected<void, std::string> FilmSource::open_input() {
  auto opened = open_moving_film(file_);
  if (!opened) return tl::unexpected(opened.error());
  input_ = std::move(*opened);
  position_ = 0;
  ahead_.reset();
  video_ = moving_track(*input_);
  if (video_ == nullptr) return tl::unexpected(std::string("has no pictures"));
  for (unsigned i = 0; i < input_->nb_streams; ++i) {
    if (input_->streams[i] != video_) input_->streams[i]->discard = AVDISCARD_ALL;
  }
  return {};
}

tl::expected<void, std::string> FilmSource::read_through() {
  while (const av::Packet packet = read()) {
    if (packets_.size() == kMaxMovingPictures) {
      return tl::unexpected("has more than " + std::to_string(kMaxMovingPictures) + " pictures");
    }
    packets_.push_back(packet_of(*packet, video_->codecpar->codec_id, packets_.empty()));
  }
  position_ = packets_.size();
  return {};
}

std::int64_t FilmSource::picture_duration() const {
  const AVRational rate = av_guess_frame_rate(input_.get(), video_, nullptr);
  constexpr AVRational kUsual{25, 1};
  return av_rescale_q(1, av_inv_q(rate.num > 0 && rate.den > 0 ? rate : kUsual), video_->time_base);
}

av::Packet FilmSource::read() {
  av::Packet packet(av_packet_alloc());
  while (packet && av_read_frame(input_.get(), packet.get()) >= 0) {
    if (packet->stream_index == video_->index && packet->size > 0) return packet;
    av_packet_unref(packet.get());
  }
  return nullptr;
}

bool FilmSource::jump_before(std::size_t packet) {
  const FilmPacket& wanted = packets_[packet];
  const std::int64_t time = wanted.dts != AV_NOPTS_VALUE ? wanted.dts : wanted.pts;
  ahead_.reset();
  if (time == AV_NOPTS_VALUE || av_seek_frame(input_.get(), video_->index, time, AVSEEK_FLAG_BACKWARD) < 0)
    return false;
  ahead_ = read();
  if (!ahead_) return false;
  const auto is_ahead = [&](const FilmPacket& other) { return other.pts == ahead_->pts && other.place == ahead_->pos; };
  const auto end = packets_.begin() + static_cast<std::ptrdiff_t>(packet) + 1;
  const auto found = std::find_if(std::make_reverse_iterator(end), packets_.rend(), is_ahead);
  if (found == packets_.rend()) return false;
  position_ = static_cast<std::size_t>(packets_.rend() - found) - 1;
  return true;
}

tl::expected<void, std::string> FilmSource::go_to(std::size_t packet) {
  if (position_ == packet) return {};
  // Where a container does not find the place by its time, the file is read from its beginning.
  if (packet == 0 || !jump_before(packet)) {
    if (auto opened = open_input(); !opened) return opened;
  }
  while (position_ < packet) {
    if (!next()) return tl::unexpected(std::string("is not the file any more that it was"));
  }
  return {};
}

av::Packet FilmSource::next() {
  av::Packet packet = ahead_ ? std::move(ahead_) : read();
  if (packet) ++position_;
  return packet;
}

}  // namespace leitai::overlays
