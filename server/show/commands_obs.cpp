// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_request.h"
#include "server/show/plan.h"

namespace leitai::show {

namespace {

/// Texts of OBS: names of scenes and of files.
std::string text_of(BodyReader& reader, const char* name, bool required) {
  const auto text = reader.text(name);
  const std::string at = std::string("/") + name;
  if (text && text->size() > contest::kMaxTextBytes) reader.fail(at, contest::kTextTooLong);
  if (required && !reader.has(name)) reader.fail(at, "is required");
  return text.value_or("");
}

}  // namespace

PlanResult plan_obs(const State& state, const Moment& moment, const ObsCommand& command) {
  const bool is_scene = command.what == "scene";
  if (!is_scene && command.what != "recording" && command.what != "streaming") {
    return tl::unexpected(refuse(RefusalKind::not_found, "", "OBS changes its scene, records and streams"));
  }
  BodyReader reader(command.body);
  const char* name = is_scene ? "scene" : "state";
  const std::string value = text_of(reader, name, true);
  const bool paused = command.what == "recording" && (value == "paused" || value == "resumed");
  if (!is_scene && reader.has(name) && value != "started" && value != "stopped" && !paused) {
    reader.fail("/state", command.what == "recording" ? "must be one of started, paused, resumed, stopped"
                                                      : "must be one of started, stopped");
  }
  const std::string file = is_scene ? "" : text_of(reader, "file", false);
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  Json data = {{name, value}};
  if (!file.empty()) data["file"] = file;
  const contest::Resource* before = state.store.find("obs", command.what);
  if (before != nullptr) {
    Json known = before->data;
    known.erase("since");
    if (known == data) return Plan{};
  }
  data["since"] = contest::format_time(moment.now_ms);
  return Plan{{{"obs", command.what, std::move(data)}}, std::nullopt};
}

}  // namespace leitai::show
