// SPDX-License-Identifier: GPL-2.0-or-later
#include <httplib.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "overlays/json/json.h"
#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/play_client.h"
#include "server/platform/platform.h"
#include "server/tables/tables.h"

namespace leitai::cli {

namespace {

using json::Json;

struct ImportOptions {
  std::string what;
  std::filesystem::path file;
  std::string url;
  std::string token;
  std::string round;
  std::string encoding;
  std::string separator;
  bool dry_run = false;
  bool partial = false;
  bool create_groups = false;
};

std::string path_of(const ImportOptions& options) {
  httplib::Params params;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) params.emplace(name, value);
  };
  add("round", options.round);
  add("encoding", options.encoding);
  add("separator", options.separator);
  add("dry_run", options.dry_run ? "true" : "");
  add("partial", options.partial ? "true" : "");
  add("create_groups", options.create_groups ? "true" : "");
  return httplib::append_query_params("/api/v1/import/" + options.what, params);
}

std::size_t number(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// FILE:ROW:COL, as spreadsheets count; what concerns a whole row, or the file, is at its beginning.
void print_errors(const ImportOptions& options, const Json& document) {
  const auto errors = document.find("errors");
  if (errors == document.end() || !errors->is_array()) return;
  for (const Json& error : *errors) {
    if (!error.is_object()) continue;
    const std::string value = text(error, "value");
    std::fprintf(stderr, "%s:%zu:%zu: error: %s%s\n", options.file.string().c_str(),
                 std::max<std::size_t>(number(error, "row"), 1), std::max<std::size_t>(number(error, "column"), 1),
                 value.empty() ? "" : ("\"" + value + "\" ").c_str(), text(error, "detail").c_str());
  }
}

int told(const ImportOptions& options, const httplib::Response& response) {
  const auto document = json::parse(response.body);
  if (!document || !document->is_object()) return fail(kUnusable, "the answer is not JSON: is this a Leitai?");
  print_errors(options, *document);
  if (response.status == 200) {
    std::printf("%s%zu rows: %zu taken, %zu unchanged, %zu errors\n", options.dry_run ? "dry run: " : "",
                number(*document, "rows"), number(*document, "taken"), number(*document, "unchanged"),
                (*document)["errors"].size());
    return (*document)["errors"].empty() ? kDone : kFailed;
  }
  const bool listed = document->contains("errors") && !(*document)["errors"].empty();
  return listed ? kFailed
                : fail(kFailed, "refused with " + std::to_string(response.status) + ": " + text(*document, "detail"));
}

int import_file(const ImportOptions& options) {
  const auto file = read_whole(options.file, tables::kMostFileBytes);
  if (!file) return fail(kUnusable, file.error());
  const auto server = server_of(options.url);
  if (!server)
    return fail(kFailed, "\"" + options.url + "\" is not the address of a server, such as http://127.0.0.1:5757");
  httplib::Client client(*server);
  client.set_tcp_nodelay(true);
  client.set_connection_timeout(std::chrono::seconds(5));
  client.set_read_timeout(std::chrono::seconds(60));
  // Sent once more where the connection breaks before the answer: the key makes it count once.
  const httplib::Headers headers{{"Authorization", "Bearer " + options.token},
                                 {"Idempotency-Key", "import-" + platform::random_hex(16)}};
  for (int tries = 0; tries < 2; ++tries) {
    const auto result = client.Post(path_of(options), headers, *file, "text/csv");
    if (result) return told(options, *result);
    if (tries > 0) return fail(kUnusable, options.url + " cannot be reached: " + httplib::to_string(result.error()));
  }
  return kUnusable;
}

}  // namespace

void add_import(CLI::App& app, int& status) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = app.add_subcommand("import", "read a CSV file into the show of a running Leitai");
  command->add_option("what", options->what, "contestants, people or scores")
      ->required()
      ->check(CLI::IsMember({"contestants", "people", "scores"}));
  command->add_option("file", options->file, "FILE.csv")->required();
  command->add_option("--url", options->url, "http://127.0.0.1:5757")->required();
  command->add_option("--token", options->token, "the operator's token")->required();
  command->add_option("--round", options->round, "the round of scores");
  command->add_option("--encoding", options->encoding, "utf-8, gbk, gb18030, utf-16le, utf-16be; found by itself");
  command->add_option("--separator", options->separator, "comma, semicolon or tab; found by itself");
  command->add_flag("--dry-run", options->dry_run, "tell what would be taken, and take nothing");
  command->add_flag("--partial", options->partial, "take the rows that are right; else all or nothing");
  command->add_flag("--create-groups", options->create_groups, "make the groups that are not there yet");
  command->callback([options, &status] { status = import_file(*options); });
}

}  // namespace leitai::cli
