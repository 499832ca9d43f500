// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/cli/show_file.h"

namespace leitai::cli {

/// The place of a pointer's value, or of the nearest value around it.
json::Position place_of(const std::map<std::string, json::Position>& positions, std::string pointer);

/// Follows a file's events as a show would, and finds what a show would refuse: wrong fields, and
/// references to nothing. Events of one time are looked at together.
class ShapeCheck {
 public:
  explicit ShapeCheck(std::vector<FileProblem>& problems) : problems_(problems) {}

  void add(const Entry& entry, std::map<std::string, json::Position> positions);
  void finish();

 private:
  struct Seen {
    std::size_t line = 0;
    std::map<std::string, json::Position> positions;
  };
  using Key = std::pair<std::string, std::string>;  ///< type, id

  void apply(const contest::Event& event, Seen seen);
  void check_batch();
  void problem(const Seen& seen, const std::string& pointer, const std::string& message);

  std::vector<FileProblem>& problems_;
  contest::Store store_;
  std::map<Key, Seen> batch_;  ///< what changed since the last check
  std::int64_t batch_at_ms_ = 0;
};

}  // namespace leitai::cli
