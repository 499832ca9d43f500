// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/contest/contest.h"

namespace leitai::show {

/// Can an undo take back what a record says? A command can be undone whose first record leads, and whose others at
/// least follow. A table of types, in command_name.cpp.
enum class UndoRole {
  none,     ///< data: it is corrected by writing it again
  leads,    ///< a command may begin with it
  follows,  ///< only as a consequence of what can be undone
};
UndoRole undo_role(std::string_view type, const contest::Json& before, const contest::Json& data);

/// May a command that can be undone hold records of this type at all?
bool may_be_undone(std::string_view type);

/// What a command is called in answers, told from its first record: as its address behind /api/v1/ where it is a
/// command ("air/take", "timers/start", "stage", "reveal"), else the record's type.
std::string command_name(std::string_view type, std::string_view id, const contest::Json& before,
                         const contest::Json& data, std::int64_t time_ms);

}  // namespace leitai::show
