// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string_view>

#include "server/contest/scoring.h"

/// A `confirms` resource: {round, contestant, at, row}: somebody vouches for a row, as it then was. It
/// goes as soon as the row becomes another.
namespace leitai::contest {

/// Does the round ask that rows be confirmed?
bool asks_confirmation(const Json& round);

/// A round's confirmations by contestant. Lives as long as the store.
struct Confirm {
  std::string_view id;
  const Json* data = nullptr;
};
using Confirms = std::map<std::string_view, Confirm, std::less<>>;
Confirms confirms_of(const Store& store, std::string_view round);

/// May the audience see the row as it is: confirmed, or of a round that does not ask for it?
bool is_vouched_for(const Sheet& sheet, const Confirms& confirms, std::string_view contestant);

/// Is the confirmation still one of this row?
bool still_confirms(const Store& store, const Sheet& sheet, const Row& row, const Confirm& confirm);

}  // namespace leitai::contest
