// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/pending_cuts.h"

#include <algorithm>
#include <utility>

#include "server/show/air_request.h"

namespace leitai::show {

std::uint64_t PendingCuts::add(Cut cut, AirCommand command, Caller caller) {
  cuts_.push_back({++last_number_, std::move(cut), std::move(command), std::move(caller), false});
  return last_number_;
}

bool PendingCuts::waits_for(const std::string& idempotency_key) const {
  return std::any_of(cuts_.begin(), cuts_.end(), [&](const PendingCut& pending) {
    return pending.caller.idempotency && pending.caller.idempotency->key == idempotency_key;
  });
}

void PendingCuts::done(std::uint64_t number) {
  std::erase_if(cuts_, [&](const PendingCut& pending) { return pending.number == number; });
}

void PendingCuts::orphan(std::uint64_t number) {
  const auto found =
      std::find_if(cuts_.begin(), cuts_.end(), [&](const PendingCut& pending) { return pending.number == number; });
  if (found == cuts_.end()) return;
  const Cut cut = found->cut;
  const bool known = std::any_of(cuts_.begin(), cuts_.end(), [&](const PendingCut& pending) {
    return pending.orphaned && pending.cut.channel == cut.channel && pending.cut.layer == cut.layer;
  });
  if (known) {
    cuts_.erase(found);
  } else {
    found->orphaned = true;
  }
}

bool PendingCuts::has_orphans() const {
  return std::any_of(cuts_.begin(), cuts_.end(), [](const PendingCut& pending) { return pending.orphaned; });
}

std::vector<PendingCut> PendingCuts::orphans() const {
  std::vector<PendingCut> orphans;
  std::copy_if(cuts_.begin(), cuts_.end(), std::back_inserter(orphans),
               [](const PendingCut& pending) { return pending.orphaned; });
  return orphans;
}

void PendingCuts::apply_to(AirState& state) const {
  for (const PendingCut& pending : cuts_) apply_cut(state, pending.cut);
}

std::optional<Cut> cut_of(const contest::Store& store, const Command& command) {
  const auto* air = std::get_if<AirCommand>(&command);
  if (air == nullptr) return std::nullopt;
  BodyReader reader(air->body);
  if (air->verb == AirVerb::panic) return reader.refusal() ? std::nullopt : std::optional(Cut{});
  if (air->verb != AirVerb::clear) return std::nullopt;
  const auto place = read_place(store, reader, false);
  return place ? std::optional(Cut{place->channel, place->layer}) : std::nullopt;
}

}  // namespace leitai::show
