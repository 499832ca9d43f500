// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/show/bind.h"
#include "server/show/binds/kinds.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

using contest::Refusal;
using contest::RefusalKind;

namespace {

Refusal refusal(RefusalKind kind, std::string pointer, std::string detail) {
  return {kind, detail, {{std::move(pointer), detail}}, Json::object()};
}

Refusal invalid(std::string pointer, std::string detail) {
  return refusal(RefusalKind::invalid, std::move(pointer), std::move(detail));
}

bool follows(const Json& bind) {
  const auto found = bind.find("follow");
  return found != bind.end() && found->is_boolean() && found->get<bool>();
}

bool is_there(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && !found->is_null();
}

using Id = tl::expected<std::string, Refusal>;

/// The member `name` of `object` as the id of a resource of this type. `word`: what it is called.
Id id_of(const Store& store, const Json& object, const char* name, std::string_view type, const std::string& word,
         const std::string& pointer) {
  const std::string at = pointer + "/" + name;
  if (!is_there(object, name)) return tl::unexpected(invalid(at, "is required"));
  const Json& value = object[name];
  if (!value.is_string()) return tl::unexpected(invalid(at, "must be an id"));
  const auto& id = value.get_ref<const std::string&>();
  if (resource(store, type, id) != nullptr) return id;
  return tl::unexpected(invalid(at, "there is no " + word + " \"" + id + "\""));
}

tl::expected<void, Refusal> in_round(const Store& store, const std::string& round, const std::string& contestant,
                                     RefusalKind kind, const std::string& pointer) {
  const std::vector<std::string> order = contest::running_order(store, *resource(store, "rounds", round));
  if (std::find(order.begin(), order.end(), contestant) != order.end()) return {};
  return tl::unexpected(refusal(kind, pointer, "\"" + contestant + "\" is not in the running order of this round"));
}

using Resolved = tl::expected<Json, Refusal>;

Resolved resolve_target(const Store& store, const Json& bind, const Kind& kind) {
  const std::string name(kind.name);
  const bool can_be_on_stage = kind.name == "contestant" || kind.name == "person";
  if (can_be_on_stage && bind[name] == kOnStage) {
    const auto resolved = bind_of_stage(store, kind.name);
    if (!resolved) return tl::unexpected(refusal(RefusalKind::conflict, "/bind/" + name, "nobody is on stage"));
    return follows(bind) ? Json{{name, kOnStage}, {"follow", true}} : *resolved;
  }
  const Id id = id_of(store, bind, name.c_str(), kind.type, std::string(kind.word), "/bind");
  if (!id) return tl::unexpected(id.error());
  return Json{{name, *id}};
}

/// With the group, where the bind names one.
Resolved with_group(const Store& store, const Json& bind, Resolved resolved) {
  if (!resolved || !is_there(bind, "group")) return resolved;
  const Id group = id_of(store, bind, "group", "groups", "group", "/bind");
  if (!group) return tl::unexpected(group.error());
  (*resolved)["group"] = *group;
  return resolved;
}

Resolved with_limit(const Json& bind, Resolved resolved) {
  if (!resolved || !is_there(bind, "limit")) return resolved;
  const Json& limit = bind["limit"];
  if (!limit.is_number_integer() || limit < 1 || limit > 1000) {
    return tl::unexpected(invalid("/bind/limit", "must be a whole number from 1 to 1000"));
  }
  (*resolved)["limit"] = limit;
  return resolved;
}

Resolved resolve_score(const Store& store, const Json& bind) {
  const Json& score = bind["score"];
  const Id round = id_of(store, score, "round", "rounds", "round", "/bind/score");
  if (!round) return tl::unexpected(round.error());
  const std::string at = "/bind/score/contestant";
  const bool from_stage = score.contains("contestant") && score["contestant"] == kOnStage;
  Id contestant;
  if (from_stage) {
    const auto stage = on_stage(store);
    if (!stage) return tl::unexpected(refusal(RefusalKind::conflict, at, "nobody is on stage"));
    contestant = stage->contestant;
  } else {
    contestant = id_of(store, score, "contestant", "contestants", "contestant", "/bind/score");
    if (!contestant) return tl::unexpected(contestant.error());
  }
  const auto kind = from_stage ? RefusalKind::conflict : RefusalKind::invalid;
  if (const auto there = in_round(store, *round, *contestant, kind, at); !there) return tl::unexpected(there.error());
  if (from_stage && follows(bind)) {
    return Json{{"score", {{"round", *round}, {"contestant", kOnStage}}}, {"follow", true}};
  }
  return Json{{"score", {{"round", *round}, {"contestant", *contestant}}}};
}

Resolved resolve_versus(const Store& store, const Json& bind) {
  const Json& versus = bind["versus"];
  const Id round = id_of(store, versus, "round", "rounds", "round", "/bind/versus");
  if (!round) return tl::unexpected(round.error());
  Json resolved = {{"round", *round}};
  for (const char* side : {"a", "b"}) {
    const Id contestant = id_of(store, versus, side, "contestants", "contestant", "/bind/versus");
    if (!contestant) return tl::unexpected(contestant.error());
    const auto there = in_round(store, *round, *contestant, RefusalKind::invalid, std::string("/bind/versus/") + side);
    if (!there) return tl::unexpected(there.error());
    resolved[side] = *contestant;
  }
  if (resolved["a"] == resolved["b"]) return tl::unexpected(invalid("/bind/versus/b", "must be somebody else"));
  return Json{{"versus", std::move(resolved)}};
}

std::string all_kinds() {
  std::string names;
  for (const Kind& kind : kKinds) names += (names.empty() ? "" : ", ") + std::string(kind.name);
  return names;
}

}  // namespace

Resolved resolve_bind(const Store& store, const Json& bind) {
  if (!bind.is_object()) return tl::unexpected(invalid("/bind", "must be an object"));
  const Kind* kind = kind_of(bind);
  if (kind == nullptr) return tl::unexpected(invalid("/bind", "must name exactly one of " + all_kinds()));
  if (bind.contains("follow") && !bind["follow"].is_boolean()) {
    return tl::unexpected(invalid("/bind/follow", "must be true or false"));
  }
  const std::string name(kind->name);
  switch (kind->shape) {
    case Kind::Shape::id:
      return resolve_target(store, bind, *kind);
    case Kind::Shape::round:
      return with_limit(bind, with_group(store, bind, resolve_target(store, bind, *kind)));
    case Kind::Shape::programme:
      return with_group(store, bind, resolve_target(store, bind, *kind));
    case Kind::Shape::object:
      if (!bind[name].is_object()) return tl::unexpected(invalid("/bind/" + name, "must be an object"));
      return name == "score" ? resolve_score(store, bind) : resolve_versus(store, bind);
    case Kind::Shape::flag:
      if (bind[name] == true) return Json{{name, true}};
      return tl::unexpected(invalid("/bind/" + name, "must be true"));
  }
  return tl::unexpected(invalid("/bind", "names nothing that can be bound"));
}

}  // namespace leitai::show
