// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/contest/contest.h"

/// The kinds of bound data, as a table.
namespace leitai::show {

using contest::Json;

struct Kind {
  enum class Shape : std::uint8_t {
    id,         ///< an id of `type`
    round,      ///< the same, with group and limit beside it
    programme,  ///< the same, with group beside it
    object,     ///< ids in an object
    flag,       ///< true
  };

  std::string_view name;  ///< the bind's member, and what templates list
  Shape shape = Shape::id;
  std::string_view type = {};  ///< of the resource that an id names
  std::string_view word = {};  ///< that resource in a sentence
};

constexpr std::array<Kind, 11> kKinds = {{
    {"contestant", Kind::Shape::id, "contestants", "contestant"},
    {"person", Kind::Shape::id, "people", "person"},
    {"timer", Kind::Shape::id, "timers", "timer"},
    {"round", Kind::Shape::round, "rounds", "round"},
    {"score", Kind::Shape::object},
    {"versus", Kind::Shape::object},
    {"board", Kind::Shape::id, "boards", "board"},
    {"awards", Kind::Shape::programme, "rounds", "round"},
    {"running_order", Kind::Shape::programme, "rounds", "round"},
    {"messages", Kind::Shape::flag},
    {"stage", Kind::Shape::flag},
}};

/// In the place of a contestant's or person's id: who is on stage.
constexpr const char* kOnStage = "@stage";

/// Null for none or several.
const Kind* kind_of(const Json& bind);

/// `{contestant: "@stage"}` or `{person: "@stage"}` as it would be with an id; none: nobody is there.
std::optional<Json> bind_of_stage(const contest::Store& store, std::string_view kind);

/// A bind that follows the stage as it is now; any other as it is. None: nobody is there.
std::optional<Json> followed_bind(const contest::Store& store, const Json& bind);

}  // namespace leitai::show
