// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/remux.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "overlays/film/film_copy.h"
#include "overlays/film/film_input.h"
#include "overlays/film/part_file.h"

namespace leitai::overlays {

namespace {

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};
constexpr int kPacketsAReport = 256;

std::int64_t microseconds(double seconds) {
  constexpr double kMost = 1e12;
  return std::llround(std::clamp(seconds, 0.0, kMost) * AV_TIME_BASE);
}

double seconds(std::int64_t microseconds) {
  return static_cast<double>(microseconds) / AV_TIME_BASE;
}

/// When a packet is shown and when it is decoded, in microseconds of film time.
struct PacketTime {
  std::int64_t shown = 0;
  std::int64_t decoded = 0;
};

std::optional<PacketTime> time_of(const AVPacket& packet, const AVStream& track, std::int64_t film_zero) {
  const std::int64_t shown = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
  const std::int64_t decoded = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
  if (shown == AV_NOPTS_VALUE) return std::nullopt;
  return PacketTime{av_rescale_q(shown, track.time_base, kMicroseconds) - film_zero,
                    av_rescale_q(decoded, track.time_base, kMicroseconds) - film_zero};
}

/// What a cut has been through.
struct Cutting {
  int track = -1;                     ///< whose key frame begins it
  std::int64_t from = 0, to = 0;      ///< asked for, film time
  std::int64_t key_frame = 0;         ///< film time of the picture that begins it
  std::optional<std::int64_t> begin;  ///< film time of the first packet that was taken
  bool reached = false;               ///< something in it is shown at the moment that was asked for, or after it
  std::int64_t end = 0;               ///< of the last one's end
  std::vector<bool> done;             ///< tracks that have reached the end

  /// Is this packet in the part? It may begin the part.
  bool takes(const AVPacket& packet, const PacketTime& time) {
    const auto track_index = static_cast<std::size_t>(packet.stream_index);
    if (!begin) {
      const bool is_key = packet.stream_index == track && (packet.flags & AV_PKT_FLAG_KEY) != 0;
      const bool begins = track < 0 ? time.shown >= from : is_key && time.shown >= key_frame;
      if (!begins) return false;
      begin = time.shown;
    }
    reached = reached || time.shown >= from;
    if (packet.stream_index == track) {
      // Pictures that others are made of come before them: the order of decoding says where a track ends.
      done[track_index] = done[track_index] || time.decoded >= to;
    } else {
      if (time.shown < *begin) return false;
      done[track_index] = done[track_index] || time.shown >= to;
    }
    return !done[track_index];
  }

  bool all_done(std::int64_t decoded) const {
    if (track >= 0 && begin && done[static_cast<std::size_t>(track)]) {
      // Tracks without any more packets (subtitles) do not keep the others waiting.
      constexpr std::int64_t kInterleaved = 2 * AV_TIME_BASE;
      if (decoded >= to + kInterleaved) return true;
    }
    return std::all_of(done.begin(), done.end(), [](bool is) { return is; });
  }
};

tl::expected<void, std::string> seek(AVFormatContext& film, int track, std::int64_t to) {
  const std::int64_t at = first_time(film) + to;
  const std::int64_t moment = track < 0 ? at : av_rescale_q(at, kMicroseconds, film.streams[track]->time_base);
  const int sought = avformat_seek_file(&film, track, std::numeric_limits<std::int64_t>::min(), moment, moment, 0);
  if (sought < 0) return tl::unexpected("that moment cannot be found in it: " + av::reason(sought));
  return {};
}

/// The last key frame at `from` or before it among what is read from here on, film time.
std::optional<std::int64_t> last_key_frame(AVFormatContext& film, int track, std::int64_t from) {
  std::optional<std::int64_t> found;
  PacketReader reader(film);
  while (const AVPacket* packet = reader.next()) {
    if (packet->stream_index != track) continue;
    const auto time = time_of(*packet, *film.streams[track], first_time(film));
    if (!time) continue;
    const bool is_key = (packet->flags & AV_PKT_FLAG_KEY) != 0;
    if (is_key && time->shown <= from) found = time->shown;
    if (time->decoded > from || (is_key && time->shown > from)) break;
  }
  return found;
}

/// Stands before the key frame that a part begins with, and says when that is shown. Containers without an index jump
/// to where they guess: from there it is looked for, and further ahead where it is not found.
tl::expected<std::int64_t, std::string> seek_key_frame(AVFormatContext& film, int track, std::int64_t from) {
  constexpr std::int64_t kFirstStep = 5LL * AV_TIME_BASE;
  std::int64_t at = from;
  for (std::int64_t step = kFirstStep;; step *= 4) {
    if (auto sought = seek(film, track, at); !sought && at > 0) return tl::unexpected(sought.error());
    const auto found = last_key_frame(film, track, from);
    if (auto back = seek(film, track, at); !back && at > 0) return tl::unexpected(back.error());
    if (found) return *found;
    if (at == 0) return 0;  // there is none: the first one behind it will do
    at = std::max<std::int64_t>(0, at - step);
  }
}

std::optional<std::string> given_up(const FilmProgress& progress, double part) {
  if (!progress || progress(std::clamp(part, 0.0, 1.0))) return std::nullopt;
  return "it was given up";
}

}  // namespace

tl::expected<double, std::string> film_seconds(const std::filesystem::path& film) {
  const auto input = open_film(film);
  if (!input) return tl::unexpected(input.error());
  return (*input)->duration > 0 ? seconds((*input)->duration) : 0;
}

