// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/identity.h"

#include <algorithm>
#include <array>

namespace leitai::http {
namespace {

/// What marking needs, and what comes of it.
constexpr std::array<std::string_view, 13> kScorersFeed = {
    "contest", "groups",    "contestants", "people",  "rounds",   "scores",     "adjustments",
    "totals",  "tiebreaks", "stage",       "reveals", "confirms", "corrections"};

}  // namespace

std::optional<Identity> identity_of(std::string_view bearer, const contest::Store& store) {
  const std::string_view id = show::id_of_bearer(bearer);
  const contest::Resource* token = id.empty() ? nullptr : store.find(show::kTokensType, id);
  if (token == nullptr || !show::is_bearer_of(bearer, token->data)) {
    return std::nullopt;
  }
  const std::optional<show::Role> role = show::role_named(token->data.value("role", ""));
  return role ? std::optional(Identity{std::string(id), token->data.value("name", ""), *role}) : std::nullopt;
}

bool is_valid(const Identity& who, const contest::Store& store) {
  return who.token_id.empty() || store.find(show::kTokensType, who.token_id) != nullptr;
}

bool scorers_write(std::string_view type) {
  return type == "scores" || type == "totals";
}

bool is_told(std::string_view type, show::Role role) {
  switch (role) {
    case show::Role::operators:
      return true;
    case show::Role::backstage:
      return type != show::kTokensType;
    case show::Role::scorer:
      return std::find(kScorersFeed.begin(), kScorersFeed.end(), type) != kScorersFeed.end();
  }
  return false;
}

}  // namespace leitai::http
