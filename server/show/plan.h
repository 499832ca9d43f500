// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/show/data_schema.h"
#include "server/show/show.h"
#include "server/show/state.h"

/// What a command means: a pure function of the state, the templates and the time.
namespace leitai::show {

struct Template : TemplateInfo {
  std::shared_ptr<const DataSchema> schema;  ///< of `fields`
};
using Templates = std::map<std::string, Template, std::less<>>;

Templates compiled(const std::vector<TemplateInfo>& infos);

struct Moment {
  std::int64_t now_ms = 0;
  std::uint64_t next_token = 0;  ///< of the first record that the command would write
  bool by_rule = false;          ///< an automation rule asks for it, and nobody by hand
  std::string_view actor = {};   ///< who asks: an undo is about their own commands
};

/// The changes that a command makes, in the order of its records. One that equals what is there is
/// not written.
struct Plan {
  std::vector<contest::Event> changes;
  std::optional<std::uint64_t> token;  ///< answered where nothing is written, in place of the head
  Json told = Json::object();          ///< what the answer says besides its token
};
using PlanResult = tl::expected<Plan, Refusal>;

PlanResult plan(const State& state, const Templates& templates, const Moment& moment, const Command& command);

// By area.
PlanResult plan_events(const State& state, const Templates& templates, const Moment& moment,
                       const ApplyEvents& command);
PlanResult plan_put(const State& state, const Templates& templates, const Moment& moment, const PutResource& command);
PlanResult plan_patch(const State& state, const Templates& templates, const Moment& moment,
                      const PatchResource& command);
PlanResult plan_delete(const State& state, const Templates& templates, const Moment& moment,
                       const DeleteResource& command);
PlanResult plan_timer(const State& state, const Moment& moment, const TimerCommand& command);
PlanResult plan_stage(const State& state, const Moment& moment, const StageCommand& command);
PlanResult plan_reveal(const State& state, const Moment& moment, const RevealCommand& command);
PlanResult plan_confirm(const State& state, const Moment& moment, const ConfirmCommand& command);
PlanResult plan_order(const State& state, const Moment& moment, const OrderCommand& command);
PlanResult plan_obs(const State& state, const Moment& moment, const ObsCommand& command);
PlanResult plan_add_token(const State& state, const AddToken& command);
PlanResult plan_revoke_token(const State& state, const RevokeToken& command);
PlanResult plan_ballot(const State& state, const Templates& templates, const Moment& moment,
                       const BallotCommand& command);
PlanResult plan_set_media(const State& state, const SetMedia& command);
PlanResult plan_invent(const State& state, const Templates& templates, const Moment& moment,
                       const InventMarks& command);
PlanResult plan_air(const State& state, const Templates& templates, const Moment& moment, const AirCommand& command);

PlanResult plan_undo(const State& state, const Templates& templates, const Moment& moment, const UndoCommand& command);

/// The events of a contest command, and the facts that follow from them.
Plan with_consequences(const State& state, const Moment& moment, std::vector<contest::Event> events);

/// A refusal that points at one field.
Refusal refuse(RefusalKind kind, std::string pointer, std::string detail);

}  // namespace leitai::show
