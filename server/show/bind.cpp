// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/bind.h"

#include <algorithm>

#include "server/show/bind_data.h"
#include "server/show/binds/kinds.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

std::optional<BoundData> as_it_is(Json data) {
  return BoundData{std::move(data), {}};
}

/// Every resource that the bind names is there.
bool targets_exist(const Store& store, const Json& bind, const Kind& kind) {
  const std::string name(kind.name);
  if (kind.shape == Kind::Shape::flag) return true;
  if (kind.shape != Kind::Shape::object) return resource(store, kind.type, text(bind, name.c_str())) != nullptr;
  const Json& ids = bind[name];
  if (!ids.is_object() || resource(store, "rounds", text(ids, "round")) == nullptr) return false;
  return std::all_of(ids.items().begin(), ids.items().end(), [&](const auto& entry) {
    return entry.key() == "round" ||
           (entry.value().is_string() && resource(store, "contestants", entry.value().template get<std::string>()));
  });
}

}  // namespace

const Kind* kind_of(const Json& bind) {
  if (!bind.is_object()) return nullptr;
  const Kind* found = nullptr;
  for (const Kind& kind : kKinds) {
    if (!bind.contains(kind.name)) continue;
    if (found != nullptr) return nullptr;
    found = &kind;
  }
  return found;
}

std::string bind_kind(const Json& bind) {
  const Kind* kind = kind_of(bind);
  return kind == nullptr ? "" : std::string(kind->name);
}

std::optional<Json> bind_of_stage(const Store& store, std::string_view kind) {
  const auto stage = on_stage(store);
  if (!stage) return std::nullopt;
  if (kind == "contestant" || stage->contestant_speaks) return Json{{"contestant", stage->contestant}};
  if (stage->person.empty()) return std::nullopt;
  return Json{{"person", stage->person}};
}

std::optional<Json> followed_bind(const Store& store, const Json& bind) {
  for (const char* name : {"contestant", "person"}) {
    if (bind.contains(name) && bind[name] == kOnStage) return bind_of_stage(store, name);
  }
  if (!bind.contains("score") || field(bind["score"], "contestant") != kOnStage) return bind;
  const auto stage = on_stage(store);
  if (!stage) return std::nullopt;
  return Json{{"score", {{"round", text(bind["score"], "round")}, {"contestant", stage->contestant}}}};
}

std::optional<BoundData> bound_data(const Store& store, const Json& bind, Audience audience, std::int64_t now_ms) {
  const auto whom = bind.is_object() ? followed_bind(store, bind) : std::nullopt;
  const Kind* kind = whom ? kind_of(*whom) : nullptr;
  if (kind == nullptr || !targets_exist(store, *whom, *kind)) return std::nullopt;
  const std::string id = text(*whom, kind->name.data());
  const std::string group = text(*whom, "group");
  if (kind->name == "contestant") return as_it_is(contestant_fields(store, *resource(store, "contestants", id)));
  if (kind->name == "person") return as_it_is(person_fields(*resource(store, "people", id)));
  if (kind->name == "timer") return as_it_is(timer_fields(*resource(store, "timers", id)));
  if (kind->name == "round") return as_it_is(ranking_fields(store, *whom, *resource(store, "rounds", id), audience));
  if (kind->name == "score") return as_it_is(score_fields(store, (*whom)["score"], audience));
  if (kind->name == "versus") return as_it_is(versus_fields(store, (*whom)["versus"], audience));
  if (kind->name == "board") return as_it_is(board_fields(store, *resource(store, "boards", id), audience));
  if (kind->name == "awards") return as_it_is(awards_fields(store, id, group, audience));
  if (kind->name == "running_order") return as_it_is(running_order_fields(store, id, group, audience));
  if (kind->name == "stage") return as_it_is(stage_fields(store, audience));
  return message_fields(store, now_ms);
}

}  // namespace leitai::show
