// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/gallery.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/themes.h"
#include "server/platform/platform.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

struct GalleryOptions {
  fs::path theme;
  fs::path out;
  std::string only;
};

void show_progress(std::size_t done, std::size_t all) {
  std::fprintf(stderr, "\rleitai: %zu of %zu pictures%s", done, all, done == all ? "\n" : "");
  std::fflush(stderr);
}

int gallery(const GalleryOptions& options) {
  const auto folder = options.theme.empty() ? shipped_theme(kDefaultTheme) : options.theme;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return fail(kUnusable, folder.string() + " is no folder");
  const auto theme = overlays::load_theme(folder);
  if (!theme) {
    for (const auto& problem : theme.error()) std::printf("%s\n", problem.to_string().c_str());
    return kFailed;
  }
  const auto templates = gallery_templates(**theme, options.only);
  if (templates.empty()) {
    return fail(kFailed, options.only.empty() ? "the theme has no templates"
                                              : "the theme has no template \"" + options.only + "\"");
  }
  fs::create_directories(options.out, error);
  if (error) return fail(kUnusable, options.out.string() + " cannot be made: " + error.message());
  // First, so that a folder that cannot be written is told before anything is drawn.
  if (const auto written = write_whole(options.out / "index.html", gallery_page((*theme)->name, templates)); !written) {
    return fail(kUnusable, written.error());
  }
  const bool watched = platform::stderr_is_terminal();
  const auto drawn = draw_gallery(*theme, templates, options.out, [watched](std::size_t done, std::size_t all) {
    if (watched) show_progress(done, all);
  });
  if (!drawn) return fail(kUnusable, drawn.error());
  return kDone;
}

}  // namespace

void add_gallery(CLI::App& app, int& status) {
  auto options = std::make_shared<GalleryOptions>();
  auto* command = app.add_subcommand("gallery", "draw every template of a theme with its sample data");
  command->add_option("--theme", options->theme, "a theme's folder (default: the shipped arena)");
  command->add_option("--out", options->out, "the folder for the pictures and index.html")->required();
  command->add_option("--template", options->only, "only this one");
  command->callback([options, &status] { status = gallery(*options); });
}

}  // namespace leitai::cli
