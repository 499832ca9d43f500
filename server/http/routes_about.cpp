// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <limits>

#include "server/http/app.h"
#include "server/http/body.h"
#include "server/http/conditions.h"
#include "server/http/digest.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

using contest::Json;

constexpr int kMinWidth = 16;
constexpr int kMaxWidth = 1920;

tl::expected<PreviewRequest, Response> preview_of(const App& app, const Request& request) {
  PreviewRequest wish;
  wish.channel = request.query_value("channel").value_or(wish.channel);
  wish.at_ms = app.show.now_ms();
  if (const auto text = request.query_value("width")) {
    const auto width = parse_number(*text);
    if (!width || *width < kMinWidth || *width > kMaxWidth) {
      return tl::unexpected(problem(400, "width is a number from 16 to 1920"));
    }
    wish.width = static_cast<int>(*width);
  }
  if (const auto text = request.query_value("at")) {
    const auto at_ms = contest::parse_time(*text);
    if (!at_ms) {
      return tl::unexpected(problem(400, "at is not a time such as 2022-07-31T09:30:00.000Z"));
    }
    wish.at_ms = *at_ms;
  }
  if (const auto cue = request.query_value("cue")) {
    if (request.query_value("at")) {
      return tl::unexpected(problem(400, "a cue is shown as it would be now: at does not go with it"));
    }
    wish.take = {{"cue", *cue}};
  }
  const show::SnapshotPtr snapshot = app.show.snapshot();
  if (!snapshot->air->channels.contains(wish.channel)) {
    return tl::unexpected(problem(404, "there is no such channel"));
  }
  return wish;
}

/// Counts itself among the pictures that are being drawn.
class PreviewPlace {
 public:
  PreviewPlace(std::atomic<std::size_t>& count, std::size_t limit) : count_(count), given_(++count <= limit) {}
  ~PreviewPlace() { --count_; }
  PreviewPlace(const PreviewPlace&) = delete;
  PreviewPlace& operator=(const PreviewPlace&) = delete;
  bool given() const { return given_; }

 private:
  std::atomic<std::size_t>& count_;
  const bool given_;
};

/// The picture that is wished for, or 304 where the client has it.
Response drawn(App& app, const Request& request, const PreviewRequest& wish) {
  if (!app.hooks.preview_png) {
    return problem(404, "this program draws no previews");
  }
  const PreviewPlace place(app.previews, app.options.limits.previews);
  if (!place.given()) {
    return overloaded("too many previews are being drawn");
  }
  tl::expected<PreviewPicture, contest::Refusal> picture = app.hooks.preview_png(wish);
  if (!picture) {
    return problem(picture.error());
  }
  const std::string etag = '"' + sha256_hex(picture->png).substr(0, 32) + '"';
  Response response{200, "image/png", std::move(picture->png), {{"Cache-Control", "no-cache"}}, {}};
  response = unless_known(request.head, etag, std::move(response));
  if (picture->changes_at_ms != std::numeric_limits<std::int64_t>::max()) {
    const std::int64_t wait_ms = std::max<std::int64_t>(0, picture->changes_at_ms - wish.at_ms);
    response.headers.push_back({"Leitai-Changes-In", std::to_string(wait_ms)});
  }
  return response;
}

void add_metric(std::string& text, const char* name, const char* type, const char* help, const std::string& samples) {
  text += std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n' + samples;
}

/// A value as a Prometheus label has it.
std::string label(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  return text;
}

std::string sample(const std::string& name, std::uint64_t value) {
  return name + ' ' + std::to_string(value) + '\n';
}

Json publishing_of(const App& app) {
  Json list = Json::array();
  for (const PublishState& state : app.hooks.publishing()) {
    list.push_back({{"url", state.url},
                    {"reached", state.reached},
                    {"revision", state.revision},
                    {"viewers", state.viewers},
                    {"failures", state.failures},
                    {"problem", state.problem.empty() ? Json(nullptr) : Json(state.problem)}});
  }
  return list;
}

