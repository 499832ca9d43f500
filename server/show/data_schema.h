// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/contest/contest.h"

namespace leitai::show {

using contest::Json;

/// What a template's `fields` (JSON Schema, draft 7) say about the data of an item on air.
///
/// `required` at the top does not count: data is patched over what `bind` brings, and a field that
/// nobody gives is drawn empty.
class DataSchema {
 public:
  /// A schema that cannot be read refuses nothing.
  explicit DataSchema(const Json& fields);
  ~DataSchema();
  DataSchema(const DataSchema&) = delete;
  DataSchema& operator=(const DataSchema&) = delete;

  /// What is wrong with a merge patch of data: pointers start with `place`. Members that are null
  /// delete, and are always allowed.
  std::vector<contest::FieldError> findings(const Json& patch, const std::string& place) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

/// Texts of more than 4 KiB anywhere in a value (docs/http-api.md, "Resources").
std::vector<contest::FieldError> long_texts(const Json& value, const std::string& place);

}  // namespace leitai::show
