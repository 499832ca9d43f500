// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "overlays/film/bounded_queue.h"
#include "overlays/film/encoder.h"
#include "overlays/film/film.h"
#include "overlays/film/film_reader.h"
#include "overlays/film/frame_pool.h"
#include "overlays/film/part_file.h"
#include "overlays/film/plane_blend.h"

namespace leitai::overlays {

namespace {

/// Pictures and sound between two threads: pictures are large.
constexpr std::size_t kWaiting = 8;

using Part = tl::expected<FilmPart, std::string>;
using Parts = BoundedQueue<Part>;

/// Reads ahead on a thread of its own.
void read_all(FilmReader& reader, std::optional<FilmPart> first, Parts& parts) {
  for (auto part = tl::expected<std::optional<FilmPart>, std::string>(std::move(first));;) {
    if (!part) {
      parts.push(tl::unexpected(part.error()));
      break;
    }
    if (!*part || !parts.push(std::move(**part))) break;
    part = reader.next();
  }
  parts.close();
}

/// Paints and blends on a thread of its own; sound goes through.
class Blending {
 public:
  Blending(const FilmReader& reader, const AVFrame& first, const Overlay& overlay)
      : reader_(reader),
        overlay_(overlay),
        canvas_(first.width, first.height),
        blend_(first.width, first.height, FilmColors::of(first)) {}

  void run(Parts& from, Parts& to) {
    while (auto part = from.pop()) {
      if (*part && std::holds_alternative<av::Frame>(**part)) {
        if (auto drawn = draw(*std::get<av::Frame>(**part)); !drawn) part = Part(tl::unexpected(drawn.error()));
      }
      const bool failed = !*part;
      if (!to.push(std::move(*part)) || failed) break;
    }
    from.close();
    to.close();
  }

 private:
  tl::expected<void, std::string> draw(AVFrame& picture) {
    const auto damage = overlay_.paint(reader_.time_ns(picture), canvas_);
    if (!damage) return tl::unexpected(damage.error());
    blend_.update(canvas_, *damage);
    if (blend_.is_empty()) return {};
    if (auto own = pool_.make_writable(picture); !own) return own;
    blend_.blend(canvas_, picture);
    return {};
  }

  const FilmReader& reader_;
  const Overlay& overlay_;
  Canvas canvas_;
  PlaneBlend blend_;
  FramePool pool_;
};

Encoding encoding_of(const FilmReader& reader, const AVFrame& first, FilmFormat format, int threads) {
  const FilmInfo info = reader.info();
  Encoding encoding;
  encoding.format = format;
  encoding.pixels = AV_PIX_FMT_YUV420P;
  encoding.width = info.width;
  encoding.height = info.height;
  encoding.time_base = reader.time_base();
  encoding.rate = {info.rate.numerator, info.rate.denominator};
  encoding.sample_aspect = first.sample_aspect_ratio;
  encoding.matrix = first.colorspace;
  encoding.primaries = first.color_primaries;
  encoding.transfer = first.color_trc;
  encoding.range = FilmColors::of(first).full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  encoding.threads = threads;
  return encoding;
}

/// Where a track that is copied goes, and what its times are counted in: while the film is read on another thread, its
/// list of tracks may move.
struct Place {
  int track = 0;
  AVRational time_base{1, 1};
};

/// Where the tracks that are copied go, by their numbers in the film; and how many have no place.
struct Copies {
  std::map<int, Place> places;
  int left_out = 0;
};

tl::expected<Copies, std::string> add_copies(const FilmReader& reader, Encoder& encoder) {
  Copies copies;
  for (unsigned i = 0; i < reader.input().nb_streams; ++i) {
    const AVStream& stream = *reader.input().streams[i];
    if (!FilmReader::is_copied(stream)) continue;
    const bool is_sound = stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    // What a broken file names and never describes.
    if (stream.codecpar->codec_id == AV_CODEC_ID_NONE || (is_sound && stream.codecpar->sample_rate <= 0)) continue;
    // A film without its subtitles is still the film; without its sound it is not.
    if (!is_sound && !encoder.holds(stream)) {
      ++copies.left_out;
      continue;
    }
    const auto added = encoder.add_copied(stream);
    if (!added) return tl::unexpected(added.error());
    copies.places[stream.index] = {*added, stream.time_base};
  }
  return copies;
}

/// Encodes on the caller's thread what comes.
class Writing {
 public:
  Writing(const FilmReader& reader, Encoder& encoder, std::map<int, Place> places, const Overlay& overlay)
      : reader_(reader), encoder_(encoder), places_(std::move(places)), overlay_(overlay) {}

  std::int64_t pictures() const { return pictures_; }
  std::int64_t left_out() const { return left_out_; }

