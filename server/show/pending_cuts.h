// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/show/plan.h"

namespace leitai::show {

/// A panic or clear that has changed the picture, and is not in the journal yet.
struct PendingCut {
  std::uint64_t number = 0;
  Cut cut;
  AirCommand command;
  Caller caller;
  bool orphaned = false;  ///< its client has been told 503; the writer tries again
};

/// They lie over everything that is published until their own command is committed. Commands are
/// run in the order in which they came, so nothing that came after a cut can be hidden by it. Not
/// thread-safe: the queue's mutex guards it.
class PendingCuts {
 public:
  /// None: what the command means cannot be told before it is run; 0 is never a number.
  std::uint64_t add(Cut cut, AirCommand command, Caller caller);
  bool waits_for(const std::string& idempotency_key) const;

  void done(std::uint64_t number);
  /// The disk, or the queue, did not take it. One of a kind is tried again.
  void orphan(std::uint64_t number);

  bool empty() const { return cuts_.empty(); }
  bool has_orphans() const;
  std::vector<PendingCut> orphans() const;
  void apply_to(AirState& state) const;

 private:
  std::vector<PendingCut> cuts_;
  std::uint64_t last_number_ = 0;
};

/// What a command cuts, as far as can be told before it is run; none: nothing.
std::optional<Cut> cut_of(const contest::Store& store, const Command& command);

}  // namespace leitai::show
