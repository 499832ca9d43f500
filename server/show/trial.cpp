// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/trial.h"

#include <algorithm>
#include <set>

#include "server/show/recording.h"

namespace leitai::show {

namespace {

/// As if it had been taken a while ago and said ever since what it says now.
void come_to_rest(overlays::AirItem& item, std::int64_t now_ms) {
  item.taken_at = now_ms - kTrialAgeMs;
  item.out_at.reset();
  item.resumed_from = nullptr;
  const auto ahead = std::find_if(item.versions.begin(), item.versions.end(),
                                  [&](const overlays::AirVersion& version) { return version.at > now_ms; });
  if (ahead == item.versions.begin()) return;
  item.versions.erase(item.versions.begin(), ahead - 1);
  item.versions.front().at = item.taken_at;
}

}  // namespace

tl::expected<std::shared_ptr<const overlays::AirChannel>, Refusal> channel_after(State state,
                                                                                 const Templates& templates,
                                                                                 const Moment& moment, const Json& take,
                                                                                 const std::string& channel,
                                                                                 const Staging& staging) {
  auto planned = plan(state, templates, moment, AirCommand{AirVerb::take, take});
  if (!planned) return tl::unexpected(std::move(planned.error()));
  std::set<std::string> touched;
  for (const contest::Event& change : planned->changes) {
    if (change.type == "air") touched.insert(change.id);
  }
  recorded(state, std::move(planned->changes), "trial", moment.now_ms);
  const auto air = view_of(state.air, state.store, state.token, staging, {});
  const auto found = air->channels.find(channel);
  if (found == air->channels.end()) {
    return tl::unexpected(
        Refusal{RefusalKind::not_found, "there is no channel \"" + channel + "\"", {}, Json::object()});
  }
  auto after = std::make_shared<overlays::AirChannel>(*found->second);
  for (overlays::AirLayer& layer : after->layers) {
    if (!touched.contains(air_id(channel, layer.number))) continue;
    layer.leaving.reset();
    if (layer.current) come_to_rest(*layer.current, moment.now_ms);
  }
  return std::shared_ptr<const overlays::AirChannel>(std::move(after));
}

}  // namespace leitai::show
