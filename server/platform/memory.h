// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace leitai::platform {

/// Hands freed memory that the C library keeps for later back to the system, as far as that can be asked for. For once
/// after a start: it takes a millisecond or two, in which others that allocate may wait.
void give_back_memory();

}  // namespace leitai::platform
