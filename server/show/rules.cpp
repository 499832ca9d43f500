// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/rules.h"

#include "server/show/binds/parts.h"
#include "server/show/rundown.h"

namespace leitai::show {

namespace {

constexpr const char* kOnStage = "@stage";

/// Puts whom a trigger is about in the place of the words for it.
class Words {
 public:
  Words(const Store& store, Subject subject) : subject_(std::move(subject)) {
    const auto turn = on_stage(store);
    if (subject_.contestant.empty() && turn) subject_ = {turn->round, turn->contestant};
    // What is on stage is left to the bind, which knows the segment's speaker and may follow.
    stays_on_stage_ = turn ? turn->contestant == subject_.contestant : subject_.contestant.empty();
  }

  /// conflict: there is nobody to name.
  tl::expected<void, Refusal> put_into(Json& body) {
    if (body.contains("bind") && !stays_on_stage_) name_in_bind(body["bind"]);
    for (const char* name : {"bind", "data"}) {
      if (body.contains(name)) replace(body[name], std::string(name) == "data");
    }
    if (!nobody_) return {};
    return tl::unexpected(refuse(RefusalKind::conflict, "/do", "the trigger is about nobody, and nobody is on stage"));
  }

 private:
  void name_in_bind(Json& bind) const {
    if (!bind.is_object()) return;
    for (const char* name : {"contestant", "person"}) {
      if (field(bind, name) == kOnStage) bind = {{"contestant", subject_.contestant}};
    }
    if (bind.contains("score") && field(bind["score"], "contestant") == kOnStage) {
      bind["score"]["contestant"] = subject_.contestant;
      bind.erase("follow");
    }
  }

  void replace(Json& value, bool in_data) {
    if (value.is_structured()) {
      for (Json& part : value) replace(part, in_data);
    } else if (value == "@contestant" || (in_data && value == kOnStage)) {
      put(value, subject_.contestant);
    } else if (value == "@round") {
      put(value, subject_.round);
    }
  }

  void put(Json& value, const std::string& id) {
    nobody_ = nobody_ || id.empty();
    value = id;
  }

  Subject subject_;
  bool stays_on_stage_ = false;
  bool nobody_ = false;
};

PlanResult plan_take_of(const State& state, const Templates& templates, const Moment& moment, const Json& body,
                        const Subject& subject) {
  auto takes = takes_of(state, moment, body);
  if (!takes) return tl::unexpected(std::move(takes.error()));
  Words words(state.store, subject);
  for (Json& one : takes->bodies) {
    if (auto named = words.put_into(one); !named) return tl::unexpected(std::move(named.error()));
  }
  return plan_takes(state, templates, moment, *takes);
}

}  // namespace

PlanResult plan_firing(const State& state, const Templates& templates, const Moment& moment, const Firing& firing) {
  const Json* rule = resource(state.store, "rules", firing.rule);
  if (rule == nullptr) return tl::unexpected(refuse(RefusalKind::not_found, "", "there is no such rule"));
  const Json& action = field(*rule, "do");
  if (action.contains("take")) return plan_take_of(state, templates, moment, action["take"], firing.subject);
  if (action.contains("cue")) {
    return plan_take_of(state, templates, moment, Json{{"cue", action["cue"]}}, firing.subject);
  }
  if (action.contains("ready")) return plan_ready(state, Json{{"cue", action["ready"]}});
  if (action.contains("out")) return plan_air(state, templates, moment, {AirVerb::out, action["out"]});
  return tl::unexpected(refuse(RefusalKind::invalid, "/do", "says nothing to do"));
}

}  // namespace leitai::show
