// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/kill/load.h"

namespace leitai::test {

/// What the journal holds of the writers' requests, as its feed tells it.
class Ledger {
 public:
  /// Reads on from where it was. Faults: the feed fails, numbers skip, times go back.
  void read(Serving& serving);

  /// Compares with what the writers know: each acknowledged request once, at the token that was
  /// told; one that was under way at most once.
  void check(const std::vector<std::unique_ptr<Writer>>& writers);

  /// What was wrong so far, in sentences; at most 20.
  const std::vector<std::string>& faults() const { return faults_; }
  std::uint64_t head() const { return head_; }

 private:
  void take(const json::Json& record);
  void fault(const std::string& sentence);

  std::uint64_t head_ = 0;
  std::string time_;
  std::map<std::uint64_t, std::string> written_;  ///< by token, a writer's request or timer
  std::map<std::string, int> once_;               ///< how often a message or a title was written
  std::map<std::string, int> adds_;               ///< by writer
  std::map<std::string, int> checked_;            ///< by writer, how many of its answers
  std::vector<std::string> faults_;
};

}  // namespace leitai::test
