// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include "overlays/film/remux.h"
#include "server/cli/cli.h"
#include "server/cli/clip_names.h"
#include "server/cli/facts.h"
#include "server/cli/files.h"
#include "server/cli/journal_entries.h"
#include "server/cli/past_show.h"
#include "server/cli/progress.h"
#include "server/cli/recordings.h"
#include "server/cli/turns.h"
#include "server/platform/platform.h"
#include "server/show/offline.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;
using overlays::Chapter;

/// Shorter ones are an operator's way through the list.
constexpr double kLeastTurnS = 1;
/// What video sites take as a chapter.
constexpr double kLeastChapterS = 10;
/// By how much a film may differ from what the journal tells before that is said.
constexpr double kOtherLengthS = 2;

struct ClipsOptions {
  fs::path show;
  fs::path film;
  fs::path out;
  std::string start;
  std::string round;
  double lead_s = 0;
  double tail_s = 0;
  bool clock = false;
  bool chapters = false;
};

/// A turn in the film.
struct Clip {
  Turn turn;
  int number = 0;  ///< among all turns, as they came on
  double from_s = 0, to_s = 0;
};

void say(const std::string& text) {
  std::fprintf(stderr, "leitai: %s\n", text.c_str());
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", seconds);
  return text;
}

constexpr const char* kInterrupted = "interrupted: what stands there is whole";

/// Shows how much of a piece of work is done, until somebody asks it to stop.
overlays::FilmProgress shown_by(Progress& progress, const platform::StopSignal& stop) {
  return [&](double part) {
    progress.show(std::llround(part * 100));
    return !stop.asked();
  };
}

tl::expected<FilmTime, std::string> film_time(const ClipsOptions& options, const journal::Journal& journal) {
  if (options.start.empty()) {
    const auto recordings = recordings_of(journal);
    if (!recordings) return tl::unexpected(recordings.error().message);
    auto recording = recording_of(*recordings, options.film, FilmKind::program);
    if (!recording) return tl::unexpected(recording.error());
    return recording->time;
  }
  const auto moment = parse_moment(options.start);
  if (!moment->from_first_ms) return FilmTime::from(moment->time_ms);
  const auto first = first_entry_ms(journal);
  if (!first) return tl::unexpected(first.error().message);
  return FilmTime::from(first->value_or(0) + *moment->from_first_ms);
}

/// The turns that the film holds, and what is said of the others.
std::vector<Clip> clips_of(const ClipsOptions& options, const std::vector<Turn>& turns, const FilmTime& time,
                           double film_s, const contest::Store& store) {
  const double film_end_s = std::min(film_s, time.seconds().value_or(film_s));
  std::vector<Clip> clips;
  int number = 0;
  for (const Turn& turn : turns) {
    ++number;
    if (!options.round.empty() && turn.round != options.round) continue;
    const auto begin_ms = options.clock ? turn.clock_from_ms : std::optional(turn.from_ms);
    const auto end_ms = options.clock ? turn.clock_to_ms : turn.to_ms;
    const std::string title = title_of(turn, store);
    if (!begin_ms) {
      say(title + ": the clock never ran");
      continue;
    }
    const double from = time.seconds_at(*begin_ms);
    const double to = end_ms ? time.seconds_at(*end_ms) : film_s;
    Clip clip{turn, number, std::max(0.0, from - options.lead_s), std::min(film_s, to + options.tail_s)};
    if (to <= 0 || from >= film_end_s || to <= from) {
      say(title + ": not in this film");
    } else if (to - from < kLeastTurnS) {
      say(title + ": left out, " + seconds_text(to - from) + " on stage");
    } else {
      if (from < 0) say(title + ": had begun " + seconds_text(-from) + " before the film");
      if (to > film_s + kOtherLengthS) say(title + ": the film ends " + seconds_text(to - film_s) + " before it");
      clips.push_back(std::move(clip));
    }
  }
  return clips;
}

int write_clips(const ClipsOptions& options, const std::vector<Clip>& clips, std::size_t turns,
                const contest::Store& store, const platform::StopSignal& stop) {
  const int width = std::max<int>(2, static_cast<int>(std::to_string(turns).size()));
  int status = kDone;
  for (const Clip& clip : clips) {
    const std::string name = clip_name(clip.turn, store, clip.number, width, options.film.extension().string());
    Progress progress(100, "percent");
    const auto cut = overlays::cut_film(options.film, options.out / fs::path(std::u8string(name.begin(), name.end())),
                                        clip.from_s, clip.to_s, shown_by(progress, stop));
    progress.end();
    if (stop.asked()) return fail(kFailed, kInterrupted);
    if (!cut) {
      status = fail(kUnusable, name + ": " + cut.error());
      continue;
    }
    const double early = clip.from_s - cut->from_s;
    std::printf("%s\t%s to %s%s\n", name.c_str(), site_time(clip.from_s).c_str(), site_time(cut->to_s).c_str(),
                early > 0.05 ? (", begins " + seconds_text(early) + " early, at a key frame").c_str() : "");
    std::fflush(stdout);
    if (cut->broken || cut->to_s < clip.to_s - kOtherLengthS) say(name + ": the film is damaged within it");
  }
  return status;
}

