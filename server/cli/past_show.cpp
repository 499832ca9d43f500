// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/past_show.h"

#include <atomic>
#include <cmath>

#include "server/cli/commands.h"
#include "server/cli/journal_entries.h"
#include "server/cli/show_file.h"
#include "server/show/media.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;
using json::Json;

/// Show time of a played file's beginning, so that the same file gives the same pictures: 31 July
/// 2022, 09:00 in China.
constexpr std::int64_t kFileStartMs = 1'659'229'200'000;
constexpr std::size_t kAtOnce = 2000;
constexpr double kMostSeconds = 86'400.0 * 1000;

show::Options options_for(const fs::path& file, const std::vector<show::TemplateInfo>& templates,
                          const std::shared_ptr<std::atomic<std::int64_t>>& clock) {
  show::Options options;
  options.file = file;
  options.templates = templates;
  options.clock_ms = [clock] { return clock->load(); };
  return options;
}

tl::expected<PastShow, std::string> open_copy(TemporaryFolder folder, show::Options options, std::int64_t time_ms) {
  auto opened = show::Show::open(std::move(options));
  if (!opened) return tl::unexpected(opened.error().message);
  return PastShow{std::move(folder), std::move(*opened), time_ms};
}

std::string refused(const fs::path& file, std::size_t line, const contest::Refusal& refusal) {
  std::string text = refusal.detail;
  if (!refusal.errors.empty()) text = refusal.errors.front().pointer + " " + refusal.errors.front().detail;
  return FileProblem{{line, 1}, text}.to_string(file.string());
}

/// Up to the moment; without one, to the last entry.
tl::expected<PastShow, std::string> played(const fs::path& file, const std::optional<Moment>& moment,
                                           const std::vector<show::TemplateInfo>& templates) {
  const auto text = read_whole(file, kMaxShowFileBytes);
  if (!text) return tl::unexpected(text.error());
  const auto content = read_show_file(*text);
  if (!content.problems.empty()) return tl::unexpected(content.problems.front().to_string(file.string()));
  auto folder = TemporaryFolder::make();
  if (!folder) return tl::unexpected(folder.error());
  const auto first_ms = content.entries.empty() ? 0 : content.entries.front().at_ms;
  const auto last_ms = content.entries.empty() ? 0 : content.entries.back().at_ms;
  const auto asked = moment.value_or(Moment{last_ms - first_ms, 0});
  const auto until_ms = asked.from_first_ms ? kFileStartMs + first_ms + *asked.from_first_ms : asked.time_ms;

  auto clock = std::make_shared<std::atomic<std::int64_t>>(kFileStartMs);
  const auto copy = folder->path() / "show.leitai";
  auto past = open_copy(std::move(*folder), options_for(copy, templates, clock), until_ms);
  if (!past) return past;
  for (const auto& request : requests_of(content.entries)) {
    const auto& first = content.entries[request.first];
    if (kFileStartMs + first.at_ms > until_ms) break;
    *clock = kFileStartMs + first.at_ms;
    const auto answer = past->show->submit({}, command_of(content.entries, request));
    if (!answer) return tl::unexpected(refused(file, first.line, answer.error()));
  }
  *clock = std::max(clock->load(), until_ms);
  return past;
}

/// The size that the show's programs had, and whether it was a rehearsal: a copy that is opened otherwise would look
/// otherwise.
void take_start(const journal::Record& record, show::Options& options) {
  if (record.type != "start") return;
  const auto data = json::parse(record.data);
  if (!data || !data->is_object()) return;
  options.rehearsal = data->value("mode", "") == "rehearsal";
  if (!data->contains("canvas")) return;
  const auto& canvas = (*data)["canvas"];
  options.program_width = canvas.value("width", options.program_width);
  options.program_height = canvas.value("height", options.program_height);
}

/// Copies the records up to a time, and finds how it was started on the way.
tl::expected<void, std::string> copy_until(const journal::Journal& from, journal::Journal& to, std::int64_t until_ms,
                                           show::Options& options) {
  journal::Token at = 0;
  for (;;) {
    auto records = from.read(at, kAtOnce);
    if (!records) return tl::unexpected(records.error().message);
    std::vector<journal::Transaction> batch;
    for (auto& record : *records) {
      if (record.time_ms > until_ms) break;
      at = record.token;
      take_start(record, options);
      if (batch.empty() || record.command == record.token) batch.emplace_back();
      batch.back().records.push_back(std::move(record));
    }
    if (batch.empty()) return {};
    if (const auto written = to.append(batch); !written) return tl::unexpected(written.error().message);
  }
}

tl::expected<PastShow, std::string> recorded(const fs::path& file, const Moment& moment,
                                             const std::vector<show::TemplateInfo>& templates) {
  const auto journal = journal::Journal::open_for_reading(file);
  if (!journal) return tl::unexpected(journal.error().message);
  auto until_ms = moment.time_ms;
  if (moment.from_first_ms) {
    const auto first = first_entry_ms(**journal);
    if (!first) return tl::unexpected(first.error().message);
    until_ms = first->value_or((*journal)->last_time_ms()) + *moment.from_first_ms;
  }
  auto folder = TemporaryFolder::make();
  if (!folder) return tl::unexpected(folder.error());
  const auto copy_file = folder->path() / "show.leitai";
  auto options = options_for(copy_file, templates, std::make_shared<std::atomic<std::int64_t>>(until_ms));
  options.media_folder = show::media_folder(file);
  {
    auto copy = journal::Journal::open(copy_file);
    if (!copy) return tl::unexpected(copy.error().message);
    if (const auto copied = copy_until(**journal, **copy, until_ms, options); !copied) {
      return tl::unexpected(copied.error());
    }
  }
  return open_copy(std::move(*folder), std::move(options), until_ms);
}

}  // namespace

std::optional<Moment> parse_moment(const std::string& text) {
  if (const auto time = contest::parse_time(text)) return Moment{std::nullopt, *time};
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  const bool plain = !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
  if (!plain || *end != '\0' || seconds > kMostSeconds) return std::nullopt;
  return Moment{std::llround(seconds * 1000), 0};
}

tl::expected<PastShow, std::string> show_at(const fs::path& file, const Moment& moment,
                                            const std::vector<show::TemplateInfo>& templates) {
  return file.extension() == ".leitai" ? recorded(file, moment, templates) : played(file, moment, templates);
}

tl::expected<PastShow, std::string> played_show(const fs::path& file,
                                                const std::vector<show::TemplateInfo>& templates) {
  return played(file, std::nullopt, templates);
}

}  // namespace leitai::cli
