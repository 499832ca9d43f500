// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/contest/contest.h"

namespace leitai::show {

using contest::Json;

/// What the audience may see, and how many distinct such documents there have been. The count, a fingerprint and the
/// position that the document tells of are kept in a note of the journal before the document is published, so that a
/// restart goes on counting, gives no number to two documents, and tells nothing back.
struct PublicDocument {
  std::shared_ptr<const std::string> document;  ///< JSON, with `revision`
  /// What is compared: the document without `revision`, and the standings whose marks may change while their criteria's
  /// values do not.
  std::shared_ptr<const std::string> compared;
  std::uint64_t revision = 0;
  bool rehearsal = false;  ///< the document says so
  std::string show;        ///< when the show was made: revisions of another show are no later and no earlier ones
};

constexpr const char* kPublicNote = "public_results";

/// The document that follows `last`; the same where nothing public changed.
PublicDocument following(const PublicDocument& last, const contest::Store& store);

/// What the journal kept of the last one; zeros where it kept nothing.
struct PublicNote {
  std::uint64_t revision = 0;
  std::string hash;
  std::uint64_t token = 0;  ///< of the last record that it tells of
};
PublicNote read_note(const std::optional<std::string>& text);

/// The document at a start. `show`: the time of the journal's first record.
PublicDocument restored(const PublicNote& note, const contest::Store& store, bool rehearsal, std::string show);

std::string note_of(const PublicDocument& document, std::uint64_t token);

}  // namespace leitai::show
