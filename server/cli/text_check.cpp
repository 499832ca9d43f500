// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/text_check.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "overlays/scene/scene.h"
#include "overlays/scene/text_findings.h"
#include "overlays/template/node.h"
#include "server/show/bind.h"
#include "server/show/bind_data.h"

namespace leitai::cli {

namespace {

using json::Json;
using overlays::TextFinding;

/// Texts that are longer are shortened in messages.
constexpr std::size_t kMostCharacters = 40;

std::string text(const Json& object, const char* name) {
  return object.is_object() && object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : "";
}

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string shortened(const std::string& text) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (starts_character(text[i]) && characters++ == kMostCharacters) return text.substr(0, i) + "…";
  }
  return text;
}

/// "U+4E00" of valid UTF-8.
std::string code_point(const std::string& character) {
  const auto lead = static_cast<unsigned char>(character.front());
  unsigned value = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1FU : lead < 0xF0 ? lead & 0x0FU : lead & 0x07U;
  for (std::size_t i = 1; i < character.size(); ++i) {
    value = value << 6U | (static_cast<unsigned char>(character[i]) & 0x3FU);
  }
  char name[16];
  std::snprintf(name, sizeof name, "U+%04X", value);
  return name;
}

/// The last name of a pointer: the field.
std::string field_of(const std::string& pointer) {
  return pointer.substr(pointer.rfind('/') + 1);
}

}  // namespace

std::size_t TextCheck::line_of(const std::string& type, const std::string& id) const {
  const auto found = lines_.find({type, id});
  return found == lines_.end() ? 0 : found->second;
}

void TextCheck::add(Collection& collection, Shown shown) {
  if (collection.known.insert(json::dump(shown.data)).second) collection.all.push_back(std::move(shown));
}

void TextCheck::sent(std::size_t line, const contest::Event& event) {
  if (!contest::is_writable_type(event.type) || !contest::is_id(event.id)) return;
  if (event.data.is_null()) return changed(line, event.type, event.id, nullptr);
  const auto* before = store_.find(event.type, event.id);
  auto data = contest::normalise(event.type, event.id, event.data, before != nullptr ? &before->data : nullptr);
  if (data) changed(line, event.type, event.id, *data);
}

void TextCheck::changed(std::size_t line, const std::string& type, const std::string& id, const Json& data) {
  if (data.is_null()) {
    store_.erase(type, id);
    return;
  }
  store_.put(type, id, data, line);
  lines_[{type, id}] = line;
  if (type == "contestants") add_contestant(id, data);
  if (type == "people") add_person(id, data);
  if (type == "timers") add_timer(id, data);
  if (type == "messages") add_message(id, data);
  if (type == "groups") {
    for (const auto& [contestant, resource] : store_.all("contestants")) {
      if (text(resource->data, "group") == id) add_contestant(contestant, resource->data);
    }
  }
  if (type == "cues") add_own(text(data, "template"), taken(data, line, "/data"));
}

void TextCheck::add_contestant(const std::string& id, const Json& contestant) {
  const std::size_t line = line_of("contestants", id);
  const bool has_organization = !text(contestant, "organization").empty();
  add(bound_["contestant"], {show::contestant_fields(store_, contestant),
                             {{"/title", line, "/data/name"},
                              {"/subtitle", line, has_organization ? "/data/organization" : "/data/title"},
                              {"/tag", line_of("groups", text(contestant, "group")), "/data/short_name"},
                              {"/number", line, "/data/number"},
                              {"/photo", line, "/data/photo"}}});
}

void TextCheck::add_person(const std::string& id, const Json& person) {
  const std::size_t line = line_of("people", id);
  const bool has_organization = !text(person, "organization").empty();
  add(bound_["person"], {show::person_fields(person),
                         {{"/title", line, "/data/name"},
                          {"/subtitle", line, has_organization ? "/data/organization" : "/data/title"},
                          {"/photo", line, "/data/photo"}}});
}

void TextCheck::add_timer(const std::string& id, const Json& timer) {
  add(bound_["timer"], {show::timer_fields(timer), {{"/label", line_of("timers", id), "/data/label"}}});
}

