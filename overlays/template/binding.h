// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/json/json.h"

/// How templates speak of data: paths, texts with `${…}` in them, and conditions.
namespace leitai::overlays {

/// What names mean at a place in a template: the fields of a row, then those of the item, and a
/// few words that the renderer adds (`index`, `count`, `step`).
class Scope {
 public:
  explicit Scope(const json::Json& data, const Scope* outer = nullptr) : data_(&data), outer_(outer) {}

  void define(std::string_view word, json::Json value) { words_.emplace_back(word, std::move(value)); }

  /// Null where nothing has that name.
  const json::Json* find(std::span<const std::string> path) const;

 private:
  const json::Json* data_;
  const Scope* outer_;
  std::vector<std::pair<std::string_view, json::Json>> words_;
};

using Path = std::vector<std::string>;

/// `timer.phase` and the like: letters, digits, `_` and `-`, separated by dots.
std::optional<Path> parse_path(std::string_view text);

std::string to_string(const Path& path);

/// What is wrong with a binding or a condition, and at which byte of it.
struct BindingError {
  std::size_t offset = 0;
  std::string message;
};

/// A text with data in it: `第${rank}名`, `${total | decimals: 2 | default: "–"}`.
class TextBinding {
 public:
  static tl::expected<TextBinding, BindingError> parse(std::string_view text);

  /// A text without data in it.
  static TextBinding literal(std::string text);

  /// Past 64 KiB no further value is added.
  std::string render(const Scope& scope) const;

  bool is_empty() const { return parts_.empty(); }

  /// The text where no data is in it.
  std::optional<std::string> fixed_text() const;

  /// Every path it names, with the byte where it stands.
  std::vector<std::pair<Path, std::size_t>> paths() const;

 private:
  enum class FilterKind { fallback, decimals, absolute, is_signed, ordinal, duration, count };
  struct Filter {
    FilterKind kind;
    std::string text;
    int places = 0;
  };
  struct Part {
    std::string literal;  ///< used where the path is empty
    Path path;
    std::size_t offset = 0;
    std::vector<Filter> filters;
  };
  static tl::expected<Part, BindingError> parse_expression(std::string_view expression, std::size_t offset);
  static tl::expected<Filter, BindingError> parse_filter(std::string_view filter, std::size_t offset);
  static std::string apply(const Filter& filter, std::string value);
  static std::string filtered(const Part& part, const json::Json* value);

  std::vector<Part> parts_;
};

/// A condition on data: `tag`, `!photo`, `rank <= 3 and awarded`, `timer.phase == "warning"`, `rows | count > 10`.
/// `and` binds closer than `or`; there are no parentheses. A path alone holds where its value is
/// there and is neither null, false, an empty text nor an empty list.
class Condition {
 public:
  static tl::expected<Condition, BindingError> parse(std::string_view text);

  bool holds(const Scope& scope) const;

  std::vector<std::pair<Path, std::size_t>> paths() const;

 private:
  enum class Test { present, absent, equal, not_equal, less, at_most, more, at_least };
  struct Operand {
    Path path;  ///< empty: `literal`
    json::Json literal;
    std::size_t offset = 0;
    bool counted = false;  ///< how many items the array at `path` has
  };
  struct Comparison {
    Test test = Test::present;
    Operand left, right;
  };
  class Parser;

  /// `made` keeps a value that stands nowhere else.
  static const json::Json& value_of(const Operand& operand, const Scope& scope, json::Json& made);
  static bool holds(const Comparison& comparison, const Scope& scope);

  std::vector<std::vector<Comparison>> any_of_;
};

/// A scalar as it is shown: texts as they are, numbers in their shortest spelling, nothing for
/// null, lists and objects.
std::string shown(const json::Json& value);

/// A decimal's text with exactly so many places, rounded half away from zero; what is not a plain
/// decimal comes back as it is.
std::string with_decimals(std::string_view decimal, int places);

/// `-?digits[.digits]` and nothing else.
bool is_plain_decimal(std::string_view text);

}  // namespace leitai::overlays
