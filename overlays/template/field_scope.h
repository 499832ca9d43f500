// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>

#include "overlays/template/binding.h"

namespace leitai::overlays {

/// The names that a place in a template may use: what the schema of its fields declares, and the
/// words that the renderer adds.
class FieldScope {
 public:
  /// `words`: {name: text}, read as `words.name`.
  FieldScope(const json::Json& schema, const json::Json& words) : schema_(&schema), words_(&words) {}

  bool in_row() const { return outer_ != nullptr; }

  /// A sentence where nothing declares `path`.
  std::optional<std::string> missing(const Path& path) const;

  /// The scope of a row of the array at `items`, inside this one; nothing where there is no such
  /// array. This scope must outlive it.
  std::optional<FieldScope> row(const Path& items) const;

 private:
  FieldScope(const json::Json* schema, const FieldScope* outer) : schema_(schema), outer_(outer) {}
  const json::Json* declared(const Path& path) const;

  const json::Json* schema_;
  const json::Json* words_ = nullptr;  ///< of the outermost
  const FieldScope* outer_ = nullptr;
};

}  // namespace leitai::overlays