tl::expected<CutPart, std::string> cut_film(const std::filesystem::path& film, const std::filesystem::path& out,
                                            double from_s, double to_s, const FilmProgress& progress) {
  auto input = open_film(film);
  if (!input) return tl::unexpected(input.error());
  AVFormatContext& source = **input;
  Cutting cutting;
  cutting.track = picture_track(source);
  cutting.from = microseconds(from_s);
  cutting.to = microseconds(to_s);
  if (auto apart = check_apart(film, out); !apart) return tl::unexpected(apart.error());
  PartFile unfinished(out);
  auto copy = FilmCopy::open(source, unfinished.part(), out);
  if (!copy) return tl::unexpected(copy.error());
  for (unsigned i = 0; i < source.nb_streams; ++i) cutting.done.push_back(!copy->has(static_cast<int>(i)));
  if (cutting.track >= 0) {
    const auto key_frame = seek_key_frame(source, cutting.track, cutting.from);
    if (!key_frame) return tl::unexpected(key_frame.error());
    cutting.key_frame = *key_frame;
  } else if (auto sought = seek(source, -1, cutting.from); !sought) {
    return tl::unexpected(sought.error());
  }
  if (auto begun = copy->begin(); !begun) return tl::unexpected(begun.error());

  const std::int64_t zero = first_time(source);
  PacketReader reader(source);
  std::int64_t packets = 0;
  while (AVPacket* packet = reader.next()) {
    const AVStream& track = *source.streams[packet->stream_index];
    if (!copy->has(packet->stream_index)) continue;
    const auto time = time_of(*packet, track, zero);
    if (!time) continue;
    const bool taken = cutting.takes(*packet, *time);
    if (cutting.all_done(time->decoded)) break;
    if (!taken) continue;
    const std::int64_t length = av_rescale_q(packet->duration, track.time_base, kMicroseconds);
    cutting.end = std::max(cutting.end, time->shown + length);
    if (auto written = copy->write(*packet, track, zero + *cutting.begin); !written)
      return tl::unexpected(written.error());
    if (++packets % kPacketsAReport == 0) {
      const double part = (seconds(time->decoded) - from_s) / std::max(to_s - from_s, 0.001);
      if (auto end = given_up(progress, part)) return tl::unexpected(*end);
    }
  }
  if (!cutting.begin || !cutting.reached) return tl::unexpected(std::string("it ends before that moment"));
  if (auto finished = copy->finish(); !finished) return tl::unexpected(finished.error());
  if (auto named = unfinished.keep(); !named) return tl::unexpected(named.error());
  return CutPart{seconds(*cutting.begin), seconds(cutting.end), reader.broken()};
}

namespace {

/// As FFmpeg wants them: from its own memory, which it gives back itself.
bool set_chapters(AVFormatContext& film, const std::vector<Chapter>& chapters, std::int64_t film_end) {
  auto** made = static_cast<AVChapter**>(av_calloc(std::max<std::size_t>(chapters.size(), 1), sizeof(AVChapter*)));
  if (made == nullptr) return false;
  film.chapters = made;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    auto* chapter = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
    if (chapter == nullptr) return false;
    chapter->id = static_cast<std::int64_t>(i) + 1;
    chapter->time_base = {1, 1000};
    chapter->start = std::llround(chapters[i].from_s * 1000);
    const double until = i + 1 < chapters.size() ? chapters[i + 1].from_s : seconds(film_end);
    chapter->end = std::max(chapter->start, static_cast<std::int64_t>(std::llround(until * 1000)));
    av_dict_set(&chapter->metadata, "title", chapters[i].title.c_str(), 0);
    made[i] = chapter;
    film.nb_chapters = static_cast<unsigned>(i) + 1;
  }
  return true;
}

}  // namespace

tl::expected<void, std::string> copy_with_chapters(const std::filesystem::path& film, const std::filesystem::path& out,
                                                   const std::vector<Chapter>& chapters, const FilmProgress& progress) {
  auto input = open_film(film);
  if (!input) return tl::unexpected(input.error());
  AVFormatContext& source = **input;
  if (auto apart = check_apart(film, out); !apart) return tl::unexpected(apart.error());
  PartFile unfinished(out);
  auto copy = FilmCopy::open(source, unfinished.part(), out);
  if (!copy) return tl::unexpected(copy.error());
  if (!copy->holds_chapters())
    return tl::unexpected(std::string("this kind of film holds no chapters: .mkv, .mp4 and .mov do"));
  if (!set_chapters(copy->film(), chapters, std::max<std::int64_t>(source.duration, 0)))
    return tl::unexpected(std::string("there is no memory for it"));
  if (auto begun = copy->begin(); !begun) return tl::unexpected(begun.error());
  const std::int64_t zero = first_time(source);
  PacketReader reader(source);
  std::int64_t packets = 0;
  while (AVPacket* packet = reader.next()) {
    if (!copy->has(packet->stream_index)) continue;
    const AVStream& track = *source.streams[packet->stream_index];
    const auto time = time_of(*packet, track, zero);
    if (auto written = copy->write(*packet, track, zero); !written) return tl::unexpected(written.error());
    if (++packets % kPacketsAReport == 0 && time) {
      const double part = source.duration > 0 ? seconds(time->decoded) / seconds(source.duration) : 0;
      if (auto end = given_up(progress, part)) return tl::unexpected(*end);
    }
  }
  if (packets == 0) return tl::unexpected(std::string("nothing in it can be read"));
  if (auto finished = copy->finish(); !finished) return tl::unexpected(finished.error());
  return unfinished.keep();
}

}  // namespace leitai::overlays
