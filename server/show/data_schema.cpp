// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/data_schema.h"

#include <algorithm>
#include <exception>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "overlays/json/json.h"

namespace leitai::show {

namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;
using Error = valijson::ValidationResults::Error;

/// Whether `inner` stands within `outer`, or is it.
bool within(const std::vector<std::string>& inner, const std::vector<std::string>& outer) {
  return inner.size() >= outer.size() && std::equal(outer.begin(), outer.end(), inner.begin());
}

/// The library names each value on the way, `<root>`, `[rows]`, `[0]`, and complains of all of
/// them: the innermost says what is wrong.
std::vector<Error> innermost(const std::vector<Error>& all) {
  std::vector<Error> kept;
  for (const Error& error : all) {
    const bool outer = std::any_of(all.begin(), all.end(), [&](const Error& other) {
      return other.context.size() > error.context.size() && within(other.context, error.context);
    });
    const bool said =
        std::any_of(kept.begin(), kept.end(), [&](const Error& other) { return other.context == error.context; });
    if (!outer && !said) kept.push_back(error);
  }
  return kept;
}

std::string pointer_of(const Error& error, const std::string& place) {
  std::string pointer = place;
  for (std::size_t i = 1; i < error.context.size(); ++i) {
    const std::string& step = error.context[i];
    pointer += '/' + json::escape_token(step.substr(1, step.size() - 2));
  }
  return pointer;
}

/// What a schema asks of a type, in words; empty where it asks nothing.
std::string wanted_types(const Json& schema) {
  if (!schema.is_object() || !schema.contains("type")) return {};
  const Json& type = schema["type"];
  if (type.is_string()) return type.get<std::string>();
  std::string words;
  for (const Json& one : type) {
    if (!one.is_string() || one == "null") continue;
    words += (words.empty() ? "" : " or ") + one.get<std::string>();
  }
  return words;
}

/// The schema of the value that an error stands at, as far as properties and items lead there.
const Json* schema_at(const Json& fields, const Error& error) {
  const Json* schema = &fields;
  for (std::size_t i = 1; i < error.context.size(); ++i) {
    const std::string name = error.context[i].substr(1, error.context[i].size() - 2);
    if (!schema->is_object()) return nullptr;
    if (schema->contains("properties") && (*schema)["properties"].contains(name)) {
      schema = &(*schema)["properties"][name];
    } else if (schema->contains("items")) {
      schema = &(*schema)["items"];
    } else {
      return nullptr;
    }
  }
  return schema;
}

std::string detail_of(const Json& fields, const Error& error) {
  if (error.description.find("'type'") != std::string::npos) {
    const Json* schema = schema_at(fields, error);
    if (const std::string words = schema == nullptr ? "" : wanted_types(*schema); !words.empty()) {
      return "must be of type " + words;
    }
  }
  return "is refused by the template's fields: " + error.description;
}

void collect_long_texts(const Json& value, const std::string& place, std::vector<contest::FieldError>& errors) {
  if (value.is_string() && value.get_ref<const std::string&>().size() > contest::kMaxTextBytes) {
    errors.push_back({place, contest::kTextTooLong});
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      collect_long_texts(member, place + '/' + json::escape_token(name), errors);
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      collect_long_texts(value[i], place + '/' + std::to_string(i), errors);
    }
  }
}

}  // namespace

struct DataSchema::Compiled {
  Json fields;
  valijson::Schema schema;
};

DataSchema::DataSchema(const Json& fields) {
  if (!fields.is_object()) return;
  auto compiled = std::make_unique<Compiled>();
  compiled->fields = fields;
  compiled->fields.erase("required");
  try {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(compiled->fields), compiled->schema);
    compiled_ = std::move(compiled);
  } catch (const std::exception&) {
    // Its author hears of it where the theme is checked; the show goes on.
  }
}

DataSchema::~DataSchema() = default;

std::vector<contest::FieldError> DataSchema::findings(const Json& patch, const std::string& place) const {
  if (compiled_ == nullptr) return {};
  Json data = Json::object();
  data.merge_patch(patch);
  std::vector<Error> all;
  try {
    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(compiled_->schema, Adapter(data), &results);
    for (Error error; results.popError(error);) all.push_back(error);
  } catch (const std::exception& error) {
    return {{place, std::string("cannot be checked against the template's fields: ") + error.what()}};
  }
  std::vector<contest::FieldError> errors;
  for (const Error& error : innermost(all)) {
    errors.push_back({pointer_of(error, place), detail_of(compiled_->fields, error)});
  }
  return errors;
}

std::vector<contest::FieldError> long_texts(const Json& value, const std::string& place) {
  std::vector<contest::FieldError> errors;
  collect_long_texts(value, place, errors);
  return errors;
}

}  // namespace leitai::show
