// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include <tl/expected.hpp>

#include "server/contest/contest.h"
#include "server/journal/journal.h"

namespace leitai::show {

constexpr std::size_t kMostAuditEntries = 1'000;

/// Of a round: who wrote what, when, and what it was before.
struct AuditQuery {
  std::string round;
  std::string contestant;    ///< empty: any
  std::string judge;         ///< empty: any; else marks and ballots only
  journal::Token since = 0;  ///< records behind it
  journal::Token until = 0;  ///< and up to it
  std::size_t limit = 200;   ///< entries, the newest first; a record's are never parted
};

/// {round, entries: [{token, time, actor, command, kind, after_close, …}], next}: `next` is the `until` of
/// the following page, or null. Reads the journal in slices, beside its writer.
tl::expected<contest::Json, journal::Error> audit(const journal::Journal& journal, const AuditQuery& query);

}  // namespace leitai::show
