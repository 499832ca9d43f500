// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <regex>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/past_show.h"
#include "server/cli/themes.h"
#include "server/preview/preview.h"
#include "server/theme/shelf.h"

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
  fs::path theme;
  fs::path out;
};

struct Size {
  int width = 0;
  int height = 0;
};

std::optional<Size> parse_size(const std::string& text) {
  static const std::regex kSize("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");
  std::smatch parts;
  if (!std::regex_match(text, parts, kSize)) return std::nullopt;
  const Size size{std::stoi(parts[1]), std::stoi(parts[2])};
  if (size.width > preview::kMaxSide || size.height > preview::kMaxSide) return std::nullopt;
  return size;
}

/// What is wrong with the request; empty: nothing.
std::string complaint(const RenderOptions& options) {
  const auto name = options.out.filename().string();
  if (options.out.extension() != ".png" || name.find('%') != std::string::npos || !options.over.empty() ||
      !options.from.empty() || !options.to.empty()) {
    return "film output isn't available yet: render one picture with --at S -o FILE.png";
  }
  if (options.at.empty()) return "--at says which moment: seconds from the first entry, or an RFC 3339 time";
  if (!parse_moment(options.at)) return "--at must be seconds from the first entry, or an RFC 3339 time";
  if (!options.size.empty() && !parse_size(options.size)) {
    return "--size must be WIDTHxHEIGHT, each up to " + std::to_string(preview::kMaxSide);
  }
  return "";
}

int render(const RenderOptions& options) {
  if (const auto wrong = complaint(options); !wrong.empty()) return fail(kFailed, wrong);
  const auto theme = open_theme(options.theme);
  if (!theme) return fail(kUnusable, theme.error());
  const auto past = show_at(options.show, *parse_moment(options.at), preview::template_infos(**theme));
  if (!past) return fail(kUnusable, past.error());
  const auto air = past->show->snapshot()->air;
  const auto channel = air->channels.find(options.channel);
  if (channel == air->channels.end()) return fail(kUnusable, "there is no channel \"" + options.channel + "\"");
  const auto size = parse_size(options.size).value_or(Size{channel->second->width, channel->second->height});
  theme::Shelf themes(*theme, [&options](const std::string& name) { return channel_theme(name, options.show); });
  preview::StillPainter painter(themes.find(channel->second->theme));
  const auto picture = painter.png(channel->second, size.width, size.height, past->time_ms);
  if (!picture) return fail(kUnusable, "the picture cannot be drawn: " + picture.error());
  if (const auto written = write_whole(options.out, **picture); !written) return fail(kUnusable, written.error());
  return kDone;
}

}  // namespace

void add_render(CLI::App& app, int& status) {
  auto options = std::make_shared<RenderOptions>();
  auto* command = app.add_subcommand("render", "draw a show's picture at a moment, without OBS");
  command->add_option("show", options->show, "FILE.leitai or FILE.ndjson")->required();
  command->add_option("--channel", options->channel, "which picture")->capture_default_str();
  command->add_option("--at", options->at, "seconds from the first entry, or RFC 3339");
  command->add_option("--from", options->from, "a film's beginning (not available yet)");
  command->add_option("--to", options->to, "a film's end (not available yet)");
  command->add_option("--size", options->size, "WIDTHxHEIGHT (default: the channel's)");
  command->add_option("--fps", options->fps, "a film's rate (not available yet)");
  command->add_option("--over", options->over, "a film to draw over (not available yet)");
  command->add_option(
      "--theme", options->theme,
      "the show's theme, for channels that have none of their own: a folder (default: the shipped arena)");
  command->add_option("-o,--out", options->out, "FILE.png")->required();
  command->callback([options, &status] { status = render(*options); });
}

}  // namespace leitai::cli
