// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>

#include "server/show/history.h"

/// The history of a saved state, as lines of JSON: its commands, an actor's in their order, then who wrote what they
/// have changed.
namespace leitai::show {

std::size_t history_size(const History& history);  ///< lines

/// Calls `take` with each line, until it answers false; false: it did.
bool for_each_history_line(const History& history, const std::function<bool(const Json&)>& take);

/// Lines in the same order. Throws Json::exception on one of another shape.
void add_history_line(History& history, const Json& line);

}  // namespace leitai::show
