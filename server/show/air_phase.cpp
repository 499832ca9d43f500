// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_phase.h"

namespace leitai::show {

Phase phase_of(const AirItem& item, const Templates& templates, std::int64_t now_ms) {
  const auto found = templates.find(item.template_id);
  const std::int64_t in_ms = found == templates.end() ? 0 : found->second.in_ms;
  const std::int64_t out_ms = found == templates.end() ? 0 : found->second.out_ms;
  if (item.out_at && now_ms >= *item.out_at) return now_ms < *item.out_at + out_ms ? Phase::out : Phase::gone;
  return now_ms < item.taken_at + in_ms ? Phase::in : Phase::on;
}

bool is_on(const AirItem& item, const Templates& templates, std::int64_t now_ms) {
  const Phase phase = phase_of(item, templates, now_ms);
  return phase == Phase::in || phase == Phase::on;
}

Layer present(const Layer& layer, const Templates& templates, std::int64_t now_ms) {
  Layer left = layer;
  if (left.current && phase_of(*left.current, templates, now_ms) == Phase::gone) left.current.reset();
  if (left.leaving && phase_of(*left.leaving, templates, now_ms) == Phase::gone) left.leaving.reset();
  return left;
}

Layer present_layer(const AirState& state, std::string_view channel, int number, const Templates& templates,
                    std::int64_t now_ms) {
  const auto in = state.channels.find(channel);
  if (in == state.channels.end()) return {};
  const auto layer = in->second.layers.find(number);
  return layer == in->second.layers.end() ? Layer{} : present(*layer->second, templates, now_ms);
}

}  // namespace leitai::show
