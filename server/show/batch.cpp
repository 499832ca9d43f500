// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/batch.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace leitai::show {

namespace {

Refusal key_reused() {
  return {RefusalKind::invalid, "Idempotency-Key was used for another request", {}, Json::object()};
}

Answer answer_from(Json body) {
  Answer answer;
  if (body.is_object()) answer.token = body.value("token", std::uint64_t{0});
  answer.body = std::move(body);
  return answer;
}

}  // namespace

Outcome Batch::run(const Caller& caller, const Command& command, std::int64_t now_ms) {
  std::optional<State> before;
  Outcome outcome = run_alone(caller, command, now_ms, before);
  // What is undone has set off its rules already, and takes no graphics again.
  if (before) follow_rules(*before, now_ms, !std::holds_alternative<UndoCommand>(command));
  return outcome;
}

Outcome Batch::run_alone(const Caller& caller, const Command& command, std::int64_t now_ms,
                         std::optional<State>& before) {
  try {
    run_clocks(now_ms);
    return execute(caller, command, now_ms, before);
  } catch (const std::exception& error) {
    spdlog::error("show: a command failed: {}", error.what());
    return tl::unexpected(
        Refusal{RefusalKind::unavailable, std::string("internal error: ") + error.what(), {}, Json::object()});
  }
}

Outcome Batch::execute(const Caller& caller, const Command& command, std::int64_t now_ms,
                       std::optional<State>& before) {
  const std::int64_t time_ms = std::max(now_ms, running_.time_ms);
  if (caller.idempotency) {
    auto earlier = earlier_answer(*caller.idempotency, time_ms);
    if (!earlier) return tl::unexpected(std::move(earlier.error()));
    if (*earlier) return std::move(**earlier);
  }
  auto planned = plan(running_, templates_, {time_ms, running_.token + 1, false, caller.actor}, command);
  if (!planned) return tl::unexpected(std::move(planned.error()));

  State after = running_;
  journal::Transaction transaction = folded(after, std::move(planned->changes), caller.actor, time_ms);
  const bool wrote = !transaction.records.empty();
  Answer answer;
  answer.token = wrote ? after.token : planned->token.value_or(after.token);
  if (const auto* events = std::get_if<ApplyEvents>(&command)) answer.body = events->told;
  answer.body.update(planned->told);
  answer.body["token"] = answer.token;
  if (caller.idempotency) {
    const auto& [key, body_hash] = *caller.idempotency;
    transaction.answer = journal::KeptAnswer{key, body_hash, time_ms, 200, json::dump(answer.body)};
    given_[key] = {body_hash, answer};
  }
  if (!wrote && !transaction.answer) return answer;
  State was = keep(std::move(after), std::move(transaction));
  if (wrote) before = std::move(was);
  return answer;
}

journal::Transaction Batch::folded(State& after, std::vector<contest::Event> changes, const std::string& actor,
                                   std::int64_t time_ms) {
  const auto start = std::chrono::steady_clock::now();
  journal::Transaction transaction = recorded(after, std::move(changes), actor, time_ms);
  folding_ += std::chrono::steady_clock::now() - start;
  return transaction;
}

State Batch::keep(State after, journal::Transaction transaction) {
  const bool resources =
      std::any_of(transaction.records.begin(), transaction.records.end(),
                  [](const journal::Record& record) { return record.type != "air" && record.type != kUndoRecord; });
  wrote_records_ = wrote_records_ || !transaction.records.empty();
  transactions_.push_back(std::move(transaction));
  State before = std::exchange(running_, std::move(after));
  if (resources) steps_.push_back({running_.time_ms, running_.token, running_.store});
  return before;
}

void Batch::record_theme(const Json& theme, std::int64_t now_ms) {
  const std::int64_t time_ms = std::max(now_ms, running_.time_ms);
  journal::Transaction transaction = recorded(running_, {{"theme", "theme", theme}}, "leitai", time_ms);
  if (transaction.records.empty()) return;
  transactions_.push_back(std::move(transaction));
  wrote_records_ = true;
}

void Batch::settle() {
  const auto start = std::chrono::steady_clock::now();
  show::settle(running_);
  folding_ += std::chrono::steady_clock::now() - start;
}

tl::expected<std::optional<Answer>, Refusal> Batch::earlier_answer(const Caller::Idempotency& asked,
                                                                   std::int64_t now_ms) {
  const auto given = given_.find(asked.key);
  if (given != given_.end()) {
    if (given->second.body_hash != asked.body_hash) return tl::unexpected(key_reused());
    return given->second.answer;
  }
  auto kept = journal_.kept_answer(asked.key, now_ms);
  if (!kept) return tl::unexpected(Refusal{RefusalKind::unavailable, kept.error().message, {}, Json::object()});
  if (!*kept) return std::nullopt;
  if ((*kept)->body_hash != asked.body_hash) return tl::unexpected(key_reused());
  auto body = json::parse((*kept)->body);
  if (!body) return std::nullopt;
  return answer_from(std::move(*body));
}

}  // namespace leitai::show
