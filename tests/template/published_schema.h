// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "overlays/json/json.h"
#include "overlays/template/reader.h"

/// The schemas of docs/ and the readers of overlays/template, side by side.

using leitai::json::Json;

/// A file of the project, parsed; the test fails where it is no JSON.
Json parsed_file(const std::string& path);
std::string file_text(const std::string& path);

class PublishedSchema {
 public:
  /// `file`: of docs/.
  explicit PublishedSchema(const std::string& file);
  ~PublishedSchema();
  PublishedSchema(const PublishedSchema&) = delete;
  PublishedSchema& operator=(const PublishedSchema&) = delete;

  bool accepts(const Json& value) const;
  /// What is wrong with the value, a line each; empty: nothing.
  std::string findings(const Json& value) const;

  const Json& document() const { return document_; }
  /// What a `$ref` stands for; the schema itself where it is none.
  const Json& resolved(const Json& schema) const;
  /// The schema of the part of `value` at `pointer`; null where there is none.
  const Json* schema_of(const Json& value, const std::string& pointer) const;

 private:
  struct Compiled;
  const Json& of_kind(const Json& schema, const Json& value) const;

  Json document_;
  std::unique_ptr<const Compiled> compiled_;
};

const PublishedSchema& template_schema();
const PublishedSchema& theme_schema();

/// What the readers make of a value.
struct Reading {
  std::vector<leitai::overlays::ThemeProblem> problems;
  /// The keys that were asked for, by the pointer of their object.
  std::map<std::string, std::set<std::string>> asked;
  /// But for animations that are too long as a whole, which no schema can add up.
  bool accepted() const;
};

/// In a theme that has every kind of word, each called "word", and a file of that name.
Reading read_as_template(const Json& value);
Reading read_as_theme(const Json& value);
