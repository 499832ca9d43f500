// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/show/rig.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "server/platform/platform.h"

namespace leitai::show::test {

namespace {

/// As a template declares them: one text, and rows of a few types.
Json fields() {
  return parsed(R"({"type": "object", "required": ["title"], "properties": {
    "title": {"type": "string"}, "number": {"type": ["string", "integer"]}, "size": {"type": "integer", "minimum": 1},
    "rows": {"type": "array", "items": {"type": "object", "properties": {"a/b": {"type": ["integer", "null"]}}}}}})");
}

TemplateInfo info(const std::string& id, int layer, int steps, std::vector<std::string> binds) {
  TemplateInfo result;
  result.fields = fields();
  result.id = id;
  result.name = id;
  result.layer = layer;
  result.steps = steps;
  result.in_ms = 500;
  result.out_ms = 400;
  result.binds = std::move(binds);
  return result;
}

Json as_json(const overlays::AirItem& item) {
  Json versions = Json::array();
  for (const overlays::AirVersion& version : item.versions) {
    versions.push_back({{"at", version.at}, {"step", version.step}, {"data", *version.data}});
  }
  return {{"id", item.id},
          {"template", item.template_id},
          {"taken_at", item.taken_at},
          {"out_at", item.out_at ? Json(*item.out_at) : Json()},
          {"versions", versions},
          {"resumed_from", item.resumed_from ? as_json(*item.resumed_from) : Json()}};
}

}  // namespace

Json as_json(const overlays::Air& air) {
  Json channels = Json::object();
  for (const auto& [id, channel] : air.channels) {
    Json layers = Json::array();
    for (const overlays::AirLayer& layer : channel->layers) {
      layers.push_back({{"number", layer.number},
                        {"current", layer.current ? as_json(*layer.current) : Json()},
                        {"leaving", layer.leaving ? as_json(*layer.leaving) : Json()}});
    }
    channels[id] = {{"width", channel->width}, {"height", channel->height}, {"layers", layers}};
  }
  return channels;
}

Json parsed(const std::string& text) {
  const auto value = json::parse(text);
  INFO(text);
  REQUIRE(value.has_value());
  return *value;
}

Json public_results(const SnapshotPtr& snapshot) {
  return parsed(*snapshot->public_results);
}

Json everything(Show& show, std::int64_t now_ms) {
  const SnapshotPtr snapshot = show.snapshot();
  Json store = Json::object();
  for (const auto& [type, collection] : snapshot->store.types()) {
    for (const auto& [id, resource] : *collection)
      store[type][id] = {{"data", resource->data}, {"token", resource->token}};
  }
  Json document = show.air_document(now_ms);
  document.erase("token");  // a start is a record itself
  return {{"store", store},
          {"air", as_json(*snapshot->air)},
          {"document", document},
          {"public", public_results(snapshot)},
          {"revision", snapshot->public_revision},
          {"show_id", show.show_id()}};
}

Rig::Rig() : folder_(std::filesystem::temp_directory_path() / ("leitai-show-" + platform::random_hex(8))) {
  std::filesystem::create_directories(folder_);
  reopen();
}

