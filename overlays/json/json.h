// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

/// Strict JSON: what the data on air, the templates and the requests are made of. It stands at the
/// bottom of the house, so that every room reads hostile text in the same way.
namespace leitai::json {

using Json = nlohmann::json;

struct Limits {
  /// Arrays and objects within each other. A scalar has depth 0, `[]` has 1.
  std::size_t max_depth = 64;
};

enum class Fault {
  syntax,         ///< not JSON, bad UTF-8, or something after the value
  duplicate_key,  ///< an object names a key twice
  nesting,        ///< deeper than Limits::max_depth
  number_range,   ///< an integer past 64 bits, or a number past a double's range
};

/// A place in a text. Lines and columns count from 1; columns count bytes.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

struct ParseError {
  Fault fault = Fault::syntax;
  std::string pointer;  ///< RFC 6901, the value that was being read
  std::string detail;   ///< a sentence for people
  Position position;
};

/// Reads exactly one JSON value (RFC 8259) in UTF-8.
///
/// A fraction or an exponent becomes a double where the double's shortest text spells the same
/// decimal; a number that a double cannot spell is kept as a string of its own text, so that a
/// decimal is never rounded on its way in.
tl::expected<Json, ParseError> parse(std::string_view text, const Limits& limits = {});

/// A value with the place of each of its parts, by JSON pointer ("" is the whole value): for
/// messages about files that people write.
struct Located {
  Json value;
  std::map<std::string, Position> positions;
};
tl::expected<Located, ParseError> parse_located(std::string_view text, const Limits& limits = {});

/// The shortest text of a value; never throws (bad UTF-8 is replaced by U+FFFD).
std::string dump(const Json& value);

/// One reference token of a JSON pointer, escaped (RFC 6901, section 3): "a/b" is "a~1b".
std::string escape_token(std::string_view token);

}  // namespace leitai::json
