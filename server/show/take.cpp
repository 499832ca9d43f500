// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/take.h"

#include <algorithm>

#include "server/show/air_phase.h"
#include "server/show/air_request.h"
#include "server/show/bind.h"

namespace leitai::show {

namespace {

/// The contract's "same item": the same cue; without cues equal bind; without bind equal data.
bool same_item(const AirItem& item, const TakeRequest& request, const Json& bind, std::int64_t now_ms) {
  if (item.template_id != request.template_id || item.cue != request.cue) return false;
  if (!request.cue.empty()) return true;
  if (item.bind != bind) return false;
  if (!bind.is_null()) return true;
  Json data = Json::object();
  data.merge_patch(request.data);
  return item.shown(now_ms) == data;
}

/// A token that is behind the layer's newest change, or that no answer ever held.
bool is_stale(const State& state, const TakeRequest& request) {
  return request.expected_token && (*request.expected_token < layer_token(state.air, request.channel, request.layer) ||
                                    *request.expected_token > state.token);
}

Refusal stale(const State& state, const TakeRequest& request) {
  return changed_since(state, "layer " + std::to_string(request.layer) + " of " + request.channel);
}

AirItem new_item(const TakeRequest& request, const Json& bind, const Moment& moment) {
  AirItem item;
  item.take = moment.next_token;
  item.template_id = request.template_id;
  item.bind = bind;
  item.data = request.data;
  item.duration_ms = request.duration_ms;
  item.taken_at = moment.now_ms;
  if (request.duration_ms) item.out_at = moment.now_ms + *request.duration_ms;
  item.cue = request.cue;
  item.last_take_at = moment.now_ms;
  item.last_take_token = moment.next_token;
  item.by_rule = moment.by_rule;
  return item;
}

contest::Event layer_change(const TakeRequest& request, const Layer& layer) {
  return {"air", air_id(request.channel, request.layer), layer_record(layer)};
}

/// The same item again: its in is not replayed.
PlanResult update_in_place(const State& state, Layer layer, const TakeRequest& request, const Json& bind,
                           const Moment& moment) {
  AirItem& item = *layer.current;
  Json data = item.data;
  if (!bind.is_null()) {
    data = composed_patch(std::move(data), request.data);
  } else if (!request.cue.empty()) {
    data = request.data;  // without a cue it is the same already
  }
  const bool by_hand_now = item.by_rule && !moment.by_rule;  // from now on rules leave it alone
  const bool unchanged = data == item.data && bind == item.bind && !by_hand_now;
  const bool repeated = moment.now_ms - item.last_take_at <= kDoubleTakeMs && request.duration_ms == item.duration_ms;
  if (unchanged && repeated) return Plan{{}, item.last_take_token};
  if (is_stale(state, request)) return tl::unexpected(stale(state, request));
  if (unchanged && !request.duration_ms) return Plan{};
  if (json::dump(data).size() > kMaxDataBytes) {
    return tl::unexpected(refuse(RefusalKind::invalid, "/data", "makes the item's data too large"));
  }
  item.data = std::move(data);
  item.bind = bind;
  if (request.duration_ms) {
    item.duration_ms = request.duration_ms;
    item.out_at = moment.now_ms + *request.duration_ms;
  }
  item.last_take_at = moment.now_ms;
  item.last_take_token = moment.next_token;
  item.by_rule = moment.by_rule;
  return Plan{{layer_change(request, layer)}, std::nullopt};
}

PlanResult replace(Layer layer, const TakeRequest& request, const Json& bind, const Templates& templates,
                   const Moment& moment) {
  AirItem item = new_item(request, bind, moment);
  if (layer.current && same_item(*layer.current, request, bind, moment.now_ms)) {
    item.resumes = layer.current->take;  // it is leaving: the new one starts from its pose
  } else {
    if (layer.leaving && same_item(*layer.leaving, request, bind, moment.now_ms)) item.resumes = layer.leaving->take;
    if (layer.current) {
      if (is_on(*layer.current, templates, moment.now_ms)) layer.current->out_at = moment.now_ms;
      layer.leaving = std::move(layer.current);
    } else if (item.resumes != 0) {
      layer.leaving.reset();
    }
  }
  layer.current = std::move(item);
  return Plan{{layer_change(request, layer)}, std::nullopt};
}

}  // namespace

PlanResult plan_take(const State& state, const Templates& templates, const Moment& moment, const TakeRequest& request) {
  Json bind;
  if (!request.bind.is_null()) {
    auto resolved = resolve_bind(state.store, request.bind);
    if (!resolved) return tl::unexpected(resolved.error());
    bind = std::move(*resolved);
  }
  Layer layer = present_layer(state.air, request.channel, request.layer, templates, moment.now_ms);
  if (is_kept_from(moment, layer, templates)) return tl::unexpected(kept_by_hand());
  const bool in_place = layer.current && same_item(*layer.current, request, bind, moment.now_ms) &&
                        is_on(*layer.current, templates, moment.now_ms);
  if (in_place) return update_in_place(state, std::move(layer), request, bind, moment);
  if (is_stale(state, request)) return tl::unexpected(stale(state, request));
  return replace(std::move(layer), request, bind, templates, moment);
}

bool is_kept_from(const Moment& moment, const Layer& layer, const Templates& templates) {
  return moment.by_rule && layer.current && !layer.current->by_rule &&
         is_on(*layer.current, templates, moment.now_ms) && moment.now_ms - layer.current->last_take_at < kManualTakeMs;
}

Refusal kept_by_hand() {
  return refuse(RefusalKind::conflict, "/layer", "what is there was taken by hand less than 2 s ago");
}

Refusal changed_since(const State& state, const std::string& what) {
  Refusal refusal = refuse(RefusalKind::conflict, "/expected_token", what + " has changed since that token");
  refusal.members["token"] = state.token;
  return refusal;
}

Json composed_patch(Json first, const Json& second) {
  for (const auto& [name, value] : second.items()) {
    if (value.is_object() && first.contains(name) && first[name].is_object()) {
      first[name] = composed_patch(std::move(first[name]), value);
    } else {
      first[name] = value;
    }
  }
  return first;
}

}  // namespace leitai::show
