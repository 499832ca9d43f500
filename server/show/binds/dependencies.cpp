// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/show/bind.h"
#include "server/show/binds/kinds.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

bool any_of(const Touched& touched, std::initializer_list<std::string_view> types) {
  return std::any_of(types.begin(), types.end(), [&](std::string_view type) { return touched.any(type); });
}

void add_round(const Store& store, const std::string& id, Touched::Ids& rounds);

/// The rounds that `data` names as `member`, in itself or in the entries of a list.
void add_named(const Store& store, const Json& data, const char* member, Touched::Ids& rounds) {
  if (data.is_array()) {
    for (const Json& entry : data) add_named(store, entry, member, rounds);
  } else if (data.is_object()) {
    add_round(store, text(data, member), rounds);
  }
}

/// The round, and those on whose rows its own depend: carried, compared to, told of.
void add_round(const Store& store, const std::string& id, Touched::Ids& rounds) {
  const Json* round = resource(store, "rounds", id);
  if (round == nullptr || !rounds.insert(id).second) return;
  add_named(store, *round, "compare_to", rounds);
  add_named(store, *round, "outcome_of", rounds);
  const Json scoring = field(*round, "scoring");
  if (!scoring.is_object()) return;
  for (const char* list : {"carry", "tie_break"}) add_named(store, field(scoring, list), "round", rounds);
}

/// What the standings of a round are made of.
bool touches_round(const Store& store, const Touched& touched, const std::string& id) {
  if (any_of(touched, {"contestants", "groups", "people"}) || touched.rounds.contains(id)) return true;
  Touched::Ids rounds;
  add_round(store, id, rounds);
  return std::any_of(rounds.begin(), rounds.end(),
                     [&](const std::string& round) { return touched.rounds.contains(round); });
}

bool touches_board(const Store& store, const Touched& touched, const std::string& id) {
  if (touched.has("boards", id)) return true;
  const Json* board = resource(store, "boards", id);
  if (board == nullptr) return false;
  const std::string other = text(*board, "compare_to");
  if (touched.has("boards", other)) return true;
  for (const Json* each : {board, resource(store, "boards", other)}) {
    if (each == nullptr) continue;
    const Json source = field(*each, "source");
    for (const std::string& round : {text(*each, "outcome_of"), source.is_object() ? text(source, "round") : ""}) {
      if (!round.empty() && touches_round(store, touched, round)) return true;
    }
  }
  return touched.any("contestants");
}

/// Who is on stage, and who speaks there.
bool touches_stage(const Touched& touched) {
  return any_of(touched, {"stage", "rounds", "contestants", "people", "groups"});
}

}  // namespace

bool bind_depends_on(const Store& store, const Json& bind, const Touched& touched) {
  const Kind* kind = kind_of(bind);
  if (kind == nullptr) return false;
  const std::string id = text(bind, kind->name.data());
  const bool follows = bind.contains("follow");
  if (kind->name == "stage") return touches_stage(touched);
  if (follows && touches_stage(touched)) return true;
  if (kind->name == "contestant") return touched.has("contestants", id) || touched.any("groups");
  if (kind->name == "messages") return touched.any("messages");
  if (kind->name == "board") return touches_board(store, touched, id);
  if (kind->name == "score" || kind->name == "versus") {
    return touches_round(store, touched, text(bind[std::string(kind->name)], "round"));
  }
  if (kind->type != "rounds") return touched.has(kind->type, id);
  if (kind->name == "running_order" && touched.any("stage")) return true;
  if (kind->name == "awards" && touched.any("contest")) return true;
  return touches_round(store, touched, id);
}

bool bind_names(const Json& bind, std::string_view type, std::string_view id) {
  const Kind* kind = kind_of(bind);
  if (kind == nullptr) return false;
  const std::string name(kind->name);
  if (kind->shape == Kind::Shape::flag) return false;
  if (type == "groups") return text(bind, "group") == id;
  if (kind->shape != Kind::Shape::object) return type == kind->type && text(bind, name.c_str()) == id;
  for (const auto& [member, value] : bind[name].items()) {
    if (type == (member == "round" ? "rounds" : "contestants") && value == std::string(id)) return true;
  }
  return false;
}

}  // namespace leitai::show
