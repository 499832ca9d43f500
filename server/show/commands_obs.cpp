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

bool is_film(const std::string& what) {
  return what == "recording" || what == "clean-recording";
}

/// The frame that a recording began, paused or went on with.
std::optional<std::string> frame_time_of(BodyReader& reader) {
  const auto text = reader.text("frame_at");
  if (!text) return std::nullopt;
  const auto ms = contest::parse_time(*text);
  if (!ms) reader.fail("/frame_at", "must be an RFC 3339 time");
  return ms ? std::optional(contest::format_time(*ms)) : std::nullopt;
}

/// A resource's data without what is said of it besides: since when it is so, and the frame.
Json bare(Json data) {
  data.erase("since");
  data.erase("frame_at");
  return data;
}

}  // namespace

PlanResult plan_obs(const State& state, const Moment& moment, const ObsCommand& command) {
  const bool is_scene = command.what == "scene";
  if (!is_scene && !is_film(command.what) && command.what != "streaming") {
    return tl::unexpected(refuse(RefusalKind::not_found, "", "OBS changes its scene, records and streams"));
  }
  BodyReader reader(command.body);
  const char* name = is_scene ? "scene" : "state";
  const std::string value = text_of(reader, name, true);
  const bool paused = is_film(command.what) && (value == "paused" || value == "resumed");
  if (!is_scene && reader.has(name) && value != "started" && value != "stopped" && !paused) {
    reader.fail("/state", is_film(command.what) ? "must be one of started, paused, resumed, stopped"
                                                : "must be one of started, stopped");
  }
  const std::string file = is_scene ? "" : text_of(reader, "file", false);
  const auto frame_at = is_film(command.what) ? frame_time_of(reader) : std::nullopt;
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  Json data = {{name, value}};
  if (!file.empty()) data["file"] = file;
  const contest::Resource* before = state.store.find("obs", command.what);
  const bool again = before != nullptr && bare(before->data) == data;
  // A recording's first frame is known a moment after its start, and told then.
  if (again && (!frame_at || before->data.value("frame_at", "") == *frame_at)) return Plan{};
  if (frame_at) data["frame_at"] = *frame_at;
  data["since"] = again ? before->data.value("since", "") : contest::format_time(moment.now_ms);
  return Plan{{{"obs", command.what, std::move(data)}}, std::nullopt};
}

}  // namespace leitai::show