Rig::~Rig() {
  show_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Options Rig::options() {
  Options options;
  options.file = file();
  options.version = "0.1.0";
  options.theme_name = "arena";
  options.theme_hash = "00ff";
  options.templates = {info("lower-third", 20, 1, {"contestant", "person", "stage"}),
                       info("timer", 30, 1, {"timer"}),
                       info("ranking", 40, 1, {"round"}),
                       info("score-card", 41, 1, {"score"}),
                       info("versus", 42, 1, {"versus"}),
                       info("running-order", 43, 1, {"running_order"}),
                       info("board", 44, 1, {"board"}),
                       info("awards", 45, 1, {"awards"}),
                       info("title", 50, 3, {}),
                       info("ticker", 60, 1, {"messages"})};
  options.save_state_after = save_state_after_;
  options.clock_ms = [this] { return now_.load(); };
  return options;
}

void Rig::reopen() {
  show_.reset();
  auto opened = Show::open(options());
  if (!opened) FAIL(opened.error().message);
  show_ = std::move(*opened);
}

std::uint64_t Rig::ok(Command command) {
  const auto answer = show_->submit({}, std::move(command));
  if (!answer) FAIL(answer.error().detail);
  CHECK(answer->body.at("token") == answer->token);
  return answer->token;
}

Refusal Rig::refused(Command command) {
  const std::uint64_t head_before = head();
  const SnapshotPtr before = show_->snapshot();
  const auto answer = show_->submit({}, std::move(command));
  REQUIRE_FALSE(answer.has_value());
  CHECK(head() == head_before);
  CHECK(show_->snapshot()->token == before->token);
  return answer.error();
}

std::uint64_t Rig::air(AirVerb verb, const std::string& body) {
  return ok(AirCommand{verb, parsed(body)});
}
std::uint64_t Rig::take(const std::string& body) {
  return air(AirVerb::take, body);
}
Refusal Rig::air_refused(AirVerb verb, const std::string& body) {
  return refused(AirCommand{verb, parsed(body)});
}

std::uint64_t Rig::put(const std::string& type, const std::string& id, const std::string& data) {
  INFO(type + "/" + id + " " + data);
  return ok(PutResource{type, id, parsed(data), std::nullopt});
}

Refusal Rig::put_refused(const std::string& type, const std::string& id, const std::string& data) {
  return refused(PutResource{type, id, parsed(data), std::nullopt});
}

std::vector<journal::Record> Rig::records(std::uint64_t since) {
  auto read = show_->journal().read(since, 100'000);
  REQUIRE(read.has_value());
  return *read;
}

Json Rig::layer(int number, const std::string& channel) {
  const Json layers = show_->air_document(now()).at("channels").at(channel).at("layers");
  return layers.contains(std::to_string(number)) ? layers.at(std::to_string(number)) : Json();
}

std::optional<overlays::AirLayer> Rig::shown(int number, const std::string& channel) {
  for (const overlays::AirLayer& layer : show_->snapshot()->air->channels.at(channel)->layers) {
    if (layer.number == number) return layer;
  }
  return std::nullopt;
}

Json data_of(Rig& rig, int layer, const std::string& channel) {
  return rig.layer(layer, channel).at("data");
}

DiskFailure::DiskFailure() {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  before_ = limit.rlim_cur;
  limit.rlim_cur = 0;
  setrlimit(RLIMIT_FSIZE, &limit);
}

DiskFailure::~DiskFailure() {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = before_;
  setrlimit(RLIMIT_FSIZE, &limit);
}

void seed_contest(Rig& rig) {
  std::vector<contest::Event> events;
  const auto add = [&](const char* type, const char* id, const char* data) {
    events.push_back({type, id, parsed(data)});
  };
  add("contest", "contest", R"({"name": "Street arena"})");
  add("groups", "heads", R"({"name": "Department heads", "short_name": "部门", "order": 1})");
  add("groups", "zones", R"({"name": "Zone directors", "short_name": "片区", "order": 2})");
  add("people", "j1", R"({"name": "1号评委", "role": "judge"})");
  add("people", "j2", R"({"name": "2号评委", "role": "judge"})");
  add("people", "s1", R"({"name": "1号助阵", "role": "supporter", "organization": "张家楼街道", "title": "主任"})");
  add("contestants", "c1",
      R"({"name": "1号选手", "number": "1", "group": "heads", "organization": "党建办", "title": "主任", "photo": "c1.png", "supporter": "s1"})");
  add("contestants", "c2", R"({"name": "2号选手", "number": "2", "group": "heads", "organization": "经管站"})");
  add("contestants", "c3", R"({"name": "3号选手", "number": "3", "group": "zones"})");
  add("contestants", "c4", R"({"name": "4号选手", "number": "4", "group": "zones"})");
  add("rounds", "morning", R"({"name": "上午", "order": 1, "state": "open", "visibility": "live",
      "contestants": ["c1", "c2", "c3", "c4"],
      "segments": [{"id": "talk", "name": "演讲", "speaker": "contestant", "duration_ms": 300000},
                   {"id": "support", "name": "助阵", "speaker": "supporter", "duration_ms": 60000}],
      "scoring": {"method": "marks", "criteria": [{"id": "content", "name": "内容", "min": "0", "max": "10"},
                                                   {"id": "delivery", "name": "表达", "min": "0", "max": "10"}]}})");
  add("timers", "clock",
      R"({"label": "演讲", "mode": "down", "duration_ms": 300000, "warn_ms": 60000, "danger_ms": 30000})");
  rig.ok(ApplyEvents{std::move(events)});
}

Json score_data(const std::string& contestant, const std::string& judge, const std::string& content,
                const std::string& delivery) {
  return {{"round", "morning"},
          {"contestant", contestant},
          {"judge", judge},
          {"marks", {{"content", content}, {"delivery", delivery}}}};
}

std::string score(const std::string& contestant, const std::string& judge, const std::string& content,
                  const std::string& delivery) {
  return json::dump(score_data(contestant, judge, content, delivery));
}

}  // namespace leitai::show::test
