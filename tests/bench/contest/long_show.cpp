// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/contest/long_show.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "server/journal/journal.h"

namespace leitai::bench {

namespace {

using json::Json;

constexpr std::size_t kAtOnce = 10'000;
constexpr std::int64_t kBetweenMs = 5;
constexpr int kNamesAndClocks = 50;  ///< one record in so many is no mark

/// Appends records one command each, many to a commit.
class Past {
 public:
  explicit Past(const std::string& file) {
    auto opened = journal::Journal::open(file);
    if (!opened) {
      std::fprintf(stderr, "%s\n", opened.error().message.c_str());
      std::exit(1);
    }
    journal_ = std::move(*opened);
    time_ms_ = journal_->last_time_ms();
  }

  std::uint64_t head() const { return journal_->head() + waiting_.size(); }
  std::int64_t time_ms() const { return time_ms_; }

  void add(const std::string& type, const std::string& id, std::string data) {
    time_ms_ += kBetweenMs;
    std::string& before = last_[type + "/" + id];
    journal::Record record{0, time_ms_, 0, "operator", type, id, data, before.empty() ? "null" : before};
    before = std::move(data);
    waiting_.push_back({{std::move(record)}, {}, {}});
    if (waiting_.size() == kAtOnce) flush();
  }

  void flush() {
    if (!journal_->append(waiting_)) {
      std::fprintf(stderr, "the journal cannot be written\n");
      std::exit(1);
    }
    waiting_.clear();
  }

 private:
  std::unique_ptr<journal::Journal> journal_;
  std::int64_t time_ms_ = 0;
  std::vector<journal::Transaction> waiting_;
  std::map<std::string, std::string> last_;
};

/// A name on the lower third, as its take is recorded.
std::string name_taken(std::uint64_t token, std::int64_t time_ms, int contestant) {
  const Json item = {{"take", token},
                     {"template", "lower-third"},
                     {"taken_at", time_ms},
                     {"step", 0},
                     {"last_take_token", token},
                     {"last_take_at", time_ms},
                     {"data", Json::object()},
                     {"bind", {{"contestant", "c" + std::to_string(contestant)}}}};
  return json::dump({{"held", false}, {"current", item}, {"leaving", nullptr}});
}

std::string clock_started(std::int64_t time_ms) {
  return json::dump({{"label", "演讲"},
                     {"mode", "down"},
                     {"duration_ms", 180'000},
                     {"state", "running"},
                     {"anchor", time_ms},
                     {"elapsed_ms", 0}});
}

}  // namespace

void write_corrections(const std::string& file, const Hall& hall, std::uint64_t records) {
  Past past(file);
  std::mt19937 random(3);
  while (past.head() < records) {
    const auto kind = random() % (2 * kNamesAndClocks);
    if (kind == 0) {
      const int contestant = static_cast<int>(random() % static_cast<unsigned>(hall.contestants));
      past.add("air", "program.20", name_taken(past.head() + 1, past.time_ms(), contestant));
    } else if (kind == 1) {
      past.add("timers", "clock", clock_started(past.time_ms()));
    } else {
      const int number = static_cast<int>(random() % static_cast<unsigned>(hall.scores()));
      past.add("scores", score_id(hall, number), json::dump(score_data(hall, number, random)));
    }
  }
  past.flush();
}

void write_ballots(const std::string& file, const Hall& hall, int ballots) {
  Past past(file);
  for (int i = 0; i < ballots; ++i) {
    const std::string name = "p" + std::to_string(i);
    const Json ballot = {{"round", "vote"}, {"judge", name}, {"choices", {"c" + std::to_string(i % hall.contestants)}}};
    past.add("scores", name, json::dump(ballot));
  }
  past.flush();
}

}  // namespace leitai::bench
