// SPDX-License-Identifier: GPL-2.0-or-later
// Key by key: what the published schemas list and what the readers ask for is the same.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <regex>
#include <sstream>

#include "tests/template/published_schema.h"

namespace {

const Json& every_key() {
  static const Json value = parsed_file("tests/template/every_key.json");
  return value;
}

/// Every key of a theme, and every key of a text style.
const Json& every_theme_key() {
  static const Json value = Json::parse(R"({
    "$schema": "theme.schema.json", "note": "", "name": "word", "extends": "word", "colors": {"word": "#12345678"},
    "fonts": {"word": "Inter"}, "sizes": {"word": 20}, "times": {"word": 500}, "words": {"word": ""},
    "text_styles": {"word": {"style": "word", "font": "word", "weight": 100, "size": 4, "least_size": 4, "line_height": 1,
      "letter_spacing": 64, "tabular": false, "lines": 32, "color": "#123456", "outline": {"color": "word", "width": 32},
      "shadow": {"color": "word", "blur": 32, "x": -256, "y": 256}}}})");
  return value;
}

/// Objects that take listed keys only, anywhere in a schema.
void collect_closed(const Json& schema, std::set<const Json*>& closed) {
  if (schema.is_object() && schema.value("/additionalProperties"_json_pointer, Json(true)) == false)
    closed.insert(&schema);
  if (!schema.is_structured()) return;
  for (const Json& part : schema) collect_closed(part, closed);
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  for (const auto& entry : object.items()) keys.insert(entry.key());
  return keys;
}

using Read = Reading (*)(const Json&);

void compare_keys(const PublishedSchema& schema, Read read, const Json& value) {
  const Reading reading = read(value);
  for (const auto& problem : reading.problems) FAIL_CHECK(problem.pointer << ": " << problem.message);
  std::set<const Json*> unmet;
  collect_closed(schema.document(), unmet);
  REQUIRE(unmet.size() > 2);
  for (const auto& [pointer, asked] : reading.asked) {
    INFO(pointer);
    const Json* found = schema.schema_of(value, pointer);
    REQUIRE(found != nullptr);
    const Json others = found->value("/additionalProperties"_json_pointer, Json(true));
    if (others.is_object()) continue;  // words of a theme
    CHECK(others == false);
    CHECK(keys_of(found->at("properties")) == asked);
    unmet.erase(found);
  }
  for (const Json* schema_of_none : unmet) FAIL_CHECK("no reader asks for " << schema_of_none->dump());
}

/// "unknown type "word": expected one of group, box": group and box.
std::vector<Json> words_of(const std::string& message) {
  const std::string start = "expected one of ";
  const std::size_t at = message.find(start);
  if (at == std::string::npos) return {};
  std::vector<Json> words;
  std::istringstream list(message.substr(at + start.size()));
  for (std::string word; std::getline(list, word, ',');) words.emplace_back(word.substr(word.find_first_not_of(' ')));
  return words;
}

/// "must be a number, 4 to 512": just within and just outside of that.
std::vector<Json> bounds_of(const std::string& message) {
  static const std::regex kRange("(-?[0-9]+) to (-?[0-9]+)$");
  std::smatch range;
  if (!std::regex_search(message, range, kRange)) return {};
  const long long least = std::stoll(range[1]), most = std::stoll(range[2]);
  return {least, most, least - 1, most + 1, static_cast<double>(least) - 0.25, static_cast<double>(most) + 0.25};
}

/// Arrays of as many as the finding or the schema allows, and of one more.
std::vector<Json> lengths_of(const Json* schema, const std::string& message, const Json& value) {
  static const std::regex kMost("an array of at most ([0-9]+)");
  std::set<std::size_t> lengths;
  std::smatch most;
  if (std::regex_search(message, most, kMost)) lengths.insert(std::stoul(most[1]));
  if (schema != nullptr && schema->contains("maxItems")) lengths.insert(schema->at("maxItems").get<std::size_t>());
  std::vector<Json> arrays;
  if (!value.is_array() || value.empty()) return arrays;
  for (const std::size_t length : lengths) {
    arrays.push_back(std::vector<Json>(length, value.front()));
    arrays.push_back(std::vector<Json>(length + 1, value.front()));
  }
  return arrays;
}

