// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/platform/platform.h"
#include "server/show/digest.h"
#include "server/show/plan.h"

namespace leitai::show {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 3> kRoles = {
    {{Role::operators, "operator"}, {Role::scorer, "scorer"}, {Role::backstage, "backstage"}}};

constexpr std::size_t kIdBytes = 6;
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSaltBytes = 16;

/// Who else writes records.
constexpr std::array<std::string_view, 3> kOwnNames = {"operator", "leitai", "automation"};

/// A secret of 256 random bits is not found by trying: one round of SHA-256 keeps it as well as a slow function would,
/// and every request can afford it.
std::string hash_of(std::string_view salt, std::string_view bearer) {
  return sha256_hex(std::string(salt) + ":" + std::string(bearer));
}

std::optional<std::string> name_fault(const std::string& name) {
  if (name.empty() || name.size() > kMostTokenNameBytes) return "must be 1 to 64 bytes long";
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; };
  if (std::any_of(name.begin(), name.end(), control)) return "must not hold control characters";
  if (name.front() == ' ' || name.back() == ' ') return "must not begin or end with a space";
  const bool own = std::find(kOwnNames.begin(), kOwnNames.end(), name) != kOwnNames.end();
  if (own || name.starts_with("judge/") || name.starts_with("audience/")) return "is one of the program's own";
  return std::nullopt;
}

}  // namespace

std::string_view role_name(Role role) {
  if (role == Role::judge) return "judge";
  return std::find_if(kRoles.begin(), kRoles.end(), [role](const auto& entry) { return entry.first == role; })->second;
}

std::optional<Role> role_named(std::string_view name) {
  const auto found =
      std::find_if(kRoles.begin(), kRoles.end(), [name](const auto& entry) { return entry.second == name; });
  return found == kRoles.end() ? std::nullopt : std::optional(found->first);
}

tl::expected<NewToken, Refusal> make_token(const std::string& name, Role role, std::int64_t now_ms) {
  if (auto fault = name_fault(name)) return tl::unexpected(refuse(RefusalKind::invalid, "/name", std::move(*fault)));
  NewToken token;
  token.id = platform::random_hex(kIdBytes);
  token.bearer = token.id + '.' + platform::random_hex(kSecretBytes);
  const std::string salt = platform::random_hex(kSaltBytes);
  token.data = {{"name", name},
                {"role", role_name(role)},
                {"created", contest::format_time(now_ms)},
                {"salt", salt},
                {"hash", hash_of(salt, token.bearer)}};
  return token;
}

std::string_view id_of_bearer(std::string_view bearer) {
  const std::size_t dot = bearer.find('.');
  return dot == 2 * kIdBytes ? bearer.substr(0, dot) : std::string_view();
}

bool is_bearer_of(std::string_view bearer, const Json& data) {
  const std::string salt = data.value("salt", "");
  return !salt.empty() && same_secret(hash_of(salt, bearer), data.value("hash", ""));
}

Json without_secrets(const Json& data) {
  if (!data.is_object()) return nullptr;
  return {{"name", data.value("name", "")}, {"role", data.value("role", "")}, {"created", data.value("created", "")}};
}

PlanResult plan_add_token(const State& state, const AddToken& command) {
  const auto& tokens = state.store.all(kTokensType);
  if (tokens.size() >= kMostTokens) {
    return tl::unexpected(refuse(RefusalKind::conflict, "", "there are 256 tokens already: revoke one first"));
  }
  const std::string name = command.data.value("name", "");
  for (const auto& [id, token] : tokens) {
    if (id == command.id || token->data.value("name", "") == name) {
      return tl::unexpected(refuse(RefusalKind::conflict, "/name", "there is a token of that name already"));
    }
  }
  return Plan{{{kTokensType, command.id, command.data}}, std::nullopt};
}

PlanResult plan_revoke_token(const State& state, const RevokeToken& command) {
  if (state.store.find(kTokensType, command.id) == nullptr) {
    return tl::unexpected(Refusal{RefusalKind::not_found, "there is no such token", {}, Json::object()});
  }
  return Plan{{{kTokensType, command.id, nullptr}}, std::nullopt};
}

}  // namespace leitai::show
