// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/bind.h"

#include <algorithm>
#include <array>

#include "server/show/bind_data.h"

namespace leitai::show {

using contest::Refusal;
using contest::RefusalKind;

namespace {

constexpr std::string_view kOnStage = "@stage";

constexpr std::array kKinds = {"contestant", "person", "timer", "round"};
constexpr std::array kLaterKinds = {"score", "versus", "board", "awards", "running_order", "messages", "stage"};

Refusal refusal(RefusalKind kind, std::string pointer, std::string detail) {
  return {kind, detail, {{std::move(pointer), detail}}, Json::object()};
}

Refusal invalid(std::string pointer, std::string detail) {
  return refusal(RefusalKind::invalid, std::move(pointer), std::move(detail));
}

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool follows(const Json& bind) {
  const auto found = bind.find("follow");
  return found != bind.end() && found->is_boolean() && found->get<bool>();
}

std::string resource_type(const std::string& kind) {
  if (kind == "contestant") return "contestants";
  if (kind == "person") return "people";
  return kind + "s";
}

const Json* resource(const contest::Store& store, std::string_view type, std::string_view id) {
  const contest::Resource* found = store.find(type, id);
  return found != nullptr && found->data.is_object() ? &found->data : nullptr;
}

/// The speaker of the segment that is on stage: contestant (where no segment says otherwise),
/// supporter, or a person's id.
std::string speaker_on_stage(const contest::Store& store, const Json& stage) {
  const Json* round = resource(store, "rounds", text(stage, "round"));
  if (round == nullptr || !round->contains("segments") || !(*round)["segments"].is_array()) return "contestant";
  for (const Json& segment : (*round)["segments"]) {
    if (segment.is_object() && text(segment, "id") == text(stage, "segment")) {
      const std::string speaker = text(segment, "speaker");
      return speaker.empty() ? "contestant" : speaker;
    }
  }
  return "contestant";
}

/// The bind with "@stage" replaced; none: nobody is there.
std::optional<Json> on_stage(const contest::Store& store, const std::string& kind) {
  const Json* stage = resource(store, "stage", "stage");
  if (stage == nullptr || text(*stage, "contestant").empty()) return std::nullopt;
  const std::string contestant = text(*stage, "contestant");
  if (kind == "contestant") return Json{{"contestant", contestant}};
  const std::string speaker = speaker_on_stage(store, *stage);
  if (speaker == "contestant") return Json{{"contestant", contestant}};
  if (speaker != "supporter") return Json{{"person", speaker}};
  const Json* data = resource(store, "contestants", contestant);
  if (data == nullptr || text(*data, "supporter").empty()) return std::nullopt;
  return Json{{"person", text(*data, "supporter")}};
}

tl::expected<Json, Refusal> resolve_target(const contest::Store& store, const Json& bind, const std::string& kind) {
  const std::string pointer = "/bind/" + kind;
  if (!bind[kind].is_string()) return tl::unexpected(invalid(pointer, "must be an id"));
  const std::string id = bind[kind];
  if (id == kOnStage && (kind == "contestant" || kind == "person")) {
    const auto resolved = on_stage(store, kind);
    if (!resolved) return tl::unexpected(refusal(RefusalKind::conflict, pointer, "nobody is on stage"));
    return follows(bind) ? Json{{kind, id}, {"follow", true}} : *resolved;
  }
  if (resource(store, resource_type(kind), id) == nullptr) {
    return tl::unexpected(invalid(pointer, "there is no " + kind + " \"" + id + "\""));
  }
  return Json{{kind, id}};
}

tl::expected<Json, Refusal> resolve_standings(const contest::Store& store, const Json& bind) {
  auto resolved = resolve_target(store, bind, "round");
  if (!resolved) return resolved;
  if (bind.contains("group") && !bind["group"].is_null()) {
    if (!bind["group"].is_string()) return tl::unexpected(invalid("/bind/group", "must be an id"));
    const std::string group = bind["group"];
    if (resource(store, "groups", group) == nullptr) {
      return tl::unexpected(invalid("/bind/group", "there is no group \"" + group + "\""));
    }
    (*resolved)["group"] = group;
  }
  if (bind.contains("limit") && !bind["limit"].is_null()) {
    const Json& limit = bind["limit"];
    if (!limit.is_number_integer() || limit < 1 || limit > 1000) {
      return tl::unexpected(invalid("/bind/limit", "must be a whole number from 1 to 1000"));
    }
    (*resolved)["limit"] = limit;
  }
  return resolved;
}

}  // namespace

std::string bind_kind(const Json& bind) {
  std::string kind;
  if (!bind.is_object()) return kind;
  for (const char* name : kKinds) {
    if (!bind.contains(name)) continue;
    if (!kind.empty()) return "";
    kind = name;
  }
  return kind;
}

tl::expected<Json, Refusal> resolve_bind(const contest::Store& store, const Json& bind) {
  if (!bind.is_object()) return tl::unexpected(invalid("/bind", "must be an object"));
  const std::string kind = bind_kind(bind);
  for (const char* later : kLaterKinds) {
    if (!bind.contains(later)) continue;
    const bool several = !kind.empty();
    return tl::unexpected(invalid("/bind", several ? "names more than one kind of data"
                                                   : "binding to \"" + std::string(later) + "\" is not supported yet"));
  }
  if (kind.empty()) {
    return tl::unexpected(invalid("/bind", "must name exactly one of contestant, person, timer, round"));
  }
  if (bind.contains("follow") && !bind["follow"].is_boolean()) {
    return tl::unexpected(invalid("/bind/follow", "must be true or false"));
  }
  return kind == "round" ? resolve_standings(store, bind) : resolve_target(store, bind, kind);
}

std::optional<Json> bound_data(const contest::Store& store, const Json& bind, contest::Audience audience) {
  const std::string kind = bind_kind(bind);
  if (kind.empty()) return std::nullopt;
  const std::string id = text(bind, kind.c_str());
  if (id == kOnStage) {
    const auto resolved = on_stage(store, kind);
    return resolved ? bound_data(store, *resolved, audience) : std::nullopt;
  }
  const Json* target = resource(store, resource_type(kind), id);
  if (target == nullptr) return std::nullopt;
  if (kind == "contestant") return contestant_fields(store, *target);
  if (kind == "person") return person_fields(*target);
  if (kind == "timer") return timer_fields(*target);
  return ranking_fields(store, bind, *target, audience);
}

bool bind_depends_on(const Json& bind, std::string_view type) {
  static const std::vector<std::string_view> kContestant = {"contestants", "groups", "people", "stage", "rounds"};
  static const std::vector<std::string_view> kPerson = {"people", "contestants", "groups", "stage", "rounds"};
  static const std::vector<std::string_view> kTimer = {"timers"};
  static const std::vector<std::string_view> kRound = {"contest", "groups", "contestants", "people",    "rounds",
                                                       "scores",  "totals", "adjustments", "tiebreaks", "reveals",
                                                       "awards",  "stage",  "confirms",    "votes"};
  const std::string kind = bind_kind(bind);
  if (kind.empty()) return false;
  const auto& types = kind == "contestant" ? kContestant
                      : kind == "person"   ? kPerson
                      : kind == "timer"    ? kTimer
                                           : kRound;
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool bind_names(const Json& bind, std::string_view type, std::string_view id) {
  const std::string kind = bind_kind(bind);
  if (kind.empty()) return false;
  if (type == resource_type(kind) && text(bind, kind.c_str()) == id) return true;
  return kind == "round" && type == "groups" && text(bind, "group") == id;
}

}  // namespace leitai::show
