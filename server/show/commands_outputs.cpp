// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <string_view>

#include "server/show/plan.h"

namespace leitai::show {

namespace {

constexpr std::array<std::string_view, 2> kOutputs = {"recording", "streaming"};
/// What may be told of one besides its times.
constexpr std::array<std::string_view, 2> kTexts = {"file", "service"};

std::optional<Refusal> wrong_body(const Json& body) {
  for (const auto& [name, value] : body.items()) {
    if (std::find(kTexts.begin(), kTexts.end(), name) == kTexts.end()) {
      return refuse(RefusalKind::invalid, "/" + json::escape_token(name), "is not known here");
    }
    if (!value.is_string()) return refuse(RefusalKind::invalid, "/" + name, "must be text");
    if (value.get_ref<const std::string&>().size() > contest::kMaxTextBytes) {
      return refuse(RefusalKind::invalid, "/" + name, contest::kTextTooLong);
    }
  }
  return std::nullopt;
}

}  // namespace

PlanResult plan_output(const State& state, const Moment& moment, const OutputCommand& command) {
  if (std::find(kOutputs.begin(), kOutputs.end(), command.id) == kOutputs.end()) {
    return tl::unexpected(Refusal{RefusalKind::not_found, "there is no output " + command.id, {}, Json::object()});
  }
  if (auto wrong = wrong_body(command.body)) return tl::unexpected(std::move(*wrong));
  const contest::Resource* before = state.store.find("outputs", command.id);
  const bool runs = before != nullptr && before->data.value("state", "") == "started";
  if (!command.started && !runs) return Plan{};
  Json data = command.started ? Json::object() : before->data;
  data.update(command.body);
  data["state"] = command.started ? "started" : "stopped";
  data[command.started ? "started_at" : "stopped_at"] = contest::format_time(moment.now_ms);
  return Plan{{{"outputs", command.id, std::move(data)}}, std::nullopt};
}

}  // namespace leitai::show
