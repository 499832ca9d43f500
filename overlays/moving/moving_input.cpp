// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstring>
#include <string_view>

#include "overlays/moving/film_source.h"
#include "overlays/moving/kinds.h"

namespace leitai::overlays {
namespace {

/// Containers that name no other files or addresses.
constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,gif";
constexpr const char* kMostProbed = "5000000";    ///< bytes
constexpr const char* kMostAnalysed = "5000000";  ///< microseconds
constexpr unsigned kMostTracks = 64;

struct Decoder {
  AVCodecID codec;
  const char* name;
};
/// FFmpeg's own decoders of VP8 and VP9 leave out the alpha.
constexpr Decoder kDecoders[] = {{AV_CODEC_ID_VP9, "libvpx-vp9"},
                                 {AV_CODEC_ID_VP8, "libvpx"},
                                 {AV_CODEC_ID_PRORES, "prores"},
                                 {AV_CODEC_ID_H264, "h264"},
                                 {AV_CODEC_ID_GIF, "gif"}};
constexpr const char* kProbingDecoders = "vp9,vp8,prores,h264,gif";

tl::expected<void, std::string> check_size(AVFormatContext& film) {
  for (unsigned i = 0; i < film.nb_streams; ++i) {
    const AVCodecParameters& track = *film.streams[i]->codecpar;
    if (track.codec_type != AVMEDIA_TYPE_VIDEO || (track.width == 0 && track.height == 0)) continue;
    if (std::string fault = moving_size_fault(track.width, track.height); !fault.empty()) return tl::unexpected(fault);
  }
  return {};
}

/// Looks into the tracks for what the container does not tell, with decoders that make no larger pictures than fit.
int find_tracks(AVFormatContext& film) {
  std::vector<AVDictionary*> options(film.nb_streams, nullptr);
  for (AVDictionary*& of_track : options) {
    av_dict_set_int(&of_track, "max_pixels", std::int64_t{kMaxMovingSide} * kMaxMovingSide, 0);
    av_dict_set(&of_track, "threads", "1", 0);
  }
  const std::size_t tracks = options.size();
  const int found = avformat_find_stream_info(&film, options.data());
  for (std::size_t i = 0; i < tracks; ++i) av_dict_free(&options[i]);
  return found;
}

}  // namespace

const AVCodec* film_decoder(AVCodecID codec) {
  for (const Decoder& decoder : kDecoders) {
    if (decoder.codec == codec) return avcodec_find_decoder_by_name(decoder.name);
  }
  return nullptr;
}

AVStream* moving_track(AVFormatContext& film) {
  for (unsigned i = 0; i < film.nb_streams; ++i) {
    AVStream* const track = film.streams[i];
    const bool is_cover = (track->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    if (track->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !is_cover) return track;
  }
  return nullptr;
}

tl::expected<av::Input, std::string> open_moving_film(const std::filesystem::path& file) {
  av::be_quiet();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set(&options, "format_whitelist", kContainers, 0);
  av_dict_set(&options, "codec_whitelist", kProbingDecoders, 0);
  av_dict_set(&options, "probesize", kMostProbed, 0);
  av_dict_set(&options, "analyzeduration", kMostAnalysed, 0);
  av_dict_set_int(&options, "max_streams", kMostTracks, 0);
  AVFormatContext* opened = nullptr;
  // The prefix keeps a name from being read as an address.
  const int error = avformat_open_input(&opened, ("file:" + file.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  const std::string refused = "is broken, or no film that is drawn";
  if (error < 0) return av::failure(refused, error);
  av::Input input(opened);
  if (auto fits = check_size(*input); !fits) return tl::unexpected(fits.error());
  if (const int found = find_tracks(*input); found < 0) return av::failure(refused, found);
  if (auto fits = check_size(*input); !fits) return tl::unexpected(fits.error());
  return input;
}

bool film_moves(const std::filesystem::path& file) {
  auto input = open_moving_film(file);
  AVStream* const track = input ? moving_track(**input) : nullptr;
  if (track == nullptr || film_decoder(track->codecpar->codec_id) == nullptr) return false;
  av::Packet packet(av_packet_alloc());
  int pictures = 0;
  while (pictures < 2 && av_read_frame(input->get(), packet.get()) >= 0) {
    if (packet->stream_index == track->index) ++pictures;
    av_packet_unref(packet.get());
  }
  return pictures == 2;
}

bool is_film(Bytes head) {
  const auto has = [&](std::size_t at, std::string_view text) {
    return head.size() >= at + text.size() && std::memcmp(head.data() + at, text.data(), text.size()) == 0;
  };
  if (has(0, "GIF87a") || has(0, "GIF89a") || has(0, "\x1A\x45\xDF\xA3")) return true;
  if (has(4, "ftyp")) return !has(8, "avis") && !has(8, "avif");
  // QuickTime files of before there was a file type.
  return has(4, "moov") || has(4, "mdat") || has(4, "wide") || has(4, "free") || has(4, "skip");
}

}  // namespace leitai::overlays