/// The film's chapters: its beginning, and each turn.
std::vector<Chapter> chapters_of(const std::vector<Clip>& clips, const contest::Store& store) {
  const contest::Resource* contest = store.find("contest", "contest");
  std::string first = contest == nullptr ? "" : text_in(contest->data, "name");
  std::vector<Chapter> chapters = {{0, first.empty() ? "Start" : std::move(first)}};
  for (const Clip& clip : clips) {
    if (clip.from_s <= 0) chapters.clear();
    chapters.push_back({clip.from_s, title_of(clip.turn, store)});
  }
  return chapters;
}

/// As video sites read it: the first at zero, each long enough.
std::string site_list(const std::vector<Chapter>& chapters, double film_s) {
  std::string list;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    const double until = i + 1 < chapters.size() ? chapters[i + 1].from_s : film_s;
    if (i > 0 && until - chapters[i].from_s < kLeastChapterS) {
      say(chapters[i].title + ": too short for the list of chapters, which video sites want " +
          seconds_text(kLeastChapterS) + " long");
      continue;
    }
    std::string title = chapters[i].title;
    std::replace_if(
        title.begin(), title.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    list += site_time(chapters[i].from_s) + " " + title + "\n";
  }
  return list;
}

int write_chapters(const ClipsOptions& options, const std::vector<Clip>& clips, double film_s,
                   const contest::Store& store, const platform::StopSignal& stop) {
  const auto chapters = chapters_of(clips, store);
  const fs::path stem = options.out / options.film.stem();
  fs::path film = stem;
  film += " chapters";
  film += options.film.extension();
  Progress progress(100, "percent");
  const auto copied = overlays::copy_with_chapters(options.film, film, chapters, shown_by(progress, stop));
  progress.end();
  if (stop.asked()) return fail(kFailed, kInterrupted);
  if (!copied) return fail(kUnusable, film.filename().string() + ": " + copied.error());
  fs::path text = stem;
  text += " chapters.txt";
  if (const auto written = write_whole(text, site_list(chapters, film_s)); !written)
    return fail(kUnusable, written.error());
  std::printf("%s\t%zu chapters\n%s\n", film.filename().string().c_str(), chapters.size(),
              text.filename().string().c_str());
  return kDone;
}

int clips(const ClipsOptions& options) {
  // Before any thread is started: those that follow leave the signals to it.
  const platform::StopSignal stop;
  if (!options.start.empty() && !parse_moment(options.start))
    return fail(kFailed, "--start must be seconds from the first entry, or an RFC 3339 time");
  const auto show = show::OfflineShow::open_for_reading(options.show);
  if (!show) return fail(kUnusable, show.error());
  const auto journal = journal::Journal::open_for_reading(options.show);
  if (!journal) return fail(kUnusable, journal.error().message);
  const auto time = film_time(options, **journal);
  if (!time) return fail(kUnusable, time.error());
  const auto turns = turns_of(**journal);
  if (!turns) return fail(kUnusable, turns.error().message);
  const auto length = overlays::film_seconds(options.film);
  if (!length) return fail(kUnusable, length.error());
  const double film_s = *length > 0 ? *length : time->seconds().value_or(0);
  if (film_s <= 0) return fail(kUnusable, options.film.string() + ": it does not tell how long it is");
  if (const auto told = time->seconds(); told && options.start.empty() && std::abs(*told - film_s) > kOtherLengthS)
    say("the film is " + seconds_text(film_s) + " long, the show tells of a recording of " + seconds_text(*told) +
        ": where it was cut at its beginning, --start says when it begins");
  const auto found = clips_of(options, *turns, *time, film_s, show->store());
  if (found.empty()) return fail(kUnusable, "no turn of the show lies in this film");
  std::error_code error;
  fs::create_directories(options.out, error);
  if (error) return fail(kUnusable, options.out.string() + " cannot be made: " + error.message());
  const int status = write_clips(options, found, turns->size(), show->store(), stop);
  if (stop.asked() || !options.chapters) return status;
  return std::max(status, write_chapters(options, found, film_s, show->store(), stop));
}

}  // namespace

void add_clips(CLI::App& app, int& status) {
  auto options = std::make_shared<ClipsOptions>();
  auto* command = app.add_subcommand("clips", "cut a recording into one film for each contestant's turn");
  command->add_option("show", options->show, "FILE.leitai")->required();
  command->add_option("--over", options->film, "the recording")->required();
  command->add_option("-o,--out", options->out, "a folder for the clips")->required();
  command->add_option(
      "--start", options->start,
      "when the film begins: seconds from the first entry, or RFC 3339 (default: as OBS told the show)");
  command->add_option("--round", options->round, "only this round's turns");
  command->add_flag("--clock", options->clock,
                    "from the stage clock's first start to its last stop (default: from the call to the next call)");
  command->add_option("--lead", options->lead_s, "seconds more before each")->check(CLI::Range(0.0, 600.0));
  command->add_option("--tail", options->tail_s, "seconds more behind each")->check(CLI::Range(0.0, 600.0));
  command->add_flag("--chapters", options->chapters,
                    "also the recording with a chapter for each turn, and a list of chapters for video sites");
  command->callback([options, &status] { status = clips(*options); });
}

}  // namespace leitai::cli
