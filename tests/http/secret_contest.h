// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "tests/http/rig.h"

/// Random contests with something to hide, each in several versions between which the audience must not be able to
/// tell.
namespace leitai::http::test {

/// What a version hides. The first is what the others are compared with.
enum class Version {
  first,
  others_marks,  ///< the hidden rows have one another's marks, totals and ranks
  new_marks,     ///< the hidden rows have marks of their own, and so other ranks among all
  incomplete,    ///< some of the hidden rows' marks are missing
  busy,          ///< the hidden rows are confirmed, and marked again and again
};

/// One request of an operator.
struct Act {
  std::string method, target;
  Json body;
  /// Its outcome is the audience's business: all versions must get the same status.
  bool is_public = true;
};

struct SecretContest {
  explicit SecretContest(unsigned seed);

  /// What the operator does, step by step. The rows in `hidden` are not public after any of it.
  std::vector<std::vector<Act>> steps(Version version) const;
  /// The versions that the contest has.
  std::vector<Version> versions() const;
  /// Every mark of a hidden row, and other words that nobody may see, as they stand in that version.
  std::vector<std::string> secrets(Version version) const;

  std::string method;
  bool live = false;
  bool confirm = false;
  bool final_ranks = false;
  bool carried = false;  ///< the round "final" takes the heat's totals with it
  int judges = 2;
  std::int64_t delay_ms = 0;
  Json quota;
  std::vector<std::string> groups = {"north", "south"};
  std::vector<std::string> rounds = {"heat", "final", "next", "secret"};
  std::vector<std::string> contestants, shown, hidden;

 private:
  using Marks = std::vector<std::vector<std::string>>;  ///< by contestant and judge

  std::string decimal();
  void deal_marks();
  Marks marks_of(Version version) const;
  std::size_t index(const std::string& contestant) const;
  Json scoring() const;
  Json scores(const Marks& marks, bool hidden_only) const;
  std::vector<Act> opening(Version version) const;
  std::vector<Act> reveal(Version version, const std::string& contestant) const;

  unsigned seed_;
  Marks marks_, fresh_;
};

}  // namespace leitai::http::test
