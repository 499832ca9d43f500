// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_request.h"

#include <limits>

#include "server/show/bind.h"

namespace leitai::show {

BodyReader::BodyReader(const Json& body) : body_(body) {
  if (!body.is_object()) fail("", "must be an object");
}

const Json* BodyReader::field(const char* name) const {
  if (!body_.is_object()) return nullptr;
  const auto found = body_.find(name);
  return found == body_.end() || found->is_null() ? nullptr : &*found;
}

bool BodyReader::has(const char* name) const {
  return field(name) != nullptr;
}

std::optional<std::string> BodyReader::text(const char* name) {
  const Json* value = field(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  fail(std::string("/") + name, "must be a string");
  return std::nullopt;
}

std::optional<std::int64_t> BodyReader::integer(const char* name, std::int64_t least, std::int64_t most) {
  const Json* value = field(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_integer() && *value >= least && *value <= most) return value->get<std::int64_t>();
  fail(std::string("/") + name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<Json> BodyReader::object(const char* name, std::size_t max_bytes) {
  const Json* value = field(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    fail(std::string("/") + name, "must be an object");
  } else if (json::dump(*value).size() > max_bytes) {
    fail(std::string("/") + name, "must be at most " + std::to_string(max_bytes) + " bytes");
  } else {
    return *value;
  }
  return std::nullopt;
}

void BodyReader::fail(std::string pointer, std::string detail) {
  if (!body_.is_object() && !errors_.empty()) return;  // one sentence says it all
  errors_.push_back({std::move(pointer), std::move(detail)});
}

std::optional<Refusal> BodyReader::refusal() const {
  if (errors_.empty()) return std::nullopt;
  const contest::FieldError& first = errors_.front();
  const std::string detail = first.pointer.empty() ? first.detail : first.pointer + ": " + first.detail;
  return Refusal{RefusalKind::invalid, detail, errors_, Json::object()};
}

namespace {

/// The channel that a body names, or program.
std::string read_channel(const contest::Store& store, BodyReader& reader) {
  std::string channel = reader.text("channel").value_or("program");
  if (store.find("channels", channel) == nullptr) reader.fail("/channel", "there is no channel \"" + channel + "\"");
  return channel;
}

void read_template(const Templates& templates, BodyReader& reader, TakeRequest& request) {
  const auto id = reader.text("template");
  const auto layer = reader.integer("layer", 0, kMaxLayer);
  if (!id) {
    if (!reader.has("template")) reader.fail("/template", "is required");
    return;
  }
  const auto found = templates.find(*id);
  if (found == templates.end()) {
    reader.fail("/template", "the theme has no template \"" + *id + "\"");
    return;
  }
  request.template_id = *id;
  request.layer = static_cast<int>(layer.value_or(found->second.layer));
}

void check_bindable(const Templates& templates, BodyReader& reader, const TakeRequest& request) {
  const auto found = templates.find(request.template_id);
  const std::string kind = bind_kind(request.bind);
  if (found == templates.end() || found->second.binds.empty() || kind.empty()) return;
  for (const std::string& bind : found->second.binds) {
    if (bind == kind) return;
  }
  reader.fail("/bind", "the template \"" + request.template_id + "\" cannot be bound to a " + kind);
}

}  // namespace

void check_data(const Templates& templates, const std::string& template_id, BodyReader& reader, const Json& data) {
  for (const contest::FieldError& error : long_texts(data, "/data")) reader.fail(error.pointer, error.detail);
  const auto found = templates.find(template_id);
  if (found == templates.end() || found->second.schema == nullptr) return;
  for (const contest::FieldError& error : found->second.schema->findings(data, "/data")) {
    reader.fail(error.pointer, error.detail);
  }
}

tl::expected<Json, Refusal> filled_from_cue(const contest::Store& store, const Json& body) {
  if (!body.is_object() || body.contains("template") || !body.contains("cue") || !body["cue"].is_string()) return body;
  const contest::Resource* cue = store.find("cues", body["cue"].get<std::string>());
  if (cue == nullptr || !cue->data.is_object()) {
    return tl::unexpected(
        refuse(RefusalKind::invalid, "/cue", "there is no cue \"" + body["cue"].get<std::string>() + "\""));
  }
  Json filled = Json::object();
  for (const char* name : {"template", "channel", "layer", "bind", "data", "duration_ms"}) {
    if (cue->data.contains(name)) filled[name] = cue->data[name];
  }
  filled.update(body);
  return filled;
}

tl::expected<TakeRequest, Refusal> read_take(const State& state, const Templates& templates, const Json& body) {
  const auto filled = filled_from_cue(state.store, body);
  if (!filled) return tl::unexpected(filled.error());
  BodyReader reader(*filled);
  TakeRequest request;
  read_template(templates, reader, request);
  request.channel = read_channel(state.store, reader);
  request.data = reader.object("data", kMaxDataBytes).value_or(Json::object());
  request.bind = reader.object("bind", kMaxDataBytes).value_or(Json());
  request.duration_ms = reader.integer("duration_ms", kMinDurationMs, kMaxDurationMs);
  request.cue = reader.text("cue").value_or("");
  if (reader.has("cue") && !contest::is_id(request.cue)) reader.fail("/cue", "must be an id");
  const auto expected = reader.integer("expected_token", 0, std::numeric_limits<std::int64_t>::max());
  if (expected) request.expected_token = static_cast<std::uint64_t>(*expected);
  check_bindable(templates, reader, request);
  check_data(templates, request.template_id, reader, request.data);
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  return request;
}

tl::expected<Place, Refusal> read_place(const contest::Store& store, BodyReader& reader, bool needs_layer) {
  Place place;
  place.channel = read_channel(store, reader);
  if (const auto layer = reader.integer("layer", 0, kMaxLayer)) place.layer = static_cast<int>(*layer);
  if (needs_layer && !reader.has("layer")) reader.fail("/layer", "is required");
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  return place;
}

}  // namespace leitai::show