void add_publishing(std::string& text, const std::vector<PublishState>& states) {
  std::string reached;
  std::string revisions;
  std::string viewers;
  std::string messages;
  std::string failures;
  for (const PublishState& state : states) {
    const std::string to = "{to=\"" + label(state.url) + "\"}";
    reached += sample("leitai_publish_reached" + to, state.reached ? 1 : 0);
    revisions += sample("leitai_publish_revision" + to, state.revision);
    viewers += sample("leitai_publish_viewers" + to, state.viewers);
    messages += sample("leitai_publish_messages_total" + to, state.messages);
    failures += sample("leitai_publish_failures_total" + to, state.failures);
  }
  add_metric(text, "leitai_publish_reached", "gauge", "Whether the last request was accepted, by place.", reached);
  add_metric(text, "leitai_publish_revision", "gauge", "Newest revision told there.", revisions);
  add_metric(text, "leitai_publish_viewers", "gauge", "Open streams there.", viewers);
  add_metric(text, "leitai_publish_messages_total", "counter", "Messages accepted there.", messages);
  add_metric(text, "leitai_publish_failures_total", "counter", "Requests refused or lost.", failures);
}

}  // namespace

Response get_health(App& app, const Request& request) {
  const std::int64_t now_ms = app.show.now_ms();
  Json health = {{"status", "ok"}, {"version", app.options.version}, {"now", contest::format_time(now_ms)}};
  constexpr std::int64_t kMsPerSecond = 1'000;
  if (request.who) {
    health["name"] = request.who->name;
    health["role"] = show::role_name(request.who->role);
  }
  // A judge is told nothing of how much was written.
  if (request.who && request.who->role != show::Role::judge) {
    health["token"] = app.show.snapshot()->token;
    if (request.who->is_operator()) {
      health["show"] = app.show.options().file.string();
      if (app.hooks.publishing) {
        health["publishing"] = publishing_of(app);
      }
    }
    health["show_id"] = app.show.show_id();
    health["mode"] = app.show.options().rehearsal ? "rehearsal" : "show";
    health["uptime_s"] = (now_ms - app.show.started_ms()) / kMsPerSecond;
  }
  return answer(health);
}

Response get_templates(App& app, const Request&) {
  Json list = Json::array();
  for (const show::TemplateInfo& info : app.show.templates()) {
    list.push_back({{"id", info.id},
                    {"name", info.name},
                    {"layer", info.layer},
                    {"steps", info.steps},
                    {"fields", info.fields},
                    {"binds", info.binds}});
  }
  return answer(list);
}

Response get_preview(App& app, const Request& request) {
  const tl::expected<PreviewRequest, Response> wish = preview_of(app, request);
  return wish ? drawn(app, request, *wish) : wish.error();
}

Response post_preview(App& app, const Request& request) {
  tl::expected<PreviewRequest, Response> wish = preview_of(app, request);
  if (!wish) {
    return wish.error();
  }
  tl::expected<Json, Response> take = json_object(request);
  if (!take) {
    return take.error();
  }
  wish->take = std::move(*take);
  return drawn(app, request, *wish);
}

Response get_metrics(App& app, const Request&) {
  const Transport::Statistics statistics = app.statistics();
  const show::SnapshotPtr snapshot = app.show.snapshot();
  std::string answers;
  for (const auto& [status, count] : statistics.answers) {
    answers += sample("leitai_http_answers_total{status=\"" + std::to_string(status) + "\"}", count);
  }
  std::string text;
  add_metric(text, "leitai_http_answers_total", "counter", "Answers given, by status.", answers);
  add_metric(text, "leitai_http_connections", "gauge", "Open connections, streams not counted.",
             sample("leitai_http_connections", statistics.now.connections));
  add_metric(text, "leitai_http_refused_connections_total", "counter", "Connections past the limit.",
             sample("leitai_http_refused_connections_total", statistics.refused_connections));
  add_metric(text, "leitai_http_streams", "gauge", "Open streams, by audience.",
             sample("leitai_http_streams{audience=\"operator\"}", statistics.now.feeds) +
                 sample("leitai_http_streams{audience=\"public\"}", statistics.now.public_streams) +
                 sample("leitai_http_streams{audience=\"ballot\"}", statistics.now.ballot_streams));
  add_metric(text, "leitai_show_token", "gauge", "Position of the last record.",
             sample("leitai_show_token", snapshot->token));
  add_metric(text, "leitai_public_revision", "gauge", "Revision of the audience's document.",
             sample("leitai_public_revision", snapshot->public_revision));
  constexpr std::int64_t kMsPerSecond = 1'000;
  add_metric(text, "leitai_uptime_seconds", "gauge", "Since the show was opened.",
             sample("leitai_uptime_seconds",
                    static_cast<std::uint64_t>((app.show.now_ms() - app.show.started_ms()) / kMsPerSecond)));
  if (app.hooks.publishing) {
    add_publishing(text, app.hooks.publishing());
  }
  return {200, "text/plain; version=0.0.4; charset=utf-8", std::move(text), {{"Cache-Control", "no-store"}}, {}};
}

}  // namespace leitai::http
