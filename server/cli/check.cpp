// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <tuple>

#include "overlays/template/field_use.h"
#include "overlays/template/theme.h"
#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/media_check.h"
#include "server/cli/show_file.h"
#include "server/cli/show_file_check.h"
#include "server/cli/text_check.h"
#include "server/cli/themes.h"
#include "server/journal/journal.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

using Findings = std::vector<FileProblem>;

int report(Findings findings, const fs::path& file) {
  std::stable_sort(findings.begin(), findings.end(), [](const FileProblem& a, const FileProblem& b) {
    return std::tie(a.position.line, a.position.column) < std::tie(b.position.line, b.position.column);
  });
  for (const auto& finding : findings) std::printf("%s\n", finding.to_string(file.string()).c_str());
  return findings.empty() ? kDone : kFailed;
}

int check_theme(const fs::path& folder) {
  const auto theme = overlays::load_theme(folder);
  auto problems = theme ? overlays::unused_fields(**theme) : theme.error();
  if (theme) {
    const auto broken = broken_media(**theme);
    problems.insert(problems.end(), broken.begin(), broken.end());
    problems = overlays::in_reading_order(std::move(problems));
  }
  for (const auto& problem : problems) std::printf("%s\n", problem.to_string().c_str());
  return problems.empty() ? kDone : kFailed;
}

/// A show file's lines, as read_show_file() counts them.
std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// The place of a text problem in a file's line.
json::Position place_in(const std::vector<std::string_view>& lines, const TextProblem& problem) {
  const auto located = json::parse_located(lines.at(problem.line - 1));
  return {problem.line, located ? place_of(located->positions, problem.pointer).column : 1};
}

int check_show_file(const fs::path& file, const std::shared_ptr<const overlays::Theme>& theme) {
  const auto text = read_whole(file, kMaxShowFileBytes);
  if (!text) return fail(kUnusable, text.error());
  auto content = read_show_file(*text);
  TextCheck texts(theme);
  for (const auto& entry : content.entries) {
    if (const auto* call = std::get_if<Call>(&entry.what)) {
      texts.called(entry.line, *call);
    } else {
      texts.sent(entry.line, std::get<contest::Event>(entry.what));
    }
  }
  const auto problems = texts.problems();
  if (!problems) return fail(kUnusable, problems.error());
  const auto lines = lines_of(*text);
  for (const auto& problem : *problems) {
    content.problems.push_back({place_in(lines, problem), problem.message, problem.severity});
  }
  return report(std::move(content.problems), file);
}

/// What an `air` record takes, as the call that would take it.
Call take_of(const std::string& id, const json::Json& layer) {
  const auto dot = id.rfind('.');
  const auto item = layer.is_object() ? layer.value("current", json::Json()) : json::Json();
  if (dot == std::string::npos || !item.is_object()) return {};
  json::Json body = {{"channel", id.substr(0, dot)}, {"layer", std::atoi(id.c_str() + dot + 1)}};
  for (const char* name : {"template", "bind", "data"}) {
    if (item.contains(name) && !item[name].is_null()) body[name] = item[name];
  }
  return {"air/take", std::move(body)};
}

void follow(TextCheck& texts, const journal::Record& record, json::Json data) {
  if (record.type == "air") {
    texts.called(record.token, take_of(record.id, data));
  } else if (contest::is_writable_type(record.type)) {
    texts.changed(record.token, record.type, record.id, std::move(data));
  }
}

/// A finding's line is the record's token: a journal has no lines.
int check_journal(const fs::path& file, const std::shared_ptr<const overlays::Theme>& theme) {
  constexpr std::size_t kAtOnce = 1000;
  const auto journal = journal::Journal::open_for_reading(file);
  if (!journal) return fail(kUnusable, journal.error().message);
  Findings findings;
  TextCheck texts(theme);
  for (journal::Token at = 0;;) {
    const auto records = (*journal)->read(at, kAtOnce);
    if (!records) return fail(kUnusable, records.error().message);
    if (records->empty()) break;
    for (const auto& record : *records) {
      const auto finding = [&](const std::string& message) { findings.push_back({{record.token, 1}, message}); };
      if (record.token != at + 1) finding("records are missing before this one");
      at = record.token;
      if (const auto before = json::parse(record.before); !before) finding(before.error().detail);
      if (auto data = json::parse(record.data)) {
        follow(texts, record, std::move(*data));
      } else {
        finding(data.error().detail);
      }
    }
  }
  const auto problems = texts.problems();
  if (!problems) return fail(kUnusable, problems.error());
  for (const auto& problem : *problems) findings.push_back({{problem.line, 1}, problem.message, problem.severity});
  return report(std::move(findings), file);
}

bool is_database(const fs::path& file) {
  static constexpr std::string_view kMagic = "SQLite format 3";
  std::ifstream in(file, std::ios::binary);
  char head[16] = {};
  in.read(head, sizeof head);
  return std::string_view(head, static_cast<std::size_t>(in.gcount())).starts_with(kMagic);
}

struct CheckOptions {
  std::vector<fs::path> paths;
  fs::path theme;  ///< that shows are drawn with
};

int check_one(const fs::path& path, const CheckOptions& options) {
  std::error_code error;
  if (!fs::exists(path, error)) return fail(kUnusable, path.string() + " does not exist");
  if (fs::is_directory(path, error)) return check_theme(path);
  if (path.filename() == "theme.json") return check_theme(path.parent_path().empty() ? "." : path.parent_path());
  const bool journal = is_database(path);
  if (!journal && path.extension() == ".leitai") return fail(kUnusable, path.string() + " is not a show file");
  const auto theme = open_theme(options.theme);
  if (!theme) return fail(kUnusable, theme.error());
  return journal ? check_journal(path, *theme) : check_show_file(path, *theme);
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<CheckOptions>();
  auto* command = app.add_subcommand("check", "look for mistakes in themes, shows and event files");
  command->add_option("path", options->paths, "theme folders, FILE.leitai, FILE.ndjson")->required();
  command->add_option("--theme", options->theme, "the theme that shows are drawn with (default: the shipped arena)");
  command->callback([options, &status] {
    for (const auto& path : options->paths) status = std::max(status, check_one(path, *options));
  });
}

}  // namespace leitai::cli
