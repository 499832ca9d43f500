// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/template/published_schema.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "overlays/template/node_reader.h"
#include "overlays/template/theme_reader.h"
#include "tests/template/theme_folder.h"

using namespace leitai::overlays;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(LEITAI_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Json parsed_file(const std::string& path) {
  auto value = leitai::json::parse(file_text(path));
  INFO(path);
  REQUIRE(value.has_value());
  return std::move(*value);
}

struct PublishedSchema::Compiled {
  valijson::Schema schema;
  mutable valijson::Validator validator;  ///< keeps the patterns that it has compiled
};

PublishedSchema::PublishedSchema(const std::string& file) : document_(parsed_file("docs/" + file)) {
  auto compiled = std::make_unique<Compiled>();
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(document_), compiled->schema);
  compiled_ = std::move(compiled);
}

PublishedSchema::~PublishedSchema() = default;

bool PublishedSchema::accepts(const Json& value) const {
  return compiled_->validator.validate(compiled_->schema, Adapter(value), nullptr);
}

std::string PublishedSchema::findings(const Json& value) const {
  valijson::ValidationResults results;
  compiled_->validator.validate(compiled_->schema, Adapter(value), &results);
  std::string text;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) text += step;
    text += ": " + error.description + "\n";
  }
  return text;
}

const Json& PublishedSchema::resolved(const Json& schema) const {
  if (!schema.is_object() || !schema.contains("$ref")) return schema;
  return resolved(document_.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))));
}

/// Of a node: what its type asks for.
const Json& PublishedSchema::of_kind(const Json& schema, const Json& value) const {
  if (!value.is_object() || !value.contains("type") || !schema.contains("allOf")) return schema;
  for (const Json& part : schema["allOf"]) {
    const Json::json_pointer type("/if/properties/type/const");
    if (part.contains(type) && part[type] == value["type"]) return resolved(part["then"]);
  }
  return schema;
}

const Json* PublishedSchema::schema_of(const Json& value, const std::string& pointer) const {
  const Json* schema = &document_;
  const Json* part = &value;
  std::istringstream steps(pointer.empty() ? "" : pointer.substr(1));
  for (std::string step; std::getline(steps, step, '/');) {
    schema = &of_kind(resolved(*schema), *part);
    const bool listed = part->is_object() && schema->contains("properties") && (*schema)["properties"].contains(step);
    const Json::json_pointer next(listed              ? "/properties/" + step
                                  : part->is_object() ? "/additionalProperties"
                                                      : "/items");
    if (!schema->contains(next)) return nullptr;
    schema = &(*schema)[next];
    if (schema->is_boolean()) return nullptr;
    static const Json kNothing;
    const Json::json_pointer last("/" + step);
    part = part->contains(last) ? &(*part)[last] : &kNothing;
  }
  return &of_kind(resolved(*schema), *part);
}

const PublishedSchema& template_schema() {
  static const PublishedSchema schema("template.schema.json");
  return schema;
}

const PublishedSchema& theme_schema() {
  static const PublishedSchema schema("theme.schema.json");
  return schema;
}

bool Reading::accepted() const {
  return std::all_of(problems.begin(), problems.end(), [](const ThemeProblem& problem) {
    return problem.message.rfind("an animation longer than", 0) == 0;
  });
}

namespace {

const Tokens& every_word() {
  static const ThemeFolder folder;
  static const Tokens tokens = [] {
    folder.write("word", "");
    Tokens words;
    words.colors["word"] = {};
    words.fonts["word"] = "Inter";
    words.sizes["word"] = 20;
    words.times["word"] = 500;
    words.text_styles["word"] = {};
    words.words["word"] = "";
    words.folders = {folder.path()};
    return words;
  }();
  return tokens;
}

template <typename Read>
Reading reading_of(const Read& read) {
  Reading reading;
  Report report("file", {}, reading.problems);
  report.watch_keys([&](const std::string& pointer, const std::vector<std::string_view>& keys) {
    reading.asked[pointer].insert(keys.begin(), keys.end());
  });
  read(report);
  return reading;
}

}  // namespace

Reading read_as_template(const Json& value) {
  return reading_of([&](Report& report) { read_template(value, "file", every_word(), report); });
}

Reading read_as_theme(const Json& value) {
  return reading_of([&](Report& report) {
    Tokens tokens = every_word();
    std::string name;
    ObjectReader reader(value, "", tokens, report);
    read_theme_keys(reader, name, tokens);
    read_text_styles(reader, tokens);
  });
}
