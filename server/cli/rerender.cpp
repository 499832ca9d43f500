// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "server/cli/cli.h"
#include "server/cli/corrections.h"
#include "server/cli/files.h"
#include "server/cli/over.h"
#include "server/cli/recordings.h"
#include "server/cli/reel.h"
#include "server/cli/render_options.h"
#include "server/cli/themes.h"
#include "server/platform/platform.h"
#include "server/preview/preview.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

struct RerenderOptions {
  fs::path show;
  fs::path over;
  fs::path fix;
  std::string start;
  std::string channel = "program";
  DrawingOptions how;
  fs::path out;
};

tl::expected<FilmTime, std::string> time_of(const RerenderOptions& options, const Reel& reel) {
  if (!options.start.empty()) return FilmTime::from(reel.time_of(*parse_moment(options.start)));
  const auto recordings = recordings_of(reel.journal());
  if (!recordings) return tl::unexpected(recordings.error().message);
  auto recording = recording_of(*recordings, options.over, FilmKind::clean);
  if (!recording) return tl::unexpected(recording.error());
  return std::move(recording->time);
}

tl::expected<show::Playback::Correct, std::string> corrections_of(const RerenderOptions& options, const Reel& reel) {
  if (options.fix.empty()) return show::Playback::Correct();
  auto corrections = Corrections::read(options.fix);
  if (!corrections) return tl::unexpected(corrections.error());
  if (auto fits = corrections->check(reel.journal(), reel.first_ms()); !fits) return tl::unexpected(fits.error());
  return Correcting(std::move(*corrections), reel.first_ms());
}

int rerender(const RerenderOptions& options) {
  // Before any thread is started: those that follow leave the signals to it.
  const platform::StopSignal stop;
  const auto out = out_file(options.out, options.how.codec, true);
  if (!out) return fail(kFailed, out.error());
  if (out->kind != OutKind::film) return fail(kFailed, "the film that is made is .mp4 or .mkv");
  if (!options.start.empty() && !parse_moment(options.start)) {
    return fail(kFailed, "--start must be seconds from the first entry, or an RFC 3339 time");
  }
  auto theme = open_theme(options.how.theme);
  if (!theme) return fail(kUnusable, theme.error());
  const auto reel = Reel::open(options.show, preview::template_infos(**theme));
  if (!reel) return fail(kUnusable, reel.error());
  auto time = time_of(options, *reel);
  if (!time) return fail(kUnusable, time.error());
  auto correct = corrections_of(options, *reel);
  if (!correct) return fail(kUnusable, correct.error());
  constexpr std::int64_t kNsPerMs = 1'000'000;
  const auto drawn = channel_of(*reel, options.channel, time->show_ns_at(0) / kNsPerMs, reel->last_ms());
  if (!drawn) return fail(kUnusable, drawn.error());
  show::Playback playback(reel->journal(), reel->media_folder(), std::move(*correct));
  return draw_over_film(
      playback, theme_of(**drawn, std::move(*theme), options.show),
      {options.over, options.out, out->format, options.how.threads, std::move(*time), options.channel}, stop);
}

}  // namespace

void add_rerender(CLI::App& app, int& status) {
  auto options = std::make_shared<RerenderOptions>();
  auto* command = app.add_subcommand("rerender", "draw a show's graphics, corrected, over its clean recording");
  command->add_option("show", options->show, "FILE.leitai")->required();
  command->add_option("--over", options->over, "the recording without graphics; its sound is copied")->required();
  command->add_option("--fix", options->fix, "corrections, as NDJSON");
  command->add_option("--start", options->start,
                      "when the recording began: seconds from the first entry, or RFC 3339 (default: as OBS said)");
  command->add_option("--channel", options->channel, "which picture")->capture_default_str();
  options->how.add_to(*command, "h264");
  command->add_option("-o,--out", options->out, "FILE.mp4 or FILE.mkv")->required();
  command->callback([options, &status] { status = rerender(*options); });
}

}  // namespace leitai::cli
