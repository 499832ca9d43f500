// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/journal_entries.h"

namespace leitai::cli {

namespace {

struct ExportOptions {
  std::filesystem::path show;
  std::string format;
  std::string audience = "operator";
};

json::Json line_of(const Entry& entry) {
  json::Json line = {{"at_ms", entry.at_ms}};
  if (const auto* call = std::get_if<Call>(&entry.what)) {
    line["call"] = call->path;
    line["body"] = call->body;
  } else {
    const auto& event = std::get<contest::Event>(entry.what);
    line["type"] = event.type;
    line["id"] = event.id;
    line["data"] = event.data;
  }
  return line;
}

int export_show(const ExportOptions& options) {
  if (options.format != "ndjson" || options.audience != "operator") {
    return fail(kFailed, "only --format ndjson with --audience operator can be exported yet");
  }
  const auto journal = journal::Journal::open_for_reading(options.show);
  if (!journal) return fail(kUnusable, journal.error().message);
  bool written = true;
  const auto repeated = repeat_journal(**journal, [&](const Entry& entry) {
    const auto line = json::dump(line_of(entry)) + "\n";
    written = std::fwrite(line.data(), 1, line.size(), stdout) == line.size();
    return written;
  });
  if (!repeated) return fail(kUnusable, repeated.error().message);
  if (!written || std::fflush(stdout) != 0) return fail(kUnusable, "the export cannot be written");
  return kDone;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto options = std::make_shared<ExportOptions>();
  auto* command = app.add_subcommand("export", "print a show as a show file that repeats it");
  command->add_option("show", options->show, "FILE.leitai")->required();
  command->add_option("--format", options->format, "ndjson")->required()->check(CLI::IsMember({"ndjson", "csv"}));
  command->add_option("--audience", options->audience, "whose eyes")
      ->check(CLI::IsMember({"public", "operator"}))
      ->capture_default_str();
  command->callback([options, &status] { status = export_show(*options); });
}

}  // namespace leitai::cli
