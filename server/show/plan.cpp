// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/plan.h"

#include <variant>

namespace leitai::show {

namespace {

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// What the contest answered to a command.
PlanResult planned(const State& state, const Moment& moment,
                   tl::expected<std::vector<contest::Event>, Refusal> events) {
  if (!events) return tl::unexpected(std::move(events.error()));
  return with_consequences(state, moment, std::move(*events));
}

}  // namespace

Plan with_consequences(const State& state, const Moment& moment, std::vector<contest::Event> events) {
  if (events.empty()) return {};
  contest::Store after = state.store;
  for (const contest::Event& event : events) {
    if (event.data.is_null()) {
      after.erase(event.type, event.id);
    } else {
      after.put(event.type, event.id, event.data, moment.next_token);
    }
  }
  for (contest::Event& event : contest::consequences(state.store, after, moment.now_ms)) {
    events.push_back(std::move(event));
  }
  Plan result;
  result.changes = std::move(events);
  return result;
}

Refusal refuse(RefusalKind kind, std::string pointer, std::string detail) {
  return {kind, detail, {{std::move(pointer), detail}}, Json::object()};
}

Templates compiled(const std::vector<TemplateInfo>& infos) {
  Templates templates;
  for (const TemplateInfo& info : infos) templates[info.id] = {info, std::make_shared<DataSchema>(info.fields)};
  return templates;
}

PlanResult plan_timer(const State& state, const Moment& moment, const TimerCommand& command) {
  const contest::Resource* timer = state.store.find("timers", command.id);
  if (timer == nullptr) {
    return tl::unexpected(Refusal{RefusalKind::not_found, "there is no timers/" + command.id, {}, Json::object()});
  }
  auto data = contest::timer_command(timer->data, command.verb, command.body, moment.now_ms);
  if (!data) return tl::unexpected(std::move(data.error()));
  if (*data == timer->data) return Plan{};
  return with_consequences(state, moment, {{"timers", command.id, std::move(*data)}});
}

PlanResult plan_stage(const State& state, const Moment& moment, const StageCommand& command) {
  return planned(state, moment, contest::stage_command(state.store, command.body, moment.now_ms));
}

PlanResult plan_reveal(const State& state, const Moment& moment, const RevealCommand& command) {
  return planned(state, moment, contest::reveal_command(state.store, command.round, command.body, moment.now_ms));
}

PlanResult plan_confirm(const State& state, const Moment& moment, const ConfirmCommand& command) {
  return planned(state, moment, contest::confirm_command(state.store, command.round, command.body, moment.now_ms));
}

PlanResult plan_order(const State& state, const Moment& moment, const OrderCommand& command) {
  return planned(state, moment, contest::order_command(state.store, command.round, command.body, moment.now_ms));
}

PlanResult plan(const State& state, const Templates& templates, const Moment& moment, const Command& command) {
  return std::visit(Overloaded{
                        [&](const ApplyEvents& events) { return plan_events(state, templates, moment, events); },
                        [&](const PutResource& put) { return plan_put(state, templates, moment, put); },
                        [&](const PatchResource& patch) { return plan_patch(state, templates, moment, patch); },
                        [&](const DeleteResource& deletion) { return plan_delete(state, templates, moment, deletion); },
                        [&](const AirCommand& air) { return plan_air(state, templates, moment, air); },
                        [&](const TimerCommand& timer) { return plan_timer(state, moment, timer); },
                        [&](const StageCommand& stage) { return plan_stage(state, moment, stage); },
                        [&](const RevealCommand& reveal) { return plan_reveal(state, moment, reveal); },
                        [&](const ConfirmCommand& confirm) { return plan_confirm(state, moment, confirm); },
                        [&](const ObsCommand& obs) { return plan_obs(state, moment, obs); },
                        [&](const OrderCommand& order) { return plan_order(state, moment, order); },
                        [&](const AddToken& token) { return plan_add_token(state, token); },
                        [&](const RevokeToken& token) { return plan_revoke_token(state, token); },
                        [&](const SetMedia& media) { return plan_set_media(state, media); },
                        [&](const InventMarks& marks) { return plan_invent(state, templates, moment, marks); },
                        [&](const BallotCommand& ballot) { return plan_ballot(state, templates, moment, ballot); },
                        [&](const UndoCommand& undo) { return plan_undo(state, templates, moment, undo); },
                    },
                    command);
}

}  // namespace leitai::show
