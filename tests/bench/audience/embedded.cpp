// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/audience/embedded.h"

#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/bench/audience/crowd.h"
#include "tests/bench/contest/hall.h"
#include "tests/bench/figures.h"
#include "tests/cli/serving.h"

namespace leitai::bench {

namespace {

using Clock = std::chrono::steady_clock;
using json::Json;

constexpr auto kBetweenTakes = std::chrono::milliseconds(20);
constexpr int kTakesAResult = 10;

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// Of the program, KiB.
long resident_kib(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  return 0;
}

class Bench {
 public:
  explicit Bench(Report& report, const Embedded& embedded)
      : report_(report), embedded_(embedded), serving_(folder_ / "show.leitai") {}

  void run() {
    if (!serving_.is_ready() || serving_.post("events", hall_events(hall_)) != 200) return report_.failed("the show");
    for (int number = 0; number < hall_.scores(); ++number) score(number);
    std::vector<double> without, with;
    takes(without, nullptr, embedded_.takes / 2);
    without.clear();
    for (int round = 0; round < embedded_.rounds; ++round) {
      takes(without, nullptr, embedded_.takes);
      const long before = resident_kib(serving_.program().pid());
      Crowd crowd(serving_.port(), embedded_.viewers);
      if (!crowd.all_told(1)) return report_.failed("a viewer was not let in");
      takes(with, &crowd, embedded_.takes);
      memory_.push_back(static_cast<double>(resident_kib(serving_.program().pid()) - before) / embedded_.viewers);
      if (round == 0) one_too_many();
    }
    tell(without, with);
  }

 private:
  void score(int number) {
    serving_.post("events",
                  Json::array({event_of("scores", score_id(hall_, number), score_data(hall_, number, random_))}));
  }

  /// Takes at an even pace, and a result that changes now and then.
  void takes(std::vector<double>& latencies, Crowd* crowd, int count) {
    auto next = Clock::now();
    for (int take = 0; take < count; ++take) {
      std::this_thread::sleep_until(next += kBetweenTakes);
      if (take % kTakesAResult == 0) result(crowd);
      const Json body = {{"template", "bug"}, {"data", {{"text", std::to_string(++texts_)}}}};
      const auto asked = Clock::now();
      if (serving_.post("air/take", body) != 200) return report_.failed("a take");
      latencies.push_back(milliseconds(Clock::now() - asked));
    }
  }

  void result(Crowd* crowd) {
    const auto asked = Clock::now();
    score(static_cast<int>(random_() % static_cast<unsigned>(hall_.scores())));
    if (crowd == nullptr) return;
    const auto revision = serving_.get("public/results").value("revision", std::uint64_t{0});
    const auto told = crowd->all_told(revision);
    if (!told) return report_.failed("a result did not reach every viewer");
    reached_.push_back(milliseconds(*told - asked));
  }

  /// Who comes when the house is full is told when to come back, and reads the document meanwhile.
  void one_too_many() {
    const auto stream = serving_.make_client()->Get("/api/v1/public/stream");
    const bool told = stream && stream->status == 503 && stream->has_header("Retry-After");
    const auto document = serving_.make_client()->Get("/api/v1/public/results");
    if (!told || !document || document->status != 200) return report_.failed("viewer 501: 503, and the document");
    report_.figure("viewer " + std::to_string(embedded_.viewers + 1),
                   "503, Retry-After " + stream->get_header_value("Retry-After") + ", and the document");
  }

  void tell(const std::vector<double>& without, const std::vector<double>& with) {
    const auto both = [](const std::vector<double>& times) {
      return number(median(times)) + " / " + number(quantile(times, 0.99)) + " ms";
    };
    report_.figure("a take without viewers, p50 / p99", both(without));
    report_.figure("a take with " + std::to_string(embedded_.viewers) + " viewers, p50 / p99", both(with));
    report_.at_most("a take with viewers to without, p50", median(with) / median(without), 1.2, "×");
    report_.figure("a result to the last viewer, p50 / p99", both(reached_));
    report_.figure("memory a viewer", number(median(memory_), 1) + " KiB");
  }

  Report& report_;
  const Embedded embedded_;
  const Hall hall_;
  test::TempFolder folder_;
  test::Serving serving_;
  std::mt19937 random_{7};
  int texts_ = 0;
  std::vector<double> reached_;
  std::vector<double> memory_;
};

}  // namespace

void measure_embedded(Report& report, const Embedded& embedded) {
  report.heading("embedded: " + std::to_string(embedded.viewers) + " viewers straight from leitai serve");
  Bench(report, embedded).run();
}

}  // namespace leitai::bench
