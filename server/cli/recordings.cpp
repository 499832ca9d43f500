// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/recordings.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "server/cli/facts.h"
#include "server/contest/contest.h"

namespace leitai::cli {

namespace {

/// The file's own name, whichever system the path was written on.
std::string last_part(const std::string& path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

bool ends_open(const FilmTime& time) {
  return !time.spans().back().to_ms;
}

/// The frame that a recording began, paused or went on with; where it was not told, when the show was told.
std::int64_t frame_ms(const journal::Record& record, const json::Json& data) {
  return contest::parse_time(text_in(data, "frame_at")).value_or(record.time_ms);
}

/// Recordings of a kind, from facts in order.
class Fold {
 public:
  explicit Fold(FilmKind kind) : kind_(kind) {}

  void take(const journal::Record& record) {
    const auto data = fact_of(record.data);
    const std::string state = text_in(data, "state");
    const std::int64_t at_ms = frame_ms(record, data);
    if (state == "started") {
      start(text_in(data, "file"), at_ms, data.contains("frame_at"));
    } else if (state == "resumed" && !recordings_.empty() && !ends_open(recordings_.back().time)) {
      auto spans = recordings_.back().time.spans();
      spans.push_back({at_ms, std::nullopt});
      recordings_.back().time = FilmTime(std::move(spans));
    } else if (state == "paused") {
      close(at_ms);
    } else if (state == "stopped") {
      close(at_ms);
      // OBS knows the file's name for certain only once it is closed.
      if (const auto file = text_in(data, "file"); !file.empty() && !recordings_.empty())
        recordings_.back().file = file;
    }
  }

  std::vector<Recording> finish() && { return std::move(recordings_); }

 private:
  void start(std::string file, std::int64_t at_ms, bool frame_known) {
    const bool same = !recordings_.empty() && !frame_known_ && frame_known && recordings_.back().file == file;
    frame_known_ = frame_known;
    if (same) {
      auto spans = recordings_.back().time.spans();
      spans.front().from_ms = at_ms;
      recordings_.back().time = FilmTime(std::move(spans));
    } else {
      // Where OBS died while it recorded, the end of that film is not told.
      recordings_.push_back({std::move(file), FilmTime::from(at_ms), kind_});
    }
  }

  void close(std::int64_t at_ms) {
    if (recordings_.empty() || !ends_open(recordings_.back().time)) return;
    auto spans = recordings_.back().time.spans();
    spans.back().to_ms = at_ms;
    recordings_.back().time = FilmTime(std::move(spans));
  }

  FilmKind kind_;
  std::vector<Recording> recordings_;
  bool frame_known_ = false;  ///< of the last one's beginning
};

}  // namespace

double FilmTime::seconds_at(std::int64_t show_ms) const {
  std::int64_t film_ms = 0;
  for (const Span& span : spans_) {
    const std::int64_t until = std::min(show_ms, span.to_ms.value_or(show_ms));
    if (until < span.from_ms) {
      if (&span == &spans_.front()) film_ms = until - span.from_ms;
      break;
    }
    film_ms += until - span.from_ms;
  }
  return static_cast<double>(film_ms) / 1000;
}

std::int64_t FilmTime::show_ns_at(std::int64_t film_ns) const {
  constexpr std::int64_t kNsPerMs = 1'000'000;
  std::int64_t left_ns = film_ns;
  for (const Span& span : spans_) {
    const bool last = &span == &spans_.back() || !span.to_ms;
    const std::int64_t length_ns = last ? left_ns : (*span.to_ms - span.from_ms) * kNsPerMs;
    if (last || left_ns < length_ns) return span.from_ms * kNsPerMs + left_ns;
    left_ns -= length_ns;
  }
  return film_ns;
}

std::optional<double> FilmTime::seconds() const {
  if (!spans_.back().to_ms) return std::nullopt;
  return seconds_at(*spans_.back().to_ms);
}

tl::expected<std::vector<Recording>, journal::Error> recordings_of(const journal::Journal& journal) {
  Fold program(FilmKind::program);
  Fold clean(FilmKind::clean);
  const auto read = each_fact(journal, {"obs"}, [&](const journal::Record& record) {
    if (record.id == "recording") program.take(record);
    if (record.id == "clean-recording") clean.take(record);
  });
  if (!read) return tl::unexpected(read.error());
  auto recordings = std::move(program).finish();
  auto others = std::move(clean).finish();
  std::move(others.begin(), others.end(), std::back_inserter(recordings));
  return recordings;
}

tl::expected<Recording, std::string> recording_of(const std::vector<Recording>& recordings,
                                                  const std::filesystem::path& film, FilmKind kind) {
  const std::string name = film.filename().string();
  std::vector<const Recording*> found;
  for (const Recording& recording : recordings)
    if (last_part(recording.file) == name) found.push_back(&recording);
  if (found.size() == 1) return *found.front();
  if (recordings.empty())
    return tl::unexpected(std::string("the show tells of no recording: --start says when the film begins"));
  if (found.empty()) {
    std::vector<const Recording*> of_kind;
    for (const Recording& recording : recordings)
      if (recording.kind == kind) of_kind.push_back(&recording);
    if (of_kind.size() == 1) return *of_kind.front();
    if (recordings.size() == 1) return recordings.front();
  }
  std::string known;
  for (const Recording& recording : recordings) known += (known.empty() ? "" : ", ") + last_part(recording.file);
  return tl::unexpected("the show tells of " + std::to_string(recordings.size()) + " recordings (" + known +
                        ") and of " + (found.empty() ? "none" : "several") +
                        " with the film's name: --start says when it begins");
}

}  // namespace leitai::cli
