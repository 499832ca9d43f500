// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// The shapes of all resources, as data: normalise() checks against them, references are found by
/// them, and documentation can be made from them.
namespace leitai::contest {

enum class Kind {
  any,  ///< kept as it is
  text,
  label,  ///< a text or a whole number, kept as it is
  boolean,
  integer,       ///< within min and max
  decimal,       ///< becomes a string
  weight,        ///< a decimal or a fraction
  time,          ///< RFC 3339
  choice,        ///< one of `of`, separated by |
  id,            ///< `of`: the type it refers to; empty: a name within the resource
  bound_id,      ///< an id, or a word that starts with @
  speaker,       ///< contestant, supporter, or the id of a person
  ids,           ///< a list of different ids
  judges,        ///< a list of people, or "@audience"
  object,        ///< `fields`
  objects,       ///< a list of `fields`, with different ids where they have one
  decimals,      ///< an object of decimals, by id
  decimal_list,  ///< a list of decimals, which become strings
  limit,         ///< a whole number, or counts
  counts,        ///< an object of whole numbers, by id (`of`: the type it refers to)
  cells,         ///< an object of texts and decimals, by id
};

constexpr unsigned kRequired = 1;
constexpr unsigned kNullable = 2;  ///< null means something, and stays
constexpr unsigned kClosed = 4;    ///< of an object: unknown members are refused

struct Field {
  std::string_view name;
  Kind kind = Kind::any;
  std::string_view of = {};
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::span<const Field> fields = {};
  unsigned flags = 0;

  constexpr bool required() const { return (flags & kRequired) != 0; }
};

struct ResourceType {
  std::string_view name;
  std::span<const Field> fields;
  bool writable = true;           ///< by clients; the others are written by commands only
  std::string_view only_id = {};  ///< the id of a type that has one resource
};

const ResourceType* find_type(std::string_view name);
std::span<const ResourceType> resource_types();

}  // namespace leitai::contest
