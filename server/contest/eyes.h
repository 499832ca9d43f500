// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/contest/ranking.h"
#include "server/contest/scoring.h"

/// Who may see what: the one place where it is decided. Everything public (standings, the results
/// document, what reveals may do) is made from a View.
namespace leitai::contest {

/// A row that the audience may see.
struct Seen {
  Contender contender;
  bool withdrawn = false;
  bool complete = false;
  bool under_review = false;
  bool confirmed = false;  ///< where the round asks for it
  Json corrected_at;       ///< a time, or null: when what was shown of it, or its closed round, became another
  bool corrected_after_close = false;
  const Json* frozen = nullptr;  ///< the row as it was revealed; null: rows[row] of the sheet
  std::size_t row = 0;
};

struct View {
  Sheet sheet;             ///< has marks only where some Seen needs them
  std::vector<Seen> rows;  ///< in running order
  Ranking ranking;         ///< of `rows`
  /// What follows is not told to an audience that may not see the running order.
  bool complete = false;                  ///< all rows that are to come are there, and complete
  std::vector<std::string> whole_groups;  ///< groups of which every row is shown
  bool whole = false;                     ///< every row is shown
};

/// Rounds are public from `open`.
bool is_public(const Json& round);

/// A round as an audience may see it; nothing where the round is unknown, or hidden from it. `detail`
/// is of what is computed: frozen rows have their own.
std::optional<View> view(const Store& store, std::string_view round, Audience audience, Detail detail);

/// The audience's view for who asks only which rows it has: nothing is said of what is complete or whole.
std::optional<View> shown_rows(const Store& store, std::string_view round);

/// Does the view show each of them? False where there is nobody to show.
bool shows_all(const View& view, const std::vector<std::string>& contestants);

/// A reveal of a round: the fact that makes a row public.
struct Reveal {
  std::string id;
  const Json* data = nullptr;  ///< lives as long as the store
};
std::vector<Reveal> reveals_of(const Store& store, std::string_view round);

/// Are all rounds that carry into this one public for the contestant? True where none carries.
bool carry_is_public(const Store& store, const Rules& rules, std::string_view contestant);

}  // namespace leitai::contest
