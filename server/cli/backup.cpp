// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/themes.h"
#include "server/journal/journal.h"
#include "server/show/media.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

struct BackupOptions {
  fs::path show;
  fs::path out;
  fs::path theme;
};

/// "FILE.theme" of "FILE.leitai".
fs::path theme_folder(fs::path show) {
  return show.replace_extension(".theme");
}

int copy_folder(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::is_directory(from, error)) return kDone;
  if (fs::exists(to, error)) return fail(kUnusable, to.string() + " exists already");
  fs::copy(from, to, fs::copy_options::recursive, error);
  if (error) return fail(kUnusable, to.string() + " cannot be written: " + error.message());
  return kDone;
}

/// Pictures that are just coming in have hidden names until they are whole.
int copy_media(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::is_directory(from, error)) return kDone;
  if (fs::exists(to, error)) return fail(kUnusable, to.string() + " exists already");
  fs::create_directories(to, error);
  for (fs::directory_iterator it(from, error), end; !error && it != end; it.increment(error)) {
    const bool hidden = it->path().filename().string().starts_with('.');
    if (!hidden && it->is_regular_file(error)) fs::copy_file(it->path(), to / it->path().filename(), error);
    if (error) break;
  }
  if (error) return fail(kUnusable, to.string() + " cannot be written: " + error.message());
  return kDone;
}

/// The show first: what its records name lies in the media folder before they are written, so a
/// copy of the folder made later lacks nothing.
int backup(const BackupOptions& options) {
  const auto theme = options.theme.empty() ? shipped_theme(kDefaultTheme) : options.theme;
  const auto journal = journal::Journal::open_for_reading(options.show);
  if (!journal) return fail(kUnusable, journal.error().message);
  if (const auto copied = (*journal)->backup(options.out); !copied) return fail(kUnusable, copied.error().message);
  if (const int failed = copy_media(show::media_folder(options.show), show::media_folder(options.out))) return failed;
  return copy_folder(theme, theme_folder(options.out));
}

}  // namespace

void add_backup(CLI::App& app, int& status) {
  auto options = std::make_shared<BackupOptions>();
  auto* command = app.add_subcommand("backup", "copy a show while it is in use, with its media and theme beside it");
  command->add_option("show", options->show, "FILE.leitai")->required();
  command->add_option("out", options->out, "the copy; OUT.media and OUT.theme are made beside it")->required();
  command->add_option("--theme", options->theme, "the show's theme folder (default: the shipped one)");
  command->callback([options, &status] { status = backup(*options); });
}

}  // namespace leitai::cli
