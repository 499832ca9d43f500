// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/contest/contest.h"

namespace leitai::show {

using contest::Json;

/// What the audience may see, and how many distinct such documents there have been. The count and
/// a fingerprint are kept in a note of the journal, so that a restart goes on counting.
struct PublicDocument {
  std::shared_ptr<const Json> document;  ///< with `revision`
  std::shared_ptr<const Json> bare;      ///< without: what is compared
  std::uint64_t revision = 0;
};

constexpr const char* kPublicNote = "public_results";

/// The document that follows `last`; the same where nothing public changed.
PublicDocument following(const PublicDocument& last, const contest::Store& store);

/// The document at a start, where `note` is what the journal kept.
PublicDocument restored(const std::optional<std::string>& note, const contest::Store& store);

std::string note_of(const PublicDocument& document);

}  // namespace leitai::show
