// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace leitai::platform {

/// From here on the calling thread gives way to the threads that did not call this: it gets a processor where they
/// leave one. For work that nobody waits for with a hand on a key. Cannot be taken back; where the system refuses,
/// nothing changes.
void give_way();

}  // namespace leitai::platform