  tl::expected<void, std::string> run(Parts& parts) {
    while (auto part = parts.pop()) {
      if (!*part) return tl::unexpected(part->error());
      auto written = std::holds_alternative<av::Frame>(**part) ? write(*std::get<av::Frame>(**part))
                                                               : write(std::get<CopiedPacket>(**part));
      if (!written) return written;
    }
    return {};
  }

 private:
  tl::expected<void, std::string> write(AVFrame& picture) {
    if (!overlay_.advance(reader_.time_ns(picture))) return tl::unexpected(std::string("interrupted"));
    picture.pict_type = AV_PICTURE_TYPE_NONE;  // the encoder's to choose
    ++pictures_;
    return encoder_.encode(&picture);
  }

  /// A time that goes back comes from a damaged file, and would end the whole.
  tl::expected<void, std::string> write(CopiedPacket& copied) {
    const auto found = places_.find(copied.stream);
    if (found == places_.end()) return {};
    AVPacket& packet = *copied.packet;
    if (packet.dts == AV_NOPTS_VALUE) packet.dts = packet.pts;
    auto& last = last_dts_.try_emplace(copied.stream, INT64_MIN).first->second;
    const bool broken =
        packet.dts == AV_NOPTS_VALUE || packet.dts < last || packet.pts < packet.dts || packet.size == 0;
    if (broken) {
      ++left_out_;
      return {};
    }
    last = packet.dts;
    return encoder_.copy(packet, found->second.track, found->second.time_base);
  }

  const FilmReader& reader_;
  Encoder& encoder_;
  std::map<int, Place> places_;
  const Overlay& overlay_;
  std::map<int, std::int64_t> last_dts_;
  std::int64_t pictures_ = 0;
  std::int64_t left_out_ = 0;
};

/// What comes before the first picture, and that picture: what it says the output needs to know.
struct Beginning {
  std::vector<FilmPart> parts;
  const AVFrame& picture() const { return *std::get<av::Frame>(parts.back()); }
};

tl::expected<Beginning, std::string> beginning_of(FilmReader& reader, const std::filesystem::path& film) {
  constexpr std::size_t kMostSounds = 10'000;
  Beginning beginning;
  while (beginning.parts.size() < kMostSounds) {
    auto part = reader.next();
    if (!part) return tl::unexpected(part.error());
    if (!*part) break;
    beginning.parts.push_back(std::move(**part));
    if (std::holds_alternative<av::Frame>(beginning.parts.back())) return beginning;
  }
  return tl::unexpected(film.string() + " has no picture that can be read");
}

}  // namespace

tl::expected<FilmInfo, std::string> film_info(const std::filesystem::path& file) {
  return FilmReader::open(file, 1).map([](const auto& reader) { return reader->info(); });
}

tl::expected<DrawnOver, std::string> draw_over(const std::filesystem::path& film, const std::filesystem::path& out,
                                               FilmFormat format, int threads, const Overlay& overlay) {
  if (auto apart = check_apart(film, out); !apart) return tl::unexpected(apart.error());
  auto reader = FilmReader::open(film, threads);
  if (!reader) return tl::unexpected(reader.error());
  auto beginning = beginning_of(**reader, film);
  if (!beginning) return tl::unexpected(beginning.error());
  const AVFrame& first = beginning->picture();
  auto encoder = Encoder::create(out, encoding_of(**reader, first, format, threads));
  if (!encoder) return tl::unexpected(encoder.error());
  auto copies = add_copies(**reader, **encoder);
  if (!copies) return tl::unexpected(copies.error());
  (*encoder)->copy_metadata((*reader)->input(), (*reader)->video());
  if (auto begun = (*encoder)->begin(); !begun) return tl::unexpected(begun.error());

  Parts decoded(kWaiting), blended(kWaiting);
  Blending blending(**reader, first, overlay);
  Writing writing(**reader, **encoder, std::move(copies->places), overlay);
  std::thread blender([&] { blending.run(decoded, blended); });
  std::thread decoder([&, parts = std::move(beginning->parts)]() mutable {
    bool open = true;
    for (std::size_t i = 0; open && i + 1 < parts.size(); ++i) open = decoded.push(std::move(parts[i]));
    if (open) read_all(**reader, std::move(parts.back()), decoded);
  });
  auto written = writing.run(blended);
  blended.close();
  decoded.close();
  blender.join();
  decoder.join();
  if (!written) return tl::unexpected(written.error());
  if (auto finished = (*encoder)->finish(); !finished) return tl::unexpected(finished.error());
  return DrawnOver{writing.pictures(), (*reader)->unreadable() + writing.left_out(), (*reader)->deinterlaces(),
                   copies->left_out};
}

}  // namespace leitai::overlays
