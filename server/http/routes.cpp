// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/routes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "server/contest/contest.h"

namespace leitai::http {
namespace {

constexpr auto kAll = Access::everyone;
constexpr auto kOp = Access::operators;
constexpr auto kRead = Access::readers;
constexpr auto kBackstage = Access::backstage;
constexpr auto kScorers = Access::scorers;
constexpr auto kJudges = Access::judges;

/// Literal addresses stand before the patterns that would take them too.
const std::vector<Route>& table() {
  static const std::vector<Route> kTable = {
      {"health", "GET", "/api/v1/health", kAll, Takes::nothing, {}, get_health},
      {"templates", "GET", "/api/v1/templates", kBackstage, Takes::nothing, {}, get_templates},
      {"preview",
       "GET",
       "/api/v1/preview.png",
       kBackstage,
       Takes::nothing,
       {"channel", "width", "at", "cue"},
       get_preview},
      {"preview-take", "POST", "/api/v1/preview.png", kBackstage, Takes::json, {"channel", "width"}, post_preview},
      {"search", "GET", "/api/v1/search", kRead, Takes::nothing, {"q", "limit"}, get_search},
      {"metrics", "GET", "/metrics", kOp, Takes::nothing, {}, get_metrics},

      {"event-feed", "GET", "/api/v1/event-feed", kRead, Takes::nothing, {"since_token", "stream"}, get_event_feed},
      {"air-feed", "GET", "/api/v1/air-feed", kBackstage, Takes::nothing, {}, get_air_feed},
      {"stream", "GET", "/api/v1/stream", kRead, Takes::nothing, {"since_token"}, get_stream},

      {"results", "GET", "/api/v1/public/results", kAll, Takes::nothing, {}, get_public_results},
      {"public-stream", "GET", "/api/v1/public/stream", kAll, Takes::nothing, {"since"}, get_public_stream},
      {"standings", "GET", "/api/v1/rounds/{id}/standings", kAll, Takes::nothing, {"group", "audience"}, get_standings},
      {"results-csv",
       "GET",
       "/api/v1/rounds/{id}/results.csv",
       kAll,
       Takes::nothing,
       {"group", "audience", "form"},
       get_results_csv},
      {"results-json",
       "GET",
       "/api/v1/rounds/{id}/results.json",
       kAll,
       Takes::nothing,
       {"group", "audience"},
       get_results_json},
      {"audit",
       "GET",
       "/api/v1/rounds/{id}/audit",
       kBackstage,
       Takes::nothing,
       {"contestant", "judge", "since_token", "until_token", "limit", "format"},
       get_audit},

      {"reveal", "POST", "/api/v1/rounds/{id}/reveal", kOp, Takes::json, {}, post_reveal},
      {"confirm", "POST", "/api/v1/rounds/{id}/confirm", kOp, Takes::json, {}, post_confirm},
      {"order", "POST", "/api/v1/rounds/{id}/order", kOp, Takes::json, {}, post_order},
      {"rehearsal-marks", "POST", "/api/v1/rehearsal/marks", kOp, Takes::json, {}, post_rehearsal_marks},
      {"stage", "POST", "/api/v1/stage", kOp, Takes::json, {}, post_stage},
      {"timer-start", "POST", "/api/v1/timers/{id}/start", kOp, Takes::json_or_nothing, {}, post_timer},
      {"timer-pause", "POST", "/api/v1/timers/{id}/pause", kOp, Takes::json_or_nothing, {}, post_timer},
      {"timer-resume", "POST", "/api/v1/timers/{id}/resume", kOp, Takes::json_or_nothing, {}, post_timer},
      {"timer-reset", "POST", "/api/v1/timers/{id}/reset", kOp, Takes::json_or_nothing, {}, post_timer},
      {"timer-add", "POST", "/api/v1/timers/{id}/add", kOp, Takes::json, {}, post_timer},

      {"air", "GET", "/api/v1/air", kRead, Takes::nothing, {}, get_air},
      {"air-take", "POST", "/api/v1/air/take", kOp, Takes::json, {}, post_air},
      {"air-update", "POST", "/api/v1/air/update", kOp, Takes::json, {}, post_air},
      {"air-next", "POST", "/api/v1/air/next", kOp, Takes::json, {}, post_air},
      {"air-out", "POST", "/api/v1/air/out", kOp, Takes::json_or_nothing, {}, post_air},
      {"air-clear", "POST", "/api/v1/air/clear", kOp, Takes::json_or_nothing, {}, post_air},
      {"air-panic", "POST", "/api/v1/air/panic", kOp, Takes::json_or_nothing, {}, post_air},
      {"air-hold", "POST", "/api/v1/air/hold", kOp, Takes::json_or_nothing, {}, post_air},
      {"air-release", "POST", "/api/v1/air/release", kOp, Takes::json_or_nothing, {}, post_air},

      {"air-ready", "POST", "/api/v1/air/ready", kOp, Takes::json, {}, post_air},

      {"automation", "GET", "/api/v1/automation", kBackstage, Takes::nothing, {}, get_automation},
      {"automation-scene", "POST", "/api/v1/automation/scene", kOp, Takes::json, {}, post_obs},
      {"automation-recording", "POST", "/api/v1/automation/recording", kOp, Takes::json, {}, post_obs},
      {"automation-clean-recording", "POST", "/api/v1/automation/clean-recording", kOp, Takes::json, {}, post_obs},
      {"automation-streaming", "POST", "/api/v1/automation/streaming", kOp, Takes::json, {}, post_obs},
      {"undo", "POST", "/api/v1/undo", kOp, Takes::json_or_nothing, {}, post_undo},
      {"redo", "POST", "/api/v1/redo", kOp, Takes::json_or_nothing, {}, post_undo},
      {"lease", "GET", "/api/v1/lease", kOp, Takes::nothing, {}, get_lease},
      {"lease-take", "POST", "/api/v1/lease", kOp, Takes::json, {}, post_lease},
      {"lease-release", "DELETE", "/api/v1/lease", kOp, Takes::json, {}, delete_lease},

      {"events", "POST", "/api/v1/events", kScorers, Takes::events, {"force"}, post_events},
      {"import-contestants",
       "POST",
       "/api/v1/import/contestants",
       kOp,
       Takes::csv,
       {"dry_run", "partial", "create_groups", "encoding", "separator"},
       post_contestants},
      {"import-people",
       "POST",
       "/api/v1/import/people",
       kOp,
       Takes::csv,
       {"dry_run", "partial", "encoding", "separator"},
       post_people},
      {"import-scores",
       "POST",
       "/api/v1/import/scores",
       kScorers,
       Takes::csv,
       {"round", "dry_run", "partial", "encoding", "separator"},
       post_scores},
      {"tokens", "GET", "/api/v1/tokens", kOp, Takes::nothing, {}, list_tokens},
      {"token-add", "POST", "/api/v1/tokens", kOp, Takes::json, {}, post_token},
      {"token-revoke", "DELETE", "/api/v1/tokens/{id}", kOp, Takes::nothing, {}, delete_token},

      {"ballot", "GET", "/api/v1/ballot", kJudges, Takes::nothing, {}, get_ballot},
      {"ballot-stream", "GET", "/api/v1/ballot/stream", kJudges, Takes::nothing, {}, get_ballot_stream},
      {"ballot-marks", "PUT", "/api/v1/ballot/marks", kJudges, Takes::json, {}, put_ballot_marks},
      {"ballot-enter", "POST", "/api/v1/ballots/enter", kAll, Takes::json, {}, post_ballot_enter},
      {"ballots", "GET", "/api/v1/ballots", kOp, Takes::nothing, {"round"}, get_ballots},
      {"ballots-stream", "GET", "/api/v1/ballots/stream", kOp, Takes::nothing, {"round"}, get_ballots_stream},
      {"ballot-codes", "GET", "/api/v1/ballots/codes", kOp, Takes::nothing, {}, list_ballot_codes},
      {"ballot-codes-add", "POST", "/api/v1/ballots/codes", kOp, Takes::json, {}, post_ballot_codes},
      {"ballot-codes-revoke", "DELETE", "/api/v1/ballots/codes", kOp, Takes::nothing, {"round"}, delete_ballot_codes},
      {"ballot-code-revoke", "DELETE", "/api/v1/ballots/codes/{id}", kOp, Takes::nothing, {}, delete_ballot_code},
      {"ballot-release",
       "POST",
       "/api/v1/ballots/codes/{id}/release",
       kOp,
       Takes::json_or_nothing,
       {},
       post_ballot_release},
      {"ballots-lock", "POST", "/api/v1/ballots/lock", kOp, Takes::json, {}, post_ballot_lock},
      {"ballots-reopen", "POST", "/api/v1/ballots/reopen", kOp, Takes::json, {}, post_ballot_reopen},
      {"ballots-absent", "POST", "/api/v1/ballots/absent", kOp, Takes::json, {}, post_ballot_absent},

      {"media-list", "GET", "/api/v1/media", kRead, Takes::nothing, {}, list_media},
      {"media-get", "GET", "/api/v1/media/{name}", kAll, Takes::nothing, {}, get_media},
      {"media-put", "PUT", "/api/v1/media/{name}", kOp, Takes::picture, {}, put_media},
      {"media-delete", "DELETE", "/api/v1/media/{name}", kOp, Takes::nothing, {}, delete_media},

      {"list", "GET", "/api/v1/{type}", kRead, Takes::nothing, {}, list_resources},
      {"get", "GET", "/api/v1/{type}/{id}", kRead, Takes::nothing, {}, get_resource},
      {"put", "PUT", "/api/v1/{type}/{id}", kScorers, Takes::json, {}, put_resource},
      {"patch", "PATCH", "/api/v1/{type}/{id}", kScorers, Takes::patch, {}, patch_resource},
      {"delete", "DELETE", "/api/v1/{type}/{id}", kScorers, Takes::nothing, {"force"}, delete_resource},

      {"root", "GET", "/", kAll, Takes::nothing, {}, get_root},
      {"control", "GET", "/control", kAll, Takes::nothing, {}, get_page},
      {"results-page", "GET", "/results", kAll, Takes::nothing, {}, get_results_page},
      {"clock-page", "GET", "/clock", kAll, Takes::nothing, {}, get_page},
      {"ballot-page", "GET", "/ballot", kAll, Takes::nothing, {}, get_page},
      {"board-page", "GET", "/board", kAll, Takes::nothing, {}, get_page},
  };
  return kTable;
}

bool is_write(std::string_view method) {
  return method == "PUT" || method == "PATCH" || method == "DELETE";
}

/// What a capture may be: a type names itself, and what only commands write takes no PUT.
bool fits(const Route& route, std::string_view name, const std::string& value) {
  if (name != "type") {
    return !value.empty();
  }
  return is_write(route.method) ? contest::is_writable_type(value) : contest::is_type(value);
}

std::optional<Captures> captures_of(const Route& route, const std::vector<std::string>& segments) {
  Captures captures;
  std::string_view pattern = route.pattern;
  for (const std::string& segment : segments) {
    if (pattern.empty()) {
      return std::nullopt;
    }
    pattern.remove_prefix(1);
    const std::string_view part = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(part.size());
    if (part.starts_with('{')) {
      const std::string_view name = part.substr(1, part.size() - 2);
      if (!fits(route, name, segment)) {
        return std::nullopt;
      }
      captures.emplace(name, segment);
    } else if (part != segment) {
      return std::nullopt;
    }
  }
  return pattern.empty() ? std::optional(std::move(captures)) : std::nullopt;
}

}  // namespace

std::span<const Route> routes() {
  return table();
}

Match match_route(std::string_view method, const Target& target) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Match match;
  for (const Route& route : table()) {
    std::optional<Captures> captures = captures_of(route, target.segments);
    if (!captures) {
      continue;
    }
    if (std::find(match.allowed.begin(), match.allowed.end(), route.method) == match.allowed.end()) {
      match.allowed.push_back(route.method);
    }
    if (match.route == nullptr && route.method == wanted) {
      match.route = &route;
      match.captures = std::move(*captures);
    }
  }
  if (!match.allowed.empty()) {
    if (std::find(match.allowed.begin(), match.allowed.end(), "GET") != match.allowed.end()) {
      match.allowed.push_back("HEAD");
    }
    match.allowed.push_back("OPTIONS");
  }
  return match;
}

}  // namespace leitai::http
