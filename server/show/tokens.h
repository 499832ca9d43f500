// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/show/show.h"

/// Bearers' tokens besides the one that the program was started with. They are resources of the type `tokens`, which is
/// none of the API's: {name, role, created, salt, hash}. No document, feed or export tells salt or hash.
namespace leitai::show {

enum class Role {
  operators,  ///< everything
  scorer,     ///< reads what marking needs, writes scores and totals
  backstage,  ///< reads
  judge,      ///< one ballot: who entered a code (show/ballots.h)
};
/// "operator", "scorer", "backstage", "judge"
std::string_view role_name(Role role);
/// Of those that a token can be made for.
std::optional<Role> role_named(std::string_view name);

constexpr const char* kTokensType = "tokens";
constexpr std::size_t kMostTokens = 256;
constexpr std::size_t kMostTokenNameBytes = 64;

struct NewToken {
  std::string id;
  std::string bearer;  ///< what its holder sends: told once, kept nowhere
  Json data;
};
/// invalid where the name is empty, longer than kMostTokenNameBytes, holds control characters, or is one of the
/// program's own.
tl::expected<NewToken, Refusal> make_token(const std::string& name, Role role, std::int64_t now_ms);

/// The id that a bearer names, right or wrong; empty where it names none.
std::string_view id_of_bearer(std::string_view bearer);

/// Is this the bearer of the token `data`? In a time that tells nothing about where it differs.
bool is_bearer_of(std::string_view bearer, const Json& data);

/// What may be told of a token: {name, role, created}; null of null.
Json without_secrets(const Json& data);

}  // namespace leitai::show