/// Values of every type, those that the reader names in its findings, and those that the schema names.
std::vector<Json> probes_of(const Json* schema, const std::function<std::string(const Json&)>& message_for,
                            const Json& value) {
  const long long far = 1'000'000'000'000;
  std::vector<Json> probes = {nullptr, true, false, 0, 1, -1, 2, 0.5, far, -far, "word", Json::object()};
  for (const char* text :
       {"[]", "[1]", "[1, 8192]", "[8193, 1]", "[1, 2, 3]", "[1, 2, 3, 8192]", "[1, 2, 8193, 4]", "[1, 2, 3, 4, 5]",
        "[-1, 0]", R"(["word", 1])", R"(["word", true])", R"({"other": 1})", "[{}]", "[[]]"}) {
    probes.push_back(Json::parse(text));
  }
  const auto add = [&](const std::vector<Json>& more) { probes.insert(probes.end(), more.begin(), more.end()); };
  const std::string message = message_for(far);
  add(words_of(message_for("word")));
  add(bounds_of(message));
  add(lengths_of(schema, message, value));
  if (schema == nullptr) return probes;
  for (const char* list : {"enum", "examples"}) {
    if (schema->contains(list)) add(schema->at(list));
  }
  if (schema->contains("default")) probes.push_back(schema->at("default"));
  return probes;
}

struct Sweep {
  const PublishedSchema& schema;
  Read read;
  std::size_t tried = 0, accepted = 0;
  std::set<std::string> common = {};  ///< keys of every node that were tried at one already

  void compare(const Json& value) {
    const bool by_reader = read(value).accepted();
    const bool by_schema = schema.accepts(value);
    ++tried;
    accepted += by_reader ? 1 : 0;
    if (by_reader == by_schema) return;
    const Reading reading = read(value);
    FAIL_CHECK((by_reader ? "only the schema refuses it:\n" + schema.findings(value)
                          : "only the reader refuses it: " + reading.problems.front().message));
  }

  /// Each value for each key that is asked for in `value`, at `place` and below.
  void run(const Json& value, const std::string& place) {
    const Reading reading = read(value);
    for (const auto& [pointer, keys] : reading.asked) {
      if (pointer.rfind(place, 0) != 0) continue;
      for (const std::string& key : keys) {
        if (is_new(value, pointer, key)) try_key(value, pointer, key);
      }
    }
  }

  /// What every node has is tried at the first kind; the others must only refer to the same.
  bool is_new(const Json& value, const std::string& pointer, const std::string& key) {
    const std::string shared = "#/$defs/common/properties/" + key;
    const Json* object = schema.schema_of(value, pointer);
    if (object == nullptr || !object->contains("properties") || !object->at("properties").contains(key)) return true;
    return object->at("properties").at(key) != Json{{"$ref", shared}} || common.insert(key).second;
  }

  void try_key(const Json& value, const std::string& pointer, const std::string& key) {
    const std::string whole = pointer + "/" + leitai::json::escape_token(key);
    const auto with = [&](const Json& probe) {
      Json changed = value;
      changed[Json::json_pointer(pointer)][key] = probe;
      return changed;
    };
    const auto message_for = [&](const Json& probe) {
      for (const auto& problem : read(with(probe)).problems) {
        if (problem.pointer == whole) return problem.message;
      }
      return std::string();
    };
    const Json& object = value[Json::json_pointer(pointer)];
    const Json own = object.contains(key) ? object[key] : Json();
    for (const Json& probe : probes_of(schema.schema_of(value, whole), message_for, own)) {
      INFO(whole << " = " << probe.dump());
      compare(with(probe));
    }
    Json without = value;
    without[Json::json_pointer(pointer)].erase(key);
    INFO(whole << " is missing");
    compare(without);
  }
};

