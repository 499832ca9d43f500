// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/contest.h"

namespace leitai::contest {

const Resource* Store::find(std::string_view type, std::string_view id) const {
  const Collection& collection = all(type);
  const auto found = collection.find(id);
  return found == collection.end() ? nullptr : found->second.get();
}

const Store::Collection& Store::all(std::string_view type) const {
  static const Collection kNone;
  const auto found = types_.find(type);
  return found == types_.end() ? kNone : *found->second;
}

namespace {

/// A collection that another Store also holds is copied before it is changed.
Store::Collection& writable(std::shared_ptr<Store::Collection>& collection) {
  if (collection.use_count() != 1) collection = std::make_shared<Store::Collection>(*collection);
  return *collection;
}

}  // namespace

void Store::put(std::string_view type, std::string_view id, Json data, std::uint64_t token) {
  auto found = types_.find(type);
  if (found == types_.end()) found = types_.emplace(std::string(type), std::make_shared<Collection>()).first;
  auto resource = std::make_shared<const Resource>(Resource{std::move(data), token});
  Collection& collection = writable(found->second);
  const auto old = collection.find(id);
  if (old == collection.end())
    collection.emplace(std::string(id), std::move(resource));
  else
    old->second = std::move(resource);
}

bool Store::erase(std::string_view type, std::string_view id) {
  const auto found = types_.find(type);
  if (found == types_.end() || found->second->find(id) == found->second->end()) return false;
  Collection& collection = writable(found->second);
  collection.erase(collection.find(id));
  return true;
}

}  // namespace leitai::contest
