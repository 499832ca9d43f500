// SPDX-License-Identifier: GPL-2.0-or-later
#include <utility>

#include "server/platform/platform.h"
#include "server/show/recording.h"

namespace leitai::show {

namespace {

constexpr std::size_t kPage = 2'000;

journal::Error unreadable(journal::Token token, const std::string& why) {
  return {journal::Fault::unreadable, "record " + std::to_string(token) + " of the show file: " + why};
}

/// What this program wrote may nest a level or two deeper than what clients may send.
constexpr json::Limits kStored{80};

Json program_channel(const Options& options) {
  return {{"audience", "public"}, {"width", options.program_width}, {"height", options.program_height}};
}

}  // namespace

tl::expected<Replayed, journal::Error> replayed(const journal::Journal& journal, State from) {
  State state = std::move(from);
  HoldbackReplay holdback(journal.last_time_ms());
  CommandFold fold(state);
  journal::Token command = 0;
  for (;;) {
    const auto page = journal.read(state.token, kPage);
    if (!page) return tl::unexpected(page.error());
    for (const journal::Record& record : *page) {
      if (record.token != state.token + 1) return tl::unexpected(unreadable(record.token, "one before it is missing"));
      auto data = json::parse(record.data, kStored);
      if (!data) return tl::unexpected(unreadable(record.token, data.error().detail));
      if (record.command != command) {
        fold.finish();
        holdback.between(state, {&record, page->data() + page->size()});
      }
      command = record.command;
      fold.record(record.actor, record.type, record.id, std::move(*data), record.time_ms);
    }
    if (page->empty()) break;
  }
  fold.finish();
  settle(state);
  Holdback held = std::move(holdback).finish(state);
  return Replayed{std::move(state), std::move(held)};
}

std::vector<contest::Event> start_changes(const State& state, const Options& options) {
  std::vector<contest::Event> changes;
  if (state.show_id.empty()) changes.push_back({"show", "show", Json{{"show_id", platform::random_hex(16)}}});
  const Json canvas = {{"width", options.program_width}, {"height", options.program_height}};
  changes.push_back({"start", "start",
                     Json{{"version", options.version},
                          {"theme", {{"name", options.theme_name}, {"hash", options.theme_hash}}},
                          {"mode", options.rehearsal ? "rehearsal" : "show"},
                          {"canvas", canvas}}});
  const contest::Resource* program = state.store.find("channels", "program");
  Json data = program == nullptr ? program_channel(options) : program->data;
  // An operator's own size stays for as long as the canvas does.
  if (state.last_start.is_object() && state.last_start.value("canvas", Json()) != canvas) data.update(canvas);
  if (auto normal = contest::normalise("channels", "program", data, program == nullptr ? nullptr : &program->data)) {
    data = std::move(*normal);
  }
  changes.push_back({"channels", "program", std::move(data)});
  return changes;
}

}  // namespace leitai::show
