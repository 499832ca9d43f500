// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_state.h"

namespace leitai::show {

namespace {

Json item_record(const AirItem& item) {
  Json record = {{"take", item.take},
                 {"template", item.template_id},
                 {"data", item.data},
                 {"taken_at", item.taken_at},
                 {"step", item.step},
                 {"last_take_at", item.last_take_at},
                 {"last_take_token", item.last_take_token}};
  if (!item.bind.is_null()) record["bind"] = item.bind;
  if (item.duration_ms) record["duration_ms"] = *item.duration_ms;
  if (item.out_at) record["out_at"] = *item.out_at;
  if (!item.cue.empty()) record["cue"] = item.cue;
  if (item.by_rule) record["by_rule"] = true;
  if (item.resumes != 0) record["resumes"] = item.resumes;
  if (item.origin != 0) record["origin"] = item.origin;
  return record;
}

template <typename T>
std::optional<T> maybe(const Json& record, const char* name) {
  const auto found = record.find(name);
  if (found == record.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<T>();
}

AirItem item_from_record(const Json& record) {
  AirItem item;
  item.take = maybe<std::uint64_t>(record, "take").value_or(0);
  item.template_id = record.value("template", "");
  item.bind = record.value("bind", Json());
  item.data = record.value("data", Json::object());
  item.duration_ms = maybe<std::int64_t>(record, "duration_ms");
  item.taken_at = maybe<std::int64_t>(record, "taken_at").value_or(0);
  item.out_at = maybe<std::int64_t>(record, "out_at");
  item.step = maybe<int>(record, "step").value_or(0);
  item.cue = record.value("cue", "");
  item.last_take_at = maybe<std::int64_t>(record, "last_take_at").value_or(0);
  item.last_take_token = maybe<std::uint64_t>(record, "last_take_token").value_or(0);
  item.by_rule = record.value("by_rule", false);
  item.resumes = maybe<std::uint64_t>(record, "resumes").value_or(0);
  item.origin = maybe<std::uint64_t>(record, "origin").value_or(0);
  return item;
}

}  // namespace

Json layer_record(const Layer& layer) {
  if (!layer.held && !layer.current && !layer.leaving) return nullptr;
  Json record = {{"held", layer.held}, {"current", nullptr}, {"leaving", nullptr}};
  if (layer.current) record["current"] = item_record(*layer.current);
  if (layer.leaving) record["leaving"] = item_record(*layer.leaving);
  return record;
}

Layer layer_from_record(const Json& record) {
  Layer layer;
  if (!record.is_object()) return layer;
  layer.held = record.value("held", false);
  const auto item = [&](const char* name) -> std::optional<AirItem> {
    const auto found = record.find(name);
    if (found == record.end() || !found->is_object()) return std::nullopt;
    return item_from_record(*found);
  };
  layer.current = item("current");
  layer.leaving = item("leaving");
  return layer;
}

}  // namespace leitai::show
