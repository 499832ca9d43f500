// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/contest.h"
#include "server/contest/scores.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

constexpr std::string_view kScores = "scores";

/// What another Store also holds is copied before it is changed.
template <typename Part>
Part& writable(std::shared_ptr<Part>& part) {
  if (part.use_count() != 1) part = std::make_shared<Part>(*part);
  return *part;
}

/// Are two scores of one id filed in the same place, so that one simply takes the other's?
bool filed_alike(const Json& a, const Json& b) {
  const auto same = [&](const char* name) { return text_or(a, name, "") == text_or(b, name, ""); };
  return same("round") && same("contestant") && same("judge");
}

}  // namespace

const Resource* Store::find(std::string_view type, std::string_view id) const {
  return all(type).get(id);
}

const Store::Collection& Store::all(std::string_view type) const {
  static const Collection kNone;
  const auto found = types_.find(type);
  return found == types_.end() ? kNone : *found->second;
}

const RoundScores* Store::scores(std::string_view round) const {
  const auto found = scores_.find(round);
  return found == scores_.end() ? nullptr : found->second.get();
}

void Store::put(std::string_view type, std::string_view id, Json data, std::uint64_t token) {
  auto found = types_.find(type);
  if (found == types_.end()) found = types_.emplace(std::string(type), std::make_shared<Collection>()).first;
  auto resource = std::make_shared<const Resource>(Resource{std::move(data), token});
  Collection& collection = writable(found->second);
  if (type == kScores) {
    const Resource* old = collection.get(id);
    if (old != nullptr && !filed_alike(old->data, resource->data)) forget_score(id, *old);
    file_score(id, resource);
  }
  collection.put(id, std::move(resource));
}

bool Store::erase(std::string_view type, std::string_view id) {
  const auto found = types_.find(type);
  if (found == types_.end() || !found->second->contains(id)) return false;
  if (type == kScores) forget_score(id, *found->second->get(id));
  return writable(found->second).erase(id);
}

void Store::file_score(std::string_view id, const std::shared_ptr<const Resource>& resource) {
  const std::string_view round = text_or(resource->data, "round", "");
  auto filed = scores_.find(round);
  if (filed == scores_.end()) filed = scores_.emplace(std::string(round), std::make_shared<RoundScores>()).first;
  writable(filed->second).put(id, resource);
}

void Store::forget_score(std::string_view id, const Resource& old) {
  const auto filed = scores_.find(text_or(old.data, "round", ""));
  if (filed == scores_.end()) return;
  RoundScores& round = writable(filed->second);
  round.erase(id, old);
  if (round.empty()) scores_.erase(filed);
}

}  // namespace leitai::contest
