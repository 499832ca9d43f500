// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

#include "server/cli/cli.h"
#include "server/cli/expectation.h"
#include "server/cli/files.h"
#include "server/cli/play_client.h"
#include "server/cli/show_file.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct PlayOptions {
  fs::path file;
  std::string url;
  std::string token;
  double speed = 1;
  bool verify = false;
};

std::string name_of(const std::vector<Entry>& entries, const Request& request) {
  const auto& first = entries[request.first];
  if (const auto* call = std::get_if<Call>(&first.what)) return call->path + " " + json::dump(call->body);
  const auto& event = std::get<contest::Event>(first.what);
  const auto more = request.count > 1 ? " and " + std::to_string(request.count - 1) + " more" : std::string();
  return event.type + "/" + event.id + more;
}

/// The line that a pointer into an events request means: its first token counts entries.
std::size_t line_of(const std::vector<Entry>& entries, const Request& request, const std::string& pointer) {
  std::size_t index = 0;
  const bool is_event = std::holds_alternative<contest::Event>(entries[request.first].what);
  if (is_event && pointer.size() > 1) {
    for (std::size_t i = 1; i < pointer.size() && pointer[i] >= '0' && pointer[i] <= '9' && index <= request.count;
         ++i) {
      index = index * 10 + static_cast<std::size_t>(pointer[i] - '0');
    }
  }
  return entries[request.first + std::min(index, request.count - 1)].line;
}

void print_refusal(const PlayOptions& options, const std::vector<Entry>& entries, const Request& request,
                   const PlayRefusal& refusal) {
  const auto print = [&](std::size_t line, const std::string& text) {
    std::fprintf(stderr, "%s:%zu:1: error: refused with %d: %s\n", options.file.string().c_str(), line, refusal.status,
                 text.c_str());
  };
  for (const auto& [pointer, detail] : refusal.errors) {
    auto text = pointer;
    if (!text.empty()) text += ' ';
    print(line_of(entries, request, pointer), text += detail);
  }
  if (refusal.errors.empty()) print(entries[request.first].line, refusal.detail);
}

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

int play_entries(const PlayOptions& options, const std::vector<Entry>& entries, PlayClient& client) {
  std::vector<double> latencies;
  const auto start = Clock::now();
  for (const auto& request : requests_of(entries)) {
    const auto at_ms = static_cast<double>(entries[request.first].at_ms);
    if (options.speed > 0) {
      std::this_thread::sleep_until(start + std::chrono::duration_cast<Clock::duration>(
                                                std::chrono::duration<double, std::milli>(at_ms / options.speed)));
    }
    const auto sent = Clock::now();
    const auto answer = client.post(entries, request);
    latencies.push_back(ms_since(sent));
    if (!answer) {
      if (answer.error().status == 0) return fail(kUnusable, answer.error().detail);
      print_refusal(options, entries, request, answer.error());
      return kFailed;
    }
    std::printf("%8.3f s  line %-4zu %s -> token %llu\n", at_ms / 1000, entries[request.first].line,
                name_of(entries, request).c_str(), static_cast<unsigned long long>(*answer));
    std::fflush(stdout);
  }
  std::sort(latencies.begin(), latencies.end());
  const auto percentile = [&](double p) {
    return latencies.empty() ? 0 : latencies[static_cast<std::size_t>(p * static_cast<double>(latencies.size() - 1))];
  };
  std::printf("played %zu lines in %zu requests, %.1f s; answers p50 %.1f ms, p99 %.1f ms\n", entries.size(),
              latencies.size(), ms_since(start) / 1000, percentile(0.5), percentile(0.99));
  return kDone;
}

/// Compares the standings that the server has with those that the file states.
int verify(const PlayOptions& options, const ShowFile& file, PlayClient& client) {
  std::size_t rows = 0, found = 0;
  const auto print = [&](const std::string& round, const std::string& text) {
    std::fprintf(stderr, "%s:%zu:1: error: round %s: %s\n", options.file.string().c_str(), file.expect_line,
                 round.c_str(), text.c_str());
    ++found;
  };
  for (const auto& [round, expected] : file.expect["rounds"].items()) {
    rows += expected["rows"].size();
    const auto standings = client.standings(round);
    if (!standings && standings.error().status == 0) return fail(kUnusable, standings.error().detail);
    if (!standings) {
      print(round, standings.error().detail);
      continue;
    }
    for (const auto& text : differences(expected, *standings)) print(round, text);
  }
  if (found > 0) return kFailed;
  std::printf("verified %zu rows of %zu rounds: as the file states\n", rows, file.expect["rounds"].size());
  return kDone;
}

int play(const PlayOptions& options) {
#ifdef SIGPIPE
  std::signal(SIGPIPE, SIG_IGN);  // a server that went away is an error to report, not an end
#endif
  const auto text = read_whole(options.file, kMaxShowFileBytes);
  if (!text) return fail(kUnusable, text.error());
  const auto file = read_show_file(*text);
  for (const auto& problem : file.problems) {
    std::fprintf(stderr, "%s\n", problem.to_string(options.file.string()).c_str());
  }
  if (!file.problems.empty()) return kUnusable;
  if (options.verify && file.expect.is_null()) {
    return fail(kUnusable, options.file.string() + " does not say what to expect: there is nothing to verify");
  }
  auto client = PlayClient::create(options.url, options.token);
  if (!client) return fail(kFailed, client.error());
  const auto played = play_entries(options, file.entries, **client);
  return played == kDone && options.verify ? verify(options, file, **client) : played;
}

}  // namespace

void add_play(CLI::App& app, int& status) {
  auto options = std::make_shared<PlayOptions>();
  auto* command = app.add_subcommand("play", "post a show file to a running Leitai with its timing");
  command->add_option("file", options->file, "FILE.ndjson")->required();
  command->add_option("--url", options->url, "http://127.0.0.1:5757")->required();
  command->add_option("--token", options->token, "the operator's token")->required();
  command->add_option("--speed", options->speed, "times as fast; 0: as fast as it can")
      ->check(CLI::Range(0.0, 10'000.0))
      ->capture_default_str();
  command->add_flag("--verify", options->verify, "then compare the standings with those that the file states");
  command->callback([options, &status] { status = play(*options); });
}

}  // namespace leitai::cli
