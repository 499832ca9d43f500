// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/identity.h"

#include <algorithm>
#include <array>

#include "server/show/digest.h"

namespace leitai::http {
namespace {

/// What marking needs, and what comes of it.
constexpr std::array<std::string_view, 13> kScorersFeed = {
    "contest", "groups",    "contestants", "people",  "rounds",   "scores",     "adjustments",
    "totals",  "tiebreaks", "stage",       "reveals", "confirms", "corrections"};

std::optional<Identity> voter_identity(std::string_view id, std::string_view bearer, const contest::Store& store) {
  const contest::Resource* code = id.empty() ? nullptr : store.find(show::kBallotCodesType, id);
  if (code == nullptr || !code->data.contains("bearer")) {
    return std::nullopt;
  }
  std::string proof = show::kept_bearer(code->data, bearer);
  if (!show::same_secret(proof, code->data.value("bearer", ""))) {
    return std::nullopt;
  }
  return Identity{std::string(id), show::voter_name(show::voter_of(id, code->data)), show::Role::judge,
                  std::move(proof)};
}

}  // namespace

std::optional<Identity> identity_of(std::string_view bearer, const contest::Store& store) {
  const std::string_view id = show::id_of_bearer(bearer);
  const contest::Resource* token = id.empty() ? nullptr : store.find(show::kTokensType, id);
  if (token == nullptr) {
    return voter_identity(id, bearer, store);
  }
  if (!show::is_bearer_of(bearer, token->data)) {
    return std::nullopt;
  }
  const std::optional<show::Role> role = show::role_named(token->data.value("role", ""));
  return role ? std::optional(Identity{std::string(id), token->data.value("name", ""), *role}) : std::nullopt;
}

bool is_valid(const Identity& who, const contest::Store& store) {
  if (who.role == show::Role::judge) {
    const contest::Resource* code = store.find(show::kBallotCodesType, who.token_id);
    return code != nullptr && code->data.value("bearer", "") == who.proof;
  }
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
      return type != show::kTokensType && type != show::kBallotCodesType;
    case show::Role::scorer:
      return std::find(kScorersFeed.begin(), kScorersFeed.end(), type) != kScorersFeed.end();
    case show::Role::judge:
      return false;
  }
  return false;
}

}  // namespace leitai::http
