// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>

#include "overlays/template/theme.h"
#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/show_file.h"
#include "server/journal/journal.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

int report(const std::vector<std::string>& findings) {
  for (const auto& finding : findings) std::printf("%s\n", finding.c_str());
  return findings.empty() ? kDone : kFailed;
}

int check_theme(const fs::path& folder) {
  const auto theme = overlays::load_theme(folder);
  std::vector<std::string> findings;
  if (!theme) {
    for (const auto& problem : theme.error()) findings.push_back(problem.to_string());
  }
  return report(findings);
}

int check_show_file(const fs::path& file) {
  const auto text = read_whole(file, kMaxShowFileBytes);
  if (!text) return fail(kUnusable, text.error());
  std::vector<std::string> findings;
  for (const auto& problem : read_show_file(*text).problems) findings.push_back(problem.to_string(file.string()));
  return report(findings);
}

/// A finding's line is the record's token: a journal has no lines.
int check_journal(const fs::path& file) {
  constexpr std::size_t kAtOnce = 1000;
  const auto journal = journal::Journal::open_for_reading(file);
  if (!journal) return fail(kUnusable, journal.error().message);
  std::vector<std::string> findings;
  for (journal::Token at = 0;;) {
    const auto records = (*journal)->read(at, kAtOnce);
    if (!records) return fail(kUnusable, records.error().message);
    if (records->empty()) return report(findings);
    for (const auto& record : *records) {
      const auto finding = [&](const std::string& message) {
        findings.push_back(FileProblem{{record.token, 1}, message}.to_string(file.string()));
      };
      if (record.token != at + 1) finding("records are missing before this one");
      at = record.token;
      for (const auto* text : {&record.data, &record.before}) {
        if (const auto parsed = json::parse(*text); !parsed) finding(parsed.error().detail);
      }
    }
  }
}

bool is_database(const fs::path& file) {
  static constexpr std::string_view kMagic = "SQLite format 3";
  std::ifstream in(file, std::ios::binary);
  char head[16] = {};
  in.read(head, sizeof head);
  return std::string_view(head, static_cast<std::size_t>(in.gcount())).starts_with(kMagic);
}

int check_one(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return fail(kUnusable, path.string() + " does not exist");
  if (fs::is_directory(path, error)) return check_theme(path);
  if (path.filename() == "theme.json") return check_theme(path.parent_path().empty() ? "." : path.parent_path());
  if (is_database(path)) return check_journal(path);
  if (path.extension() == ".leitai") return fail(kUnusable, path.string() + " is not a show file");
  return check_show_file(path);
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto paths = std::make_shared<std::vector<fs::path>>();
  auto* command = app.add_subcommand("check", "look for mistakes in themes, shows and event files");
  command->add_option("path", *paths, "theme folders, FILE.leitai, FILE.ndjson")->required();
  command->callback([paths, &status] {
    for (const auto& path : *paths) status = std::max(status, check_one(path));
  });
}

}  // namespace leitai::cli
