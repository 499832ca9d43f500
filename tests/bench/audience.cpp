// SPDX-License-Identifier: GPL-2.0-or-later
// How long a reveal takes to the last of many viewers behind nginx with nchan, from the operator's request on, beside
// the same bytes published to nchan by hand, in turns; and what a viewer costs nginx. Before that, the audience
// straight from Leitai.
//
// A reveal is more than the message: it is durable before it is answered, and the snapshot lies at nginx before anybody
// hears of the change. What the second takes without Leitai is measured too, as a file put by hand before the bytes are
// published by hand. It decides nothing.
#include <chrono>
#include <functional>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/http/gzip.h"
#include "tests/bench/audience/embedded.h"
#include "tests/bench/audience/engine.h"
#include "tests/bench/audience/flood.h"
#include "tests/bench/audience/streams.h"
#include "tests/bench/figures.h"
#include "tests/bench/report.h"
#include "tests/cli/serving.h"

namespace {

using namespace leitai;
using namespace leitai::bench;
using json::Json;
using Clock = Streams::Clock;

constexpr int kContestants = 60;
constexpr int kTurns = 25;
constexpr std::chrono::milliseconds kLimit{20'000};

/// What cannot be measured any more ends the bench, and leaves nothing running behind it.
[[noreturn]] void give_up(const std::string& why) {
  throw std::runtime_error(why);
}

void post(httplib::Client& client, const char* path, const Json& body) {
  const auto result = client.Post(path, json::dump(body), "application/json");
  if (!result || result->status != 200) give_up(std::string(path) + " is refused: " + (result ? result->body : ""));
}

/// A round of sealed rows for each size of the audience.
void write_contest(httplib::Client& client, const std::vector<std::size_t>& sizes) {
  Json events = Json::array();
  events.push_back({{"type", "people"}, {"id", "j"}, {"data", {{"name", "评委甲"}, {"role", "judge"}}}});
  Json order = Json::array();
  for (int i = 1; i <= kContestants; ++i) {
    const std::string id = "c" + std::to_string(i);
    order.push_back(id);
    events.push_back({{"type", "contestants"},
                      {"id", id},
                      {"data", {{"name", std::to_string(i) + "号选手"}, {"number", std::to_string(i)}}}});
  }
  for (const std::size_t size : sizes) {
    const std::string round = "r" + std::to_string(size);
    events.push_back(
        {{"type", "rounds"},
         {"id", round},
         {"data",
          {{"name", round},
           {"contestants", order},
           {"visibility", "sealed"},
           {"state", "open"},
           {"scoring",
            {{"method", "marks"},
             {"criteria", Json::array({{{"id", "k"}, {"min", "0"}, {"max", "100"}, {"step", "0.1"}}})}}}}}});
    for (int i = 1; i <= kContestants; ++i) {
      const std::string id = "c" + std::to_string(i);
      events.push_back({{"type", "scores"},
                        {"id", round + id},
                        {"data", {{"round", round}, {"contestant", id}, {"judge", "j"}, {"marks", {{"k", "90.5"}}}}}});
    }
  }
  post(client, "/api/v1/events", events);
}

struct Turns {
  std::vector<double> each;  ///< ms to each viewer, of all turns
  std::vector<double> p99;   ///< of each turn
  std::vector<double> last;
};

void add(Turns& turns, const std::vector<double>& arrivals) {
  turns.each.insert(turns.each.end(), arrivals.begin(), arrivals.end());
  turns.p99.push_back(quantile(arrivals, 0.99));
  turns.last.push_back(quantile(arrivals, 1));
}

/// Milliseconds from the beginning of `telling` to each viewer. They listen while it is told: both ways of telling
/// share the machine with those who hear it.
std::vector<double> told_by(Streams& streams, const std::function<void()>& telling) {
  streams.begin();
  const auto start = Clock::now();
  auto told = std::async(std::launch::async, telling);
  std::vector<double> arrivals = streams.read_until_all(start, kLimit);
  told.get();
  return arrivals;
}

void show(const Report& report, const char* name, const Turns& turns) {
  report.figure(name, "p50 " + number(quantile(turns.each, 0.5), 1) + ", p99 " + number(quantile(turns.each, 0.99), 1) +
                          ", the last viewer " + number(median(turns.last), 1) + " (worst " +
                          number(quantile(turns.last, 1), 1) + ") ms");
}

void measure(Report& report, Engine& engine, test::Serving& leitai, Streams& streams, std::size_t size,
             double idle_mb) {
  report.heading(std::to_string(size) + " viewers");
  if (!streams.open(size)) return report.failed("opening the streams");
  const std::string path = "/api/v1/rounds/r" + std::to_string(size) + "/reveal";
  httplib::Client bare("127.0.0.1", engine.publisher_port());
  bare.set_keep_alive(true);
  bare.set_tcp_nodelay(true);
  bare.set_default_headers({{"Authorization", "Bearer " + engine.secret()}, {"Accept", "application/json"}});
  Turns reveals;
  Turns published;
  Turns with_file;
  std::size_t missing = 0;
  for (int turn = 0; turn < kTurns; ++turn) {
    add(reveals, told_by(streams, [&] { post(leitai.client(), path.c_str(), Json{{"next", true}, {"force", true}}); }));
    missing += size - streams.size() + streams.faults();
    const std::string same = streams.last_data();
    add(published, told_by(streams, [&] {
          const auto result = bare.Post("/publish/stream", same, "application/json");
          if (!result || result->status >= 300) give_up("publishing by hand is refused");
        }));
    const std::string file = leitai.client().Get("/api/v1/public/results")->body + std::to_string(turn);
    add(with_file, told_by(streams, [&] {
          const auto put = bare.Put("/publish/files/api/v1/public/bench.gz", http::gzip(file), "application/gzip");
          const auto result = bare.Post("/publish/stream", same, "application/json");
          if (!put || put->status >= 300 || !result || result->status >= 300) give_up("a file by hand is refused");
        }));
  }
  const auto expected = size * static_cast<std::size_t>(kTurns);
  missing += 3 * expected - reveals.each.size() - published.each.size() - with_file.each.size();
  report.figure("bytes of an event", std::to_string(streams.last_data().size()));
  show(report, "a reveal", reveals);
  show(report, "the same bytes by hand", published);
  show(report, "a snapshot's file, then the same bytes, by hand", with_file);
  report.at_most("events missed, sent twice, streams lost", static_cast<double>(missing), 0);
  report.at_most("a reveal at the last viewer, p99 of the turns", quantile(reveals.last, 0.99), 1'000, " ms");
  report.at_most("beside the same bytes by hand, median of the turns' p99", median(reveals.p99) / median(published.p99),
                 1.10, " times");
  report.figure("of which the file takes", number(median(with_file.p99) / median(published.p99)) + " times");
  report.figure("nginx, kB a viewer (PSS)",
                number((engine.memory_mb() - idle_mb) * 1024 / static_cast<double>(size), 1));
}

/// Milliseconds of an operator's requests, one after the other.
std::vector<double> operator_requests(httplib::Client& client, int count) {
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const auto start = Clock::now();
    post(client, "/api/v1/stage", Json{{"round", "r1000"}, {"contestant", "c" + std::to_string(i % kContestants + 1)}});
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return times;
}

/// An operator's requests with hostile clients at nginx and without, in turns.
void measure_hostile(Report& report, test::Serving& leitai) {
  constexpr int kRequests = 200;
  const auto engine = Engine::start();
  if (!engine) return report.failed("nginx with its own limits");
  report.heading("hostile clients at nginx");
  std::vector<double> calm;
  std::vector<double> flooded;
  std::uint64_t connections = 0;
  const auto collect = [&](std::vector<double>& into) {
    const auto times = operator_requests(leitai.client(), kRequests);
    into.insert(into.end(), times.begin(), times.end());
  };
  for (int turn = 0; turn < 6; ++turn) {
    collect(calm);
    const Flood flood(engine->port());
    collect(flooded);
    connections += flood.connections();
  }
  const auto told = [](const std::vector<double>& times) {
    return "p50 " + number(quantile(times, 0.5)) + ", p99 " + number(quantile(times, 0.99)) + " ms";
  };
  report.figure("hostile connections", std::to_string(connections));
  report.figure("an operator's request without them", told(calm));
  report.figure("an operator's request with them", told(flooded));
  report.at_most("an operator's p99 with them", quantile(flooded, 0.99) / quantile(calm, 0.99), 2, " times");
}

void measure_nginx(Report& report) {
  const std::vector<std::size_t> sizes = {1'000, 5'000, 10'000};
  // All viewers come from a few addresses here.
  auto engine = Engine::start("--rate 100000 --per-address 10000");
  if (!engine) give_up("deploy/up failed: are nginx and libnginx-mod-nchan installed?");
  const test::TempFolder folder;
  test::Serving leitai(folder / "show.leitai", 0,
                       {"--publish", engine->publisher(), "--publish-secret", engine->secret_file()});
  if (!leitai.is_ready()) give_up("leitai serve did not start");
  write_contest(leitai.client(), sizes);
  measure_hostile(report, leitai);
  const double idle_mb = engine->memory_mb();
  Streams streams(engine->port());
  for (const std::size_t size : sizes) measure(report, *engine, leitai, streams, size, idle_mb);
}

}  // namespace

/// With an argument, "nginx" or "embedded", that part alone.
int main(int count, char** arguments) {
  const std::string part = count > 1 ? arguments[1] : "";
  Report report;
  try {
    if (part != "nginx") measure_embedded(report);
    if (part != "embedded") measure_nginx(report);
  } catch (const std::exception& problem) {
    report.failed(problem.what());
  }
  return report.missed() == 0 ? 0 : 1;
}
