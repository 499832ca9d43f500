// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "server/show/holdback.h"
#include "server/show/plan.h"
#include "server/show/recording.h"

namespace leitai::show {

using Outcome = tl::expected<Answer, Refusal>;

/// The commands of one commit, each seeing what those before it did. Nothing of it is true before
/// the journal has taken `transactions`.
class Batch {
 public:
  Batch(const State& committed, const Templates& templates, const journal::Journal& journal)
      : running_(committed), templates_(templates), journal_(journal) {}

  /// Never throws. A refused command leaves no trace. What is bound on air follows at settle().
  Outcome run(const Caller& caller, const Command& command, std::int64_t now_ms);

  /// Records the theme that is in use from now on, `{name, hash}`, where it is another.
  void record_theme(const Json& theme, std::int64_t now_ms);

  /// After the last command.
  void settle();

  const State& running() const { return running_; }
  std::vector<journal::Transaction>& transactions() { return transactions_; }
  bool wrote_records() const { return wrote_records_; }
  /// What the commands left behind that wrote resources.
  const std::vector<Step>& steps() const { return steps_; }
  /// How long the commands took to fold, as they will at a replay.
  std::chrono::steady_clock::duration folding() const { return folding_; }

 private:
  Outcome execute(const Caller& caller, const Command& command, std::int64_t now_ms);
  /// The answer that a repeated request gets again; none: it is new.
  tl::expected<std::optional<Answer>, Refusal> earlier_answer(const Caller::Idempotency& asked, std::int64_t now_ms);

  struct Given {
    std::string body_hash;
    Answer answer;
  };

  State running_;
  const Templates& templates_;
  const journal::Journal& journal_;
  std::vector<journal::Transaction> transactions_;
  std::map<std::string, Given> given_;  ///< by key, in this batch
  bool wrote_records_ = false;
  std::vector<Step> steps_;
  std::chrono::steady_clock::duration folding_{};
};

}  // namespace leitai::show
