// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/version.h"
#include "server/platform/platform.h"
#include "server/show/media.h"
#include "server/show/offline.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;
using json::Json;

struct NewOptions {
  fs::path show;
  fs::path from;
  std::vector<std::string> keep;
};

/// Who takes part, and in what.
constexpr std::array kRoster = {"contest", "groups", "people", "contestants", "rounds"};
/// What is shown, and when.
constexpr std::array kRundown = {"channels", "timers", "boards", "cues", "rundown", "rules"};

/// What a resource is before anything has happened.
Json fresh(const std::string& type, Json data) {
  const auto without = [&data](std::initializer_list<const char*> names) {
    for (const char* name : names) data.erase(name);
  };
  if (type == "timers") without({"state", "anchor", "elapsed_ms"});
  if (type == "boards" && data.contains("rows")) {
    for (Json& row : data["rows"]) row.erase("cells");
  }
  if (type == "rounds") {
    without({"state"});
    // An order that another round's ranking made tells of marks that are no more.
    if (data.contains("outcome_of")) without({"contestants", "order_made", "outcome_of"});
  }
  return data;
}

std::vector<contest::Event> kept_events(const contest::Store& store, const std::vector<std::string>& keep) {
  const auto wanted = [&](const char* part) { return std::find(keep.begin(), keep.end(), part) != keep.end(); };
  std::vector<std::string> types;
  if (wanted("roster")) types.insert(types.end(), kRoster.begin(), kRoster.end());
  if (wanted("rundown")) types.insert(types.end(), kRundown.begin(), kRundown.end());
  std::vector<contest::Event> events;
  for (const std::string& type : types) {
    if (!contest::is_writable_type(type)) continue;
    for (const auto& [id, resource] : store.all(type)) events.push_back({type, id, fresh(type, resource->data)});
  }
  return events;
}

/// The file and what the database keeps beside it.
void remove_show(const fs::path& file) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(fs::path(file.string() + ending), ignored);
}

show::Options options_for(const fs::path& file, const fs::path& media, const Json& last_start) {
  show::Options options;
  options.file = file;
  options.media_folder = media;
  options.version = kVersion;
  if (!last_start.is_object()) return options;
  const Json theme = last_start.value("theme", Json::object()), canvas = last_start.value("canvas", Json::object());
  options.theme_name = theme.value("name", "");
  options.theme_hash = theme.value("hash", "");
  options.program_width = canvas.value("width", options.program_width);
  options.program_height = canvas.value("height", options.program_height);
  return options;
}

std::string told(const contest::Refusal& refusal) {
  if (refusal.errors.empty()) return refusal.detail;
  const auto& error = refusal.errors.front();
  return error.pointer.empty() ? error.detail : error.pointer + ": " + error.detail;
}

tl::expected<void, std::string> copy_media(const contest::Store& store, const fs::path& from, show::Show& to) {
  for (const auto& [name, media] : store.all(show::kMediaType)) {
    const fs::path file = show::media_file(from, media->data);
    if (file.empty() || !show::is_media_name(name)) continue;
    const auto bytes = read_whole(file, show::kMostMediaBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto hash = show::keep_media(to.options().media_folder, *bytes);
    if (!hash) return tl::unexpected(hash.error());
    if (*hash != media->data.value("hash", "")) return tl::unexpected(file.string() + " is damaged");
    const auto set = to.submit({"leitai", std::nullopt}, show::SetMedia{name, media->data});
    if (!set) return tl::unexpected(told(set.error()));
  }
  return {};
}

tl::expected<void, std::string> fill(const show::OfflineShow& old, const NewOptions& options, const fs::path& file) {
  auto show = show::Show::open(options_for(file, show::media_folder(options.show), old.last_start()));
  if (!show) return tl::unexpected(show.error().message);
  const auto events = kept_events(old.store(), options.keep);
  const auto applied = (*show)->submit({"leitai", std::nullopt}, show::ApplyEvents{events});
  if (!applied) return tl::unexpected("what is kept does not stand alone: " + told(applied.error()));
  return copy_media(old.store(), show::media_folder(options.from), **show);
}

/// Made under another name first: a show that is there is whole.
int make_new(const NewOptions& options) {
  std::error_code error;
  for (const fs::path& taken : {options.show, show::media_folder(options.show)}) {
    if (fs::exists(taken, error)) return fail(kUnusable, taken.string() + " exists already");
  }
  const auto old = show::OfflineShow::open_for_reading(options.from);
  if (!old) return fail(kUnusable, old.error());
  const fs::path file = options.show.parent_path() / (".new-" + platform::random_hex(8) + ".leitai");
  auto filled = fill(*old, options, file);
  if (filled) {
    fs::rename(file, options.show, error);
    if (error) filled = tl::unexpected(options.show.string() + " cannot be written: " + error.message());
  }
  remove_show(file);
  if (filled) return kDone;
  fs::remove_all(show::media_folder(options.show), error);
  return fail(kFailed, filled.error());
}

}  // namespace

void add_new(CLI::App& app, int& status) {
  auto options = std::make_shared<NewOptions>();
  auto* command = app.add_subcommand("new", "a fresh show from another, without its marks");
  command->add_option("show", options->show, "FILE.leitai, which is not there yet")->required();
  command->add_option("--from", options->from, "the other FILE.leitai")->required();
  command
      ->add_option("--keep", options->keep,
                   "roster: the contest, groups, people, contestants and rounds; rundown: channels, timers, boards "
                   "without their cells, cues, rundown and rules. Pictures are always kept")
      ->delimiter(',')
      ->check(CLI::IsMember({"roster", "rundown"}))
      ->default_val(std::vector<std::string>{"roster", "rundown"});
  command->callback([options, &status] { status = make_new(*options); });
}

}  // namespace leitai::cli
