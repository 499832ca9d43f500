// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/show/show.h"

/// A show in a folder of its own, with a clock that the test moves.
namespace leitai::show::test {

class Rig {
 public:
  Rig();
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  Show& show() { return *show_; }
  std::int64_t now() const { return now_; }
  void advance(std::int64_t ms) { now_ += ms; }
  void reopen();
  void close() { show_.reset(); }
  std::filesystem::path file() const { return folder_ / "show.leitai"; }
  Options options();
  void save_state_after(std::uint64_t records) { save_state_after_ = records; }  ///< from the next reopen() on

  /// The answer's token; the test fails where the command is refused.
  std::uint64_t ok(Command command);
  /// The refusal; the test fails where the command is accepted, or changes anything.
  Refusal refused(Command command);

  std::uint64_t take(const std::string& body);
  std::uint64_t air(AirVerb verb, const std::string& body);
  Refusal air_refused(AirVerb verb, const std::string& body);
  std::uint64_t put(const std::string& type, const std::string& id, const std::string& data);
  Refusal put_refused(const std::string& type, const std::string& id, const std::string& data);

  std::uint64_t head() { return show_->journal().head(); }
  std::vector<journal::Record> records(std::uint64_t since = 0);
  /// A layer of GET /air now; null where it is empty.
  Json layer(int number, const std::string& channel = "program");
  /// A layer as the renderer is told it; none where it is empty.
  std::optional<overlays::AirLayer> shown(int number, const std::string& channel = "program");

 private:
  std::filesystem::path folder_;
  std::atomic<std::int64_t> now_{1'659'229'200'000};  // 2022-07-31T01:00:00Z
  std::uint64_t save_state_after_ = Options().save_state_after;
  std::unique_ptr<Show> show_;
};

Json parsed(const std::string& text);
/// What the audience may see, with its revision.
Json public_results(const SnapshotPtr& snapshot);

/// All that must be the same after a restart.
Json everything(Show& show, std::int64_t now_ms);
Json as_json(const overlays::Air& air);

/// Makes every write to a file fail while it lives.
class DiskFailure {
 public:
  DiskFailure();
  ~DiskFailure();
  DiskFailure(const DiskFailure&) = delete;
  DiskFailure& operator=(const DiskFailure&) = delete;

 private:
  unsigned long long before_ = 0;
};

/// The data of the item on a layer, as GET /air tells it.
Json data_of(Rig& rig, int layer, const std::string& channel = "program");

/// Two groups, four contestants, two judges, a live round of two criteria; nothing marked.
void seed_contest(Rig& rig);
/// One judge's marks for a contestant, as "9.5" and "8".
Json score_data(const std::string& contestant, const std::string& judge, const std::string& content,
                const std::string& delivery);
std::string score(const std::string& contestant, const std::string& judge, const std::string& content,
                  const std::string& delivery);

}  // namespace leitai::show::test