/// Each alone: how long a ticker's text is does not hang on the others.
void TextCheck::add_message(const std::string& id, const Json& message) {
  const Json items = Json::array({{{"id", id}, {"text", text(message, "text")}}});
  add(bound_["messages"], {{{"messages", items}}, {{"/messages/0/text", line_of("messages", id), "/data/text"}}});
}

void TextCheck::add_rankings() {
  for (const auto& [round, resource] : store_.all("rounds")) {
    add_ranking(round, "");
    for (const auto& [group, unused] : store_.all("groups")) add_ranking(round, group);
  }
  if (!store_.all("rounds").empty()) return;
  Json rows = Json::array();
  for (const auto& [id, unused] : store_.all("contestants")) rows.push_back({{"contestant", id}});
  Shown ranking{Json::object(), {}};
  add_rows(ranking, rows);
  add(bound_["round"], std::move(ranking));
}

void TextCheck::add_ranking(const std::string& round, const std::string& group) {
  const auto standings =
      contest::standings(store_, round, group, contest::Audience::operators, contest::Detail::criteria);
  if (!standings || standings->at("rows").empty()) return;
  Json bind = {{"round", round}};
  if (!group.empty()) bind["group"] = group;
  const Json& data = store_.find("rounds", round)->data;
  Shown ranking{show::ranking_fields(store_, bind, data, contest::Audience::operators),
                {{"/title", line_of("rounds", round), "/data/name"},
                 {"/subtitle", line_of("groups", group), "/data/name"},
                 {"/columns", line_of("rounds", round), "/data/scoring/criteria"}}};
  add_rows(ranking, standings->at("rows"));
  add(bound_["round"], std::move(ranking));
}

/// Everybody, those without a rank too: marks may come later. Room is kept for what marks make.
void TextCheck::add_rows(Shown& ranking, const Json& standings_rows) const {
  Json rows = Json::array();
  for (const Json& standing : standings_rows) {
    const std::string id = text(standing, "contestant");
    const std::string at = "/rows/" + std::to_string(rows.size());
    Json row = show::ranking_row(store_, standing);
    if (row["rank"].is_null()) row["rank"] = rows.size() + 1;
    if (row["total"].is_null()) row["total"] = "100.00";
    rows.push_back(std::move(row));
    ranking.origins.push_back({at + "/name", line_of("contestants", id), "/data/name"});
    ranking.origins.push_back({at + "/organization", line_of("contestants", id), "/data/organization"});
  }
  ranking.data["rows"] = std::move(rows);
}

TextCheck::Shown TextCheck::taken(const Json& body, std::size_t line, const std::string& pointer) const {
  Shown shown{Json::object(), {}};
  if (body.contains("bind")) {
    // Who is bound has been looked at; here the bound data only fills what the own data leaves.
    const auto bind = show::resolve_bind(store_, body["bind"]);
    const auto bound = bind ? show::bound_data(store_, *bind, contest::Audience::operators, 0) : std::nullopt;
    if (bound) shown.data = bound->data;
  }
  if (!body.contains("data") || !body["data"].is_object()) return shown;
  shown.data.merge_patch(body["data"]);
  for (const auto& [name, value] : body["data"].items()) {
    const std::string member = "/" + json::escape_token(name);
    shown.origins.push_back({member, line, std::string(pointer).append("/data").append(member)});
  }
  return shown;
}

void TextCheck::add_own(const std::string& template_id, Shown shown) {
  if (!shown.origins.empty() && theme_->find(template_id) != nullptr) add(own_[template_id], std::move(shown));
}

void TextCheck::called(std::size_t line, const Call& call) {
  if (call.path == "air/take") take(call.body, line);
  if (call.path == "air/update") update(call.body, line);
}

