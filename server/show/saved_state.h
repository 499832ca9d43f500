// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/journal/journal.h"
#include "server/show/state.h"

/// States that the journal keeps, so that a start folds only the records after the newest of them. They save time and
/// nothing else: one that is missing, damaged, of another program or not of this journal is passed over, and the
/// journal folded as if it were not there.
namespace leitai::show {

/// Who reads what this program saves: its version, and that of the fold.
std::string saved_state_maker(const std::string& program_version);

/// The whole of a state, as text in parts. Nothing where `stop` became true on the way.
std::optional<journal::SavedState> saved_state_of(const State& state, const std::string& maker,
                                                  const std::atomic<bool>& stop);

/// The state again; the error is a sentence.
tl::expected<State, std::string> state_from(const journal::SavedState& saved);

/// The newest saved state from which the replay may go on; an empty one where there is none.
///
/// A state that was saved under a `public_delay_ms` says nothing of what the audience had been told by then, so such a
/// one is taken only where it is older than the longest delay there may be: then all of it has been told.
State newest_saved_state(const journal::Journal& journal, const std::string& maker);

/// Which of the saved states, newest first, are needed no longer. The two newest stay (one may be damaged), and so that
/// there is one for a show that has a delay, the newest that is older than the longest delay, and the one after it,
/// which will be that next.
std::vector<journal::Token> superfluous(const std::vector<journal::SavedState>& saved);

}  // namespace leitai::show
