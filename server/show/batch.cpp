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
  try {
    return execute(caller, command, now_ms);
  } catch (const std::exception& error) {
    spdlog::error("show: a command failed: {}", error.what());
    return tl::unexpected(
        Refusal{RefusalKind::unavailable, std::string("internal error: ") + error.what(), {}, Json::object()});
  }
}

Outcome Batch::execute(const Caller& caller, const Command& command, std::int64_t now_ms) {
  const std::int64_t time_ms = std::max(now_ms, running_.time_ms);
  if (caller.idempotency) {
    auto earlier = earlier_answer(*caller.idempotency, time_ms);
    if (!earlier) return tl::unexpected(std::move(earlier.error()));
    if (*earlier) return std::move(**earlier);
  }
  auto planned = plan(running_, templates_, {time_ms, running_.token + 1, caller.actor}, command);
  if (!planned) return tl::unexpected(std::move(planned.error()));

  State after = running_;
  const auto fold_start = std::chrono::steady_clock::now();
  journal::Transaction transaction = recorded(after, std::move(planned->changes), caller.actor, time_ms);
  folding_ += std::chrono::steady_clock::now() - fold_start;
  const bool wrote = !transaction.records.empty();
  const bool resources =
      std::any_of(transaction.records.begin(), transaction.records.end(),
                  [](const journal::Record& record) { return record.type != "air" && record.type != kUndoRecord; });
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
  if (wrote || transaction.answer) transactions_.push_back(std::move(transaction));
  running_ = std::move(after);
  wrote_records_ = wrote_records_ || wrote;
  if (resources) steps_.push_back({running_.time_ms, running_.token, running_.store});
  return answer;
}

void Batch::record_theme(const Json& theme, std::int64_t now_ms) {
  const std::int64_t time_ms = std::max(now_ms, running_.time_ms);
  journal::Transaction transaction = recorded(running_, {{"theme", "theme", theme}}, "leitai", time_ms);
  if (transaction.records.empty()) return;
  transactions_.push_back(std::move(transaction));
  wrote_records_ = true;
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
