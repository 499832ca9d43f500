// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/groups_of_cues.h"

#include <algorithm>

#include "server/contest/values.h"

namespace leitai::contest {

std::vector<FieldError> group_faults(const Store& store, const std::string& id, const Json& cue) {
  if (!member(cue, "cues")) return {};
  std::vector<FieldError> faults;
  const std::vector<std::string> members = ids_of(cue, "cues");
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Resource* named = store.find("cues", members[i]);
    if (members[i] == id || (named && member(named->data, "cues")))
      faults.push_back({"/cues/" + std::to_string(i), "is a group itself: groups do not nest"});
  }
  for (const auto& [other, resource] : store.all("cues")) {
    const std::vector<std::string> of_other = ids_of(resource->data, "cues");
    if (other != id && std::find(of_other.begin(), of_other.end(), id) != of_other.end())
      faults.push_back({"/cues", "groups do not nest, and this one is in the group cues/" + other});
  }
  return faults;
}

}  // namespace leitai::contest
