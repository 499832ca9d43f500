// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <set>

#include "server/show/ballots.h"
#include "server/show/plan.h"

namespace leitai::show {

namespace {

Refusal no_such_code() {
  return {RefusalKind::not_found, "there is no such code", {}, Json::object()};
}

Refusal in_the_way(const char* state, const char* detail) {
  return {RefusalKind::conflict, detail, {}, Json{{"state", state}}};
}

/// Empty where there is none.
std::string_view text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? std::string_view(found->get_ref<const std::string&>()) : "";
}

bool is_over(const Json& code, std::int64_t now_ms) {
  return contest::parse_time(code.value("expires", "")).value_or(0) <= now_ms;
}

bool is_entered(const Json& code) {
  return code.contains("device");
}

/// What the writer looks for among the codes: there may be thousands of both.
struct KnownCodes {
  std::set<std::string_view> kept;
  std::map<std::string_view, const std::string*> of_person;  ///< ids
};

KnownCodes known_codes(const State& state) {
  KnownCodes known;
  for (const auto& [id, code] : state.store.all(kBallotCodesType)) {
    known.kept.insert(text_of(code->data, "code"));
    if (const std::string_view person = text_of(code->data, "person"); !person.empty()) known.of_person[person] = &id;
  }
  return known;
}

std::optional<Refusal> refused_code(const State& state, const KnownCodes& known, const std::string& id,
                                    const Json& code) {
  const std::string_view person = text_of(code, "person");
  if (!person.empty() && state.store.find("people", person) == nullptr) {
    return refuse(RefusalKind::invalid, "/person", "there is no people/" + std::string(person));
  }
  if (known.kept.contains(text_of(code, "code")) || state.store.find(kBallotCodesType, id) != nullptr) {
    return refuse(RefusalKind::conflict, "", "this code was given out meanwhile: try again");
  }
  return std::nullopt;
}

PlanResult plan_add(const State& state, const Moment& moment, const BallotCommand& command) {
  const auto& all = state.store.all(kBallotCodesType);
  const Json& codes = command.body.at("codes");
  std::vector<contest::Event> changes;
  // What nobody can enter any more makes room.
  for (const auto& [id, code] : all) {
    if (!is_entered(code->data) && is_over(code->data, moment.now_ms))
      changes.push_back({kBallotCodesType, id, nullptr});
  }
  if (all.size() - changes.size() + codes.size() > kMostBallotCodes) {
    return tl::unexpected(refuse(RefusalKind::conflict, "", "there would be more than 4096 codes: revoke some first"));
  }
  const KnownCodes known = known_codes(state);
  for (const auto& [id, data] : codes.items()) {
    if (auto refused = refused_code(state, known, id, data)) return tl::unexpected(std::move(*refused));
    const auto earlier = known.of_person.find(text_of(data, "person"));
    if (earlier != known.of_person.end()) {
      if (is_entered(state.store.find(kBallotCodesType, *earlier->second)->data) &&
          !command.body.value("replace", false)) {
        return tl::unexpected(in_the_way("entered", "this person has entered a code: a new one ends what that opened"));
      }
      changes.push_back({kBallotCodesType, *earlier->second, nullptr});
    }
    changes.push_back({kBallotCodesType, id, data});
  }
  return Plan{std::move(changes), std::nullopt};
}

PlanResult plan_revoke(const State& state, const BallotCommand& command) {
  if (!command.id.empty()) {
    if (state.store.find(kBallotCodesType, command.id) == nullptr) return tl::unexpected(no_such_code());
    return Plan{{{kBallotCodesType, command.id, nullptr}}, std::nullopt};
  }
  Plan plan;
  const std::string round = command.body.value("round", "");
  for (const auto& [id, code] : state.store.all(kBallotCodesType)) {
    if (text_of(code->data, "round") == round) plan.changes.push_back({kBallotCodesType, id, nullptr});
  }
  return plan;
}

PlanResult plan_release(const State& state, const BallotCommand& command) {
  const contest::Resource* code = state.store.find(kBallotCodesType, command.id);
  if (code == nullptr) return tl::unexpected(no_such_code());
  Json data = code->data;
  for (const char* name : {"entered", "device", "bearer"}) data.erase(name);
  return Plan{{{kBallotCodesType, command.id, std::move(data)}}, std::nullopt};
}

PlanResult plan_enter(const State& state, const Moment& moment, const BallotCommand& command) {
  const contest::Resource* code = state.store.find(kBallotCodesType, command.id);
  if (code == nullptr) return tl::unexpected(no_such_code());
  const std::string device = command.body.at("device");
  const bool again = code->data.value("device", "") == device;
  if (is_entered(code->data) && !again) {
    return tl::unexpected(in_the_way("elsewhere", "this code is in use on another device"));
  }
  if (!again && is_over(code->data, moment.now_ms))
    return tl::unexpected(in_the_way("expired", "this code has expired"));
  const std::string_view round = text_of(code->data, "round");
  for (const auto& [id, other] : state.store.all(kBallotCodesType)) {
    if (round.empty() || id == command.id || text_of(other->data, "round") != round) continue;
    if (text_of(other->data, "device") == device) {
      return tl::unexpected(in_the_way("second", "this device has a ballot of this round already"));
    }
  }
  Json data = code->data;
  data["device"] = device;
  data["bearer"] = command.body.at("bearer");
  if (!again) data["entered"] = contest::format_time(moment.now_ms);
  return Plan{{{kBallotCodesType, command.id, std::move(data)}}, std::nullopt};
}

PlanResult plan_send(const State& state, const Templates& templates, const Moment& moment,
                     const BallotCommand& command) {
  const contest::Resource* code = state.store.find(kBallotCodesType, command.id);
  if (code == nullptr || !is_entered(code->data))
    return tl::unexpected(in_the_way("ended", "this ballot was taken back"));
  auto score = contest::sent_ballot(state.store, voter_of(command.id, code->data), command.body);
  if (!score) return tl::unexpected(std::move(score.error()));
  auto plan = plan_put(state, templates, moment, {score->type, score->id, score->data, std::nullopt});
  if (!plan) return plan;
  const contest::Resource* own = state.store.find("scores", score->id);
  const bool changes = !plan->changes.empty();
  const std::uint64_t position = changes ? moment.next_token : own->token;
  const Json& data = changes ? plan->changes.front().data : own->data;
  plan->told = {{"round", data.at("round")},
                {"receipt", {{"position", position}, {"code", ballot_receipt(state.show_id, position, data)}}}};
  if (data.contains("contestant")) plan->told["contestant"] = data["contestant"];
  return plan;
}

PlanResult planned(const State& state, const Moment& moment,
                   tl::expected<std::vector<contest::Event>, Refusal> events) {
  if (!events) return tl::unexpected(std::move(events.error()));
  return with_consequences(state, moment, std::move(*events));
}

}  // namespace

PlanResult plan_ballot(const State& state, const Templates& templates, const Moment& moment,
                       const BallotCommand& command) {
  using contest::BallotLock;
  switch (command.verb) {
    case BallotVerb::add:
      return plan_add(state, moment, command);
    case BallotVerb::revoke:
      return plan_revoke(state, command);
    case BallotVerb::release:
      return plan_release(state, command);
    case BallotVerb::enter:
      return plan_enter(state, moment, command);
    case BallotVerb::send:
      return plan_send(state, templates, moment, command);
    case BallotVerb::lock:
      return planned(state, moment, contest::ballot_lock_command(state.store, command.body, BallotLock::lock));
    case BallotVerb::reopen:
      return planned(state, moment, contest::ballot_lock_command(state.store, command.body, BallotLock::reopen));
    case BallotVerb::absent: {
      auto events = contest::ballot_absent_command(state.store, command.body);
      if (!events) return tl::unexpected(std::move(events.error()));
      return plan_events(state, templates, moment, ApplyEvents{std::move(*events)});
    }
  }
  return Plan{};
}

}  // namespace leitai::show
