// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "server/show/ballots.h"
#include "server/show/tokens.h"

namespace leitai::http {

/// Whose token a request carries.
struct Identity {
  std::string token_id;  ///< empty: the token that the program was started with; of a judge, their code's id
  std::string name;      ///< the `actor` of what is written
  show::Role role = show::Role::operators;
  std::string proof = {};  ///< of a judge: what the store keeps of the bearer

  bool is_operator() const { return role == show::Role::operators; }
};

/// Whose bearer this is; nothing where it is nobody's.
std::optional<Identity> identity_of(std::string_view bearer, const contest::Store& store);

/// Has the token not been revoked since?
bool is_valid(const Identity& who, const contest::Store& store);

/// May a scorer write this type?
bool scorers_write(std::string_view type);

/// Is a record of this type told in a feed of this role?
bool is_told(std::string_view type, show::Role role);

}  // namespace leitai::http
