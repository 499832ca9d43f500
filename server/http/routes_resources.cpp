// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/body.h"
#include "server/http/conditions.h"
#include "server/http/problem.h"
#include "server/http/submit.h"

namespace leitai::http {
namespace {

using contest::Json;

Json with_id(const std::string& id, const contest::Resource& resource) {
  Json document = resource.data;
  document["id"] = id;
  return document;
}

/// `?force=true`; nothing where it is neither true nor false.
std::optional<bool> force_of(const Request& request) {
  const std::string value = request.query_value("force").value_or("false");
  if (value != "true" && value != "false") {
    return std::nullopt;
  }
  return value == "true";
}

Response bad_force() {
  return problem(400, "force is true or false");
}

/// Scorers write what judges say, and nothing else.
bool may_write(const Request& request, std::string_view type) {
  return request.who->role != show::Role::scorer || scorers_write(type);
}

}  // namespace

Response list_resources(App& app, const Request& request) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  Json list = Json::array();
  for (const auto& [id, resource] : snapshot->store.all(request.capture("type"))) {
    list.push_back(with_id(id, *resource));
  }
  return answer(list);
}

Response get_resource(App& app, const Request& request) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  const std::string& id = request.capture("id");
  const contest::Resource* resource = snapshot->store.find(request.capture("type"), id);
  if (resource == nullptr) {
    return problem(404, "there is no such resource");
  }
  return unless_known(request.head, etag_of(resource->token), answer(with_id(id, *resource)));
}

Response put_resource(App& app, const Request& request) {
  if (!may_write(request, request.capture("type"))) {
    return refused_role(*request.who);
  }
  const tl::expected<std::optional<std::uint64_t>, Response> guard = if_match(request.head);
  if (!guard) {
    return guard.error();
  }
  tl::expected<Json, Response> data = json_object(request);
  if (!data) {
    return data.error();
  }
  return submit(app, request,
                show::PutResource{request.capture("type"), request.capture("id"), std::move(*data), *guard});
}

Response patch_resource(App& app, const Request& request) {
  if (!may_write(request, request.capture("type"))) {
    return refused_role(*request.who);
  }
  const tl::expected<std::optional<std::uint64_t>, Response> guard = if_match(request.head);
  if (!guard) {
    return guard.error();
  }
  tl::expected<Json, Response> patch = json_object(request);
  if (!patch) {
    return patch.error();
  }
  return submit(app, request,
                show::PatchResource{request.capture("type"), request.capture("id"), std::move(*patch), *guard});
}

Response delete_resource(App& app, const Request& request) {
  if (!may_write(request, request.capture("type"))) {
    return refused_role(*request.who);
  }
  const tl::expected<std::optional<std::uint64_t>, Response> guard = if_match(request.head);
  if (!guard) {
    return guard.error();
  }
  const std::optional<bool> force = force_of(request);
  if (!force) {
    return bad_force();
  }
  return submit(app, request, show::DeleteResource{request.capture("type"), request.capture("id"), *guard, *force});
}

Response post_events(App& app, const Request& request) {
  const std::optional<bool> force = force_of(request);
  if (!force) {
    return bad_force();
  }
  tl::expected<std::vector<contest::Event>, Response> events = events_of(request, app.options.limits.batch_events);
  if (!events) {
    return events.error();
  }
  for (const contest::Event& event : *events) {
    if (!may_write(request, event.type)) {
      return refused_role(*request.who);
    }
  }
  return submit(app, request, show::ApplyEvents{std::move(*events), *force});
}

}  // namespace leitai::http
