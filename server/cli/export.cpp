// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "server/cli/cli.h"
#include "server/cli/export_entries.h"
#include "server/cli/files.h"
#include "server/cli/journal_entries.h"
#include "server/cli/past_show.h"
#include "server/tables/tables.h"

namespace leitai::cli {

namespace {

struct ExportOptions {
  std::filesystem::path show;
  std::string format;
  std::string audience = "operator";
  std::string round;
  std::string group;
  std::string form = "table";

  bool is_public() const { return audience == "public"; }
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

bool print(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

int written(bool printed) {
  if (!printed || std::fflush(stdout) != 0) return fail(kUnusable, "the export cannot be written");
  return kDone;
}

int export_journal(const journal::Journal& journal) {
  bool printed = true;
  const auto repeated = repeat_journal(journal, [&](const Entry& entry) {
    printed = print(json::dump(line_of(entry)) + "\n");
    return printed;
  });
  if (!repeated) return fail(kUnusable, repeated.error().message);
  return written(printed);
}

int export_public_events(const contest::Store& store) {
  bool printed = true;
  for (contest::Event& event : public_events(store)) {
    printed = printed && print(json::dump(line_of(Entry{0, 0, std::move(event)})) + "\n");
  }
  return written(printed);
}

/// The round that is asked for, or the only one that there is to see.
tl::expected<std::string, std::string> round_of(const ExportOptions& options, const contest::Store& store) {
  const auto audience = options.is_public() ? contest::Audience::everyone : contest::Audience::operators;
  if (!options.round.empty()) return options.round;
  std::string only, list;
  for (const auto& [id, round] : store.all("rounds")) {
    if (!contest::round_is_visible(round->data, audience)) continue;
    only = id;
    list += (list.empty() ? "" : ", ") + id;
  }
  if (only.empty()) return tl::unexpected(std::string("there is no round to export"));
  if (only != list) return tl::unexpected("name one of the rounds with --round: " + list);
  return only;
}

int export_results(const ExportOptions& options, const contest::Store& store) {
  const auto round = round_of(options, store);
  if (!round) return fail(kFailed, round.error());
  const auto results = tables::results(
      store, *round, options.group, options.is_public() ? contest::Audience::everyone : contest::Audience::operators);
  if (!results) return fail(kFailed, results.error().detail);
  if (options.format == "json") return written(print(json::dump(*results) + "\n"));
  const auto form = options.form == "steps" ? tables::Form::steps : tables::Form::table;
  return written(print(tables::csv_text(tables::result_rows(*results, form))));
}

int export_show(const ExportOptions& options) {
  const auto journal = journal::Journal::open_for_reading(options.show);
  if (!journal) return fail(kUnusable, journal.error().message);
  const bool repeats = options.format == "ndjson";
  if (repeats && !options.is_public()) return export_journal(**journal);
  const auto past = show_at(options.show, Moment{std::nullopt, (*journal)->last_time_ms()}, {});
  if (!past) return fail(kUnusable, past.error());
  const auto snapshot = past->show->snapshot();
  const contest::Store& store = options.is_public() ? *snapshot->public_store : snapshot->store;
  return repeats ? export_public_events(store) : export_results(options, store);
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto options = std::make_shared<ExportOptions>();
  auto* command = app.add_subcommand("export", "print a show as a show file that repeats it, or a round's results");
  command->add_option("show", options->show, "FILE.leitai")->required();
  command->add_option("--format", options->format, "ndjson: a show file; csv, json: a round's results")
      ->required()
      ->check(CLI::IsMember({"ndjson", "csv", "json"}));
  command->add_option("--audience", options->audience, "whose eyes")
      ->check(CLI::IsMember({"public", "operator"}))
      ->capture_default_str();
  command->add_option("--round", options->round, "of results; needed where there are several");
  command->add_option("--group", options->group, "of results: only this group's");
  command->add_option("--form", options->form, "of csv: a row for each contestant, or for each step of each total")
      ->check(CLI::IsMember({"table", "steps"}))
      ->capture_default_str();
  command->callback([options, &status] { status = export_show(*options); });
}

}  // namespace leitai::cli