/// Keywords that editors and the validator of these tests both honour, and words for people.
const std::set<std::string> kKeywords = {
    "$schema",    "$defs", "$ref",    "title",   "description", "default",  "examples",      "type",
    "enum",       "const", "pattern", "minimum", "maximum",     "minItems", "maxItems",      "maxLength",
    "properties", "items", "allOf",   "anyOf",   "oneOf",       "not",      "maxProperties", "additionalProperties",
    "if",         "then",  "else",    "required"};

void check_keywords(const Json& schema) {
  if (!schema.is_object()) return;
  for (const auto& [keyword, value] : schema.items()) {
    INFO(keyword << " in " << schema.dump());
    CHECK(kKeywords.contains(keyword));
    // Older validators see nothing beside a reference.
    if (schema.contains("$ref")) CHECK((keyword == "$ref" || keyword == "description" || keyword == "default"));
    const bool named = keyword == "properties" || keyword == "$defs";
    const bool within = keyword == "items" || keyword == "not" || keyword == "if" || keyword == "then" ||
                        keyword == "else" || keyword == "additionalProperties";
    if (within) check_keywords(value);
    if (named || keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf") {
      for (const Json& part : value) check_keywords(part);
    }
  }
}

/// Every key of an object that takes listed keys only is explained, there or where it refers to.
void check_descriptions(const PublishedSchema& schema) {
  std::set<const Json*> closed;
  collect_closed(schema.document(), closed);
  for (const Json* object : closed) {
    for (const auto& [key, value] : object->at("properties").items()) {
      INFO(key << " of " << object->value("description", ""));
      const Json& meant = schema.resolved(value);
      CHECK((value.contains("description") || meant.contains("description") || meant.contains("const")));
    }
  }
}

}  // namespace

TEST_CASE("a schema lists the keys that the readers ask for, and no other") {
  compare_keys(template_schema(), read_as_template, every_key());
  compare_keys(theme_schema(), read_as_theme, every_theme_key());
}

TEST_CASE("the kinds of nodes are those of the reader") {
  Json value = every_key();
  value["root"] = {{"type", "word"}};
  const Json& node = template_schema().document().at("$defs").at("node");
  std::vector<Json> listed, chosen;
  for (const Json& kind : node.at("properties").at("type").at("oneOf")) listed.push_back(kind.at("const"));
  for (const Json& part : node.at("allOf")) chosen.push_back(part.at("if").at("properties").at("type").at("const"));
  CHECK(words_of(read_as_template(value).problems.at(0).message) == listed);
  CHECK(listed == chosen);
}

TEST_CASE("what a template's keys take is the same for the schema and the reader") {
  Sweep sweep{template_schema(), read_as_template};
  Json value = every_key();
  const Json nodes = value["root"]["children"];
  // The fields' names bind nothing here, so that `fields` may be anything.
  value["root"] = {{"type", "group"}};
  value.erase("unused");
  const std::set<std::string> keys = read_as_template(value).asked.at("");
  for (const std::string& key : keys) sweep.try_key(value, "", key);
  for (const Json& node : nodes) {
    value["root"] = node;
    sweep.run(value, "/root");
  }
  CHECK(sweep.tried > 5000);
  CHECK(sweep.accepted > 1000);
}

TEST_CASE("what a theme's keys take is the same for the schema and the reader") {
  Sweep sweep{theme_schema(), read_as_theme};
  sweep.run(every_theme_key(), "");
  CHECK(sweep.tried > 500);
  CHECK(sweep.accepted > 100);
}

TEST_CASE("the schemas keep to keywords that editors and validators honour, and explain each key") {
  for (const PublishedSchema* schema : {&template_schema(), &theme_schema()}) {
    check_keywords(schema->document());
    check_descriptions(*schema);
  }
}

TEST_CASE("what both schemas speak of they say in the same words") {
  const Json& mine = theme_schema().document().at("$defs");
  const Json& theirs = template_schema().document().at("$defs");
  for (const auto& [name, schema] : mine.items()) {
    INFO(name);
    if (name == "text_style") {
      CHECK(schema.at("properties") == theirs.at("text_look").at("properties"));
    } else {
      CHECK(schema == theirs.at(name));
    }
  }
}
