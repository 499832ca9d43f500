// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/film.h"
#include "server/cli/over.h"
#include "server/cli/past_show.h"
#include "server/cli/progress.h"
#include "server/cli/reel.h"
#include "server/cli/render_options.h"
#include "server/cli/themes.h"
#include "server/platform/platform.h"
#include "server/preview/preview.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

struct RenderOptions {
  fs::path show;
  std::string channel = "program";
  std::string at, from, to;
  std::string size;
  std::string fps;
  fs::path over;
  DrawingOptions how;
  fs::path out;
};

constexpr const char* kMoments = " must be seconds from the first entry, or an RFC 3339 time";

/// What is wrong with the request; empty: nothing.
std::string complaint(const RenderOptions& options, OutKind kind) {
  if (kind == OutKind::still) {
    if (!options.from.empty() || !options.to.empty()) {
      return "one picture is of one moment, --at; films end in .mov, .webm, .mp4, .mkv or %05d.png";
    }
    if (options.at.empty()) return "--at says which moment: seconds from the first entry, or an RFC 3339 time";
  } else if (!options.at.empty()) {
    return "--at is for one picture; a film goes --from a moment --to another";
  }
  if (!options.over.empty()) {
    if (kind != OutKind::film) return "a film that is drawn over becomes a film: .mp4 or .mkv";
    if (!options.size.empty() || !options.fps.empty() || !options.to.empty()) {
      return "with --over, size, rate and length are the film's";
    }
  }
  if (!options.at.empty() && !parse_moment(options.at)) return std::string("--at") + kMoments;
  if (!options.from.empty() && !parse_moment(options.from)) return std::string("--from") + kMoments;
  if (!options.to.empty() && !parse_moment(options.to)) return std::string("--to") + kMoments;
  if (!options.size.empty() && !parse_size(options.size)) {
    return "--size must be WIDTHxHEIGHT, each up to " + std::to_string(preview::kMaxSide);
  }
  if (!options.fps.empty() && !parse_rate(options.fps)) {
    return "--fps must be 1 to 240 pictures a second: 50, 29.97 or 30000/1001";
  }
  return "";
}

int render_still(const RenderOptions& options, const std::shared_ptr<const overlays::Theme>& theme) {
  const auto past = show_at(options.show, *parse_moment(options.at), preview::template_infos(*theme));
  if (!past) return fail(kUnusable, past.error());
  const auto air = past->show->snapshot()->air;
  const auto channel = air->channels.find(options.channel);
  if (channel == air->channels.end()) return fail(kUnusable, "there is no channel \"" + options.channel + "\"");
  const auto size = parse_size(options.size).value_or(PictureSize{channel->second->width, channel->second->height});
  preview::StillPainter painter(theme_of(*channel->second, theme, options.show));
  const auto picture = painter.png(channel->second, size.width, size.height, past->time_ms);
  if (!picture) return fail(kUnusable, "the picture cannot be drawn: " + picture.error());
  for (const std::string& problem : painter.problems()) std::fprintf(stderr, "leitai: %s\n", problem.c_str());
  if (const auto written = write_whole(options.out, **picture); !written) return fail(kUnusable, written.error());
  return kDone;
}

int render_moving(const RenderOptions& options, const OutFile& out, std::shared_ptr<const overlays::Theme> theme) {
  // Before any thread is started: those that follow leave the signals to it.
  const platform::StopSignal stop;
  const auto reel = Reel::open(options.show, preview::template_infos(*theme));
  if (!reel) return fail(kUnusable, reel.error());
  const auto from_ms = options.from.empty() ? reel->first_ms() : reel->time_of(*parse_moment(options.from));
  if (!options.over.empty()) {
    show::Playback playback(reel->journal(), reel->media_folder());
    const auto drawn = channel_of(*reel, options.channel, from_ms, reel->last_ms());
    if (!drawn) return fail(kUnusable, drawn.error());
    theme = theme_of(**drawn, theme, options.show);
    return draw_over_film(
        playback, std::move(theme),
        {options.over, options.out, out.format, options.how.threads, FilmTime::from(from_ms), options.channel}, stop);
  }
  const auto to_ms = options.to.empty() ? reel->last_ms() : reel->time_of(*parse_moment(options.to));
  if (to_ms <= from_ms) return fail(kFailed, "the film ends before it begins: --from must be earlier than --to");
  const auto rate = options.fps.empty() ? overlays::FrameRate() : *parse_rate(options.fps);
  const auto span = span_of(from_ms, to_ms, rate);
  const auto drawn = channel_of(*reel, options.channel, from_ms, to_ms);
  if (!drawn) return fail(kUnusable, drawn.error());
  theme = theme_of(**drawn, theme, options.show);
  const auto size = parse_size(options.size).value_or(PictureSize{(*drawn)->width, (*drawn)->height});
  const Graphics graphics{std::move(theme), options.channel, size.width, size.height};
  show::Playback playback(reel->journal(), reel->media_folder());
  Progress progress(span.frames);
  const Advance advance = [&](std::int64_t frames) {
    progress.show(frames);
    return !stop.asked();
  };
  const auto written = out.kind == OutKind::pictures
                           ? render_pictures(playback, graphics, span, options.out, advance)
                           : render_film(playback, graphics, span, options.out,
                                         {out.format, size.width, size.height, rate, options.how.threads}, advance);
  progress.end();
  return written ? kDone : fail(stop.asked() ? kFailed : kUnusable, written.error());
}

int render(const RenderOptions& options) {
  const auto out = out_file(options.out, options.how.codec, !options.over.empty());
  if (!out) return fail(kFailed, out.error());
  if (const auto wrong = complaint(options, out->kind); !wrong.empty()) return fail(kFailed, wrong);
  const auto theme = open_theme(options.how.theme);
  if (!theme) return fail(kUnusable, theme.error());
  return out->kind == OutKind::still ? render_still(options, *theme) : render_moving(options, *out, *theme);
}

}  // namespace

void add_render(CLI::App& app, int& status) {
  auto options = std::make_shared<RenderOptions>();
  auto* command = app.add_subcommand("render", "draw a show's graphics without OBS: a picture, pictures, or a film");
  command->add_option("show", options->show, "FILE.leitai or FILE.ndjson")->required();
  command->add_option("--channel", options->channel, "which picture")->capture_default_str();
  command->add_option("--at", options->at, "one picture's moment: seconds from the first entry, or RFC 3339");
  command->add_option("--from", options->from, "a film's beginning (default: the first entry)");
  command->add_option("--to", options->to, "a film's end (default: the last entry)");
  command->add_option("--over", options->over, "a film to draw over, from --from on; its sound is copied");
  command->add_option("--size", options->size, "WIDTHxHEIGHT (default: the channel's)");
  command->add_option("--fps", options->fps, "a film's pictures a second: 50, 29.97, 30000/1001 (default: 60)");
  options->how.add_to(*command, "ffv1, with --over h264");
  command
      ->add_option("-o,--out", options->out,
                   "FILE.png, film-%05d.png, .mov (ProRes 4444), .webm (VP9), .mp4 (H.264) or .mkv")
      ->required();
  command->callback([options, &status] { status = render(*options); });
}

}  // namespace leitai::cli