void TextCheck::take(const Json& body, std::size_t line) {
  Json filled = body;
  const auto* cue = body.contains("template") ? nullptr : store_.find("cues", text(body, "cue"));
  if (cue != nullptr) {
    filled = cue->data;
    filled.update(body);
  }
  const auto* graphic = theme_->find(text(filled, "template"));
  if (graphic == nullptr) return;
  const std::string channel = filled.contains("channel") ? text(filled, "channel") : "program";
  const auto layer = filled.find("layer");
  const int number = layer != filled.end() && layer->is_number_integer() ? layer->get<int>() : graphic->layer;
  Shown shown = taken(filled, line, "/body");
  on_air_[{channel, number}] = {graphic->id, shown};
  if (body.contains("data")) add_own(graphic->id, std::move(shown));
}

void TextCheck::update(const Json& body, std::size_t line) {
  const std::string channel = body.contains("channel") ? text(body, "channel") : "program";
  const auto layer = body.find("layer");
  if (layer == body.end() || !layer->is_number_integer()) return;
  const auto item = on_air_.find({channel, layer->get<int>()});
  if (item == on_air_.end()) return;
  const Shown patch = taken({{"data", body.value("data", Json::object())}}, line, "/body");
  Shown& shown = item->second.shown;
  shown.data.merge_patch(patch.data);
  // The newest origin of a field is looked at first.
  shown.origins.insert(shown.origins.begin(), patch.origins.begin(), patch.origins.end());
  add_own(item->second.template_id, shown);
}

/// Turns what the layout found into problems at the texts' places, each once.
class TextCheck::Findings {
 public:
  void add(const std::string& template_id, const Shown& shown, const TextFinding& finding) {
    const auto [field, origin] = source_of(shown, finding);
    if (origin == nullptr || origin->line == 0) return;  // the template's own words
    const std::string pointer = origin->pointer + field.substr(origin->data_pointer.size());
    const std::string where =
        "\"" + field_of(field) + "\" in the template \"" + template_id + "\": \"" + shortened(finding.text) + "\"";
    if (finding.kind == TextFinding::Kind::too_long) {
      put({origin->line, pointer, Severity::warning, "too long even at its least size, " + where});
    } else {
      put({origin->line, pointer, Severity::error,
           "no font has the character " + code_point(finding.character) + " (" + finding.character + "), " + where});
    }
  }

  std::vector<TextProblem> take() {
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const TextProblem& a, const TextProblem& b) { return a.line < b.line; });
    return std::move(problems_);
  }

 private:
  /// The field that a finding is about, and where it is from: of several that a text is made of the one with the
  /// missing character, else the first that the file has.
  static std::pair<std::string, const Origin*> source_of(const Shown& shown, const TextFinding& finding) {
    for (const std::string& field : finding.fields) {
      const Json& value = shown.data.at(Json::json_pointer(field));
      const bool has =
          !value.is_string() || value.get_ref<const std::string&>().find(finding.character) != std::string::npos;
      if (!has) continue;
      for (const Origin& origin : shown.origins) {
        const bool within = field == origin.data_pointer || field.starts_with(origin.data_pointer + "/");
        if (within) return {field, &origin};
      }
    }
    return {"", nullptr};
  }

  void put(TextProblem problem) {
    if (told_.insert({problem.line, problem.pointer, problem.message}).second) problems_.push_back(std::move(problem));
  }

  std::set<std::tuple<std::size_t, std::string, std::string>> told_;
  std::vector<TextProblem> problems_;
};

tl::expected<std::vector<TextProblem>, std::string> TextCheck::problems() {
  add_rankings();
  auto preparer = overlays::ScenePreparer::create(theme_, overlays::kDesignWidth, overlays::kDesignHeight);
  if (!preparer) return tl::unexpected(preparer.error());
  Findings findings;
  const auto look = [&](const overlays::Template& graphic, const Collection& collection) {
    for (const Shown& shown : collection.all) {
      for (const auto& finding : overlays::text_findings(graphic, theme_->words, shown.data, (*preparer)->text())) {
        findings.add(graphic.id, shown, finding);
      }
    }
  };
  for (const auto& [id, graphic] : theme_->templates) {
    for (const auto& bind : graphic->binds) look(*graphic, bound_[bind]);
    look(*graphic, own_[id]);
  }
  return findings.take();
}

}  // namespace leitai::cli
